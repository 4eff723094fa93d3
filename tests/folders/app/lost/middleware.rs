use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Response {
    match *request.method() {
        Method::GET => next.run(Request::default()).await,
        _ => next.run(request).await,
    }
}
