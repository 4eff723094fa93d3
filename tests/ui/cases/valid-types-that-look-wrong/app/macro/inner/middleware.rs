use axum::{extract::Request, response::Response};

pub async fn middleware(
    request: Request,
    next: <crate::other::Thing as crate::other::Is>::Next,
) -> Response {
    next.run(request).await
}
