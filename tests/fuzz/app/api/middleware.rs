use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Response {
    if request.headers().contains_key("x-refused") {
        return StatusCode::IM_A_TEAPOT.into_response();
    }
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert("x-api", HeaderValue::from_static("yes"));
    response
}
