//! Responses without a handler.

use axum::{
    body::{Body, HttpBody},
    http::{HeaderValue, Response, StatusCode, header::CONTENT_LENGTH},
};

/// Returns a response without a body.
pub(crate) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Turns a response to GET into one to HEAD: the same headers with the length, and no body (RFC 9110 section 9.3.2).
pub(super) fn without_body(response: Response<Body>) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    let may_have_length = !matches!(
        parts.status,
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED
    );
    if let Some(length) = body.size_hint().exact().filter(|_| may_have_length) {
        parts
            .headers
            .entry(CONTENT_LENGTH)
            .or_insert_with(|| HeaderValue::from(length));
    }
    Response::from_parts(parts, Body::empty())
}
