//! Middleware of `/api` and below.

use axum::extract::Request;
use router_runtime::prelude::*;

pub async fn middleware(mut request: Request, next: Next) -> impl IntoResponse {
    crate::mark(&mut request, "api");
    let mut response = next.run(request).await;
    crate::trace(&mut response, "api");
    response
}
