//! Middleware that changes the cookies of its request.

use router_runtime::prelude::*;

pub async fn middleware(mut request: Request, next: Next) -> Response {
    let cookie = HeaderValue::from_static("sent=2");
    request.headers_mut().insert(header::COOKIE, cookie);
    next.run(request).await
}
