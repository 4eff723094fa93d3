use axum::{body::Body, response::IntoResponse};

pub async fn HEAD() -> impl IntoResponse {
    ([("x-from", "head")], Body::empty())
}
