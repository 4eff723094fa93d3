use axum::{http::header::REFERER, response::IntoResponse};
use router_runtime::prelude::*;

pub async fn GET(headers: HeaderMap) -> impl IntoResponse {
    let referer = headers.get(REFERER).cloned();
    (
        referer.map(|referer| [(REFERER, referer)]),
        "Hello, Next.js!",
    )
}
