use router_runtime::prelude::*;

pub const check_origin: bool = false;

pub async fn middleware(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert("x-middleware", HeaderValue::from_static("ran"));
    response
}
