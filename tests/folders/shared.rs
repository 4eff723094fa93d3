//! The middleware that a `middleware.rs` re-exports.

use axum::{extract::Request, middleware::Next, response::IntoResponse};

/// Adds its name to the response.
pub async fn middleware(request: Request, next: Next) -> impl IntoResponse {
    let mut response = next.run(request).await;
    crate::trace(&mut response, "shared");
    response
}
