//! Cached responses that strangers request, write to, and ask for in many languages.

use axum::http::HeaderMap;
use router_runtime::prelude::*;
use std::time::Duration;

pub const revalidate: u32 = 60;
pub const cache_vary: &[&str] = &["accept-language"];

pub async fn GET(Path(path): Path<Vec<String>>, headers: HeaderMap) -> String {
    tokio::time::sleep(Duration::from_millis(20)).await;
    format!("{path:?} {:?}", headers.get("accept-language"))
}

pub async fn POST() -> StatusCode {
    StatusCode::NO_CONTENT
}
