//! The limit of request bodies.

use crate::{
    decimal::decimal,
    errors::{ErrorCause, wrapped_body},
    routing::handler::{Call, ResponseFuture},
};
use axum::{
    body::HttpBody,
    extract::{DefaultBodyLimit, Request},
    http::{StatusCode, header::CONTENT_LENGTH},
};
use http_body_util::Limited;

/// Limits the body for a handler. Returns 413 if the body is known to be longer.
pub(super) fn check_body_limit<S: Clone + Send + Sync + 'static>(
    call: &mut Call<'_, S>,
    limit: usize,
) -> Option<ResponseFuture> {
    if has_longer_body(call.request(), limit) {
        return Some(call.error(StatusCode::PAYLOAD_TOO_LARGE, ErrorCause::BodyTooLarge));
    }
    // A middleware may have decompressed a body that was within the limit.
    call.map_request(|request| limit_body(request, limit));
    None
}

/// Returns `true` if the length of the body is known to be above the limit.
fn has_longer_body(request: &Request, limit: usize) -> bool {
    let header = request.headers().get(CONTENT_LENGTH);
    let length = header.and_then(|length| decimal(length.as_bytes()));
    length.unwrap_or_else(|| request.body().size_hint().lower()) > limit as u64
}

/// Limits the body, including streams.
pub(super) fn limit_body(request: Request, limit: usize) -> Request {
    let mut request = request.map(|body| wrapped_body(Limited::new(body, limit)));
    // axum's own limit of 2 MiB would apply before a larger one.
    DefaultBodyLimit::disable().apply(&mut request);
    request
}
