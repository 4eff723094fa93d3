//! The limit of request bodies.

use crate::errors::wrapped_body;
use axum::{
    body::HttpBody,
    extract::{DefaultBodyLimit, Request},
    http::header::CONTENT_LENGTH,
};
use http_body_util::Limited;

/// Returns `true` if the length of the body is known to be above the limit.
pub(super) fn has_longer_body(request: &Request, limit: usize) -> bool {
    let header = request.headers().get(CONTENT_LENGTH);
    let length = header.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    length.unwrap_or_else(|| request.body().size_hint().lower()) > limit as u64
}

/// Limits the body, including streams.
pub(super) fn limit_body(request: Request, limit: usize) -> Request {
    let mut request = request.map(|body| wrapped_body(Limited::new(body, limit)));
    // axum's own limit of 2 MiB would apply before a larger one.
    DefaultBodyLimit::disable().apply(&mut request);
    request
}
