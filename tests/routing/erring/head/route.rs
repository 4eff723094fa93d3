//! A handler of `HEAD` that fails, or sends a body.

use axum::{body::Body, extract::RawQuery, http::header::CONTENT_LENGTH};
use router_runtime::prelude::*;

pub async fn GET() -> &'static str {
    "a body"
}

pub async fn HEAD(RawQuery(query): RawQuery) -> Result<Response> {
    Ok(match query.as_deref() {
        Some("body") => "a body".into_response(),
        Some("length") => ([(CONTENT_LENGTH, "1234")], Body::empty()).into_response(),
        Some("panic") => panic!("secret"),
        Some("io") => Err(std::io::Error::other("secret"))?,
        _ => return Err(not_found()),
    })
}
