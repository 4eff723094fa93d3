use axum::{http::header::ETAG, response::IntoResponse};
use router_runtime::prelude::*;

pub async fn GET() -> impl IntoResponse {
    (StatusCode::NOT_MODIFIED, [(ETAG, "\"mine\"")])
}
