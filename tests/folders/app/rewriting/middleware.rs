//! Middleware that changes the request.

use axum::http::{Method, Uri};
use router_runtime::prelude::*;

pub async fn middleware(mut request: Request, next: Next) -> Response {
    match request.uri().query() {
        Some("path") => *request.uri_mut() = Uri::from_static("/rewriting/other?query=1"),
        Some("method") => *request.method_mut() = Method::POST,
        Some("unpack") => *request.body_mut() = Body::from("123456789"),
        Some("fresh") => request = Request::new(Body::empty()),
        Some("body") => return (StatusCode::IM_A_TEAPOT, "no next").into_response(),
        _ => {}
    }
    next.run(request).await
}
