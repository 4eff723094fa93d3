//! Responses without a handler.

use crate::{decimal::decimal, table::RouteInfo};
use axum::{
    body::{Body, Bytes, HttpBody},
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header::CONTENT_LENGTH},
};
use hyper::body::Frame;
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

/// Returns a response without a body.
pub(crate) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Turns a response to GET into one to HEAD: the same headers with the length, and no body (RFC 9110 section 9.3.2).
pub(super) fn without_body(mut response: Response<Body>) -> Response<Body> {
    let has_length = has_length(response.headers());
    match response.body().size_hint().exact() {
        // A middleware that responded to HEAD itself sent no body, but the length.
        Some(0) if has_length => {}
        _ if has_length => response = with_true_length(response),
        Some(length) if may_have_length(response.status()) => {
            // A `HeaderValue` from a number takes two allocations.
            if let Ok(length) = HeaderValue::try_from(length.to_string()) {
                response.headers_mut().insert(CONTENT_LENGTH, length);
            }
        }
        _ => {}
    }
    *response.body_mut() = Body::empty();
    response
}

/// Returns `true` if a response with this status has a body, whose length the server declares.
#[inline]
pub(super) fn may_have_length(status: StatusCode) -> bool {
    !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
        && !status.is_informational()
}

/// Removes the length of a response whose status excludes a body (RFC 9110 section 8.6).
#[inline]
pub(super) fn remove_wrong_length(response: &mut Response<Body>) {
    if !may_have_length(response.status()) {
        remove_length(response);
    }
}

#[cold]
fn remove_length(response: &mut Response<Body>) {
    // One that a 304 declares is that of the complete response.
    if response.status() != StatusCode::NOT_MODIFIED {
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    *response.body_mut() = Body::new(NoBody);
}

/// A body of unknown length that has ended. For one of length zero, an axum Router would declare that length.
struct NoBody;

impl HttpBody for NoBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        true
    }
}

/// Returns `true` if a response declares the length of its body. Most have one header, and it is another one.
#[inline]
pub(super) fn has_length(headers: &HeaderMap) -> bool {
    match headers.len() {
        0 => false,
        1 => headers.keys().next() == Some(&CONTENT_LENGTH),
        _ => headers.contains_key(CONTENT_LENGTH),
    }
}

/// Replaces a declared length that contradicts the body.
///
/// A client that trusts it would take the rest of the body for the next response, or wait for bytes that never come (RFC 9112
/// section 6.3).
pub(super) fn with_true_length(mut response: Response<Body>) -> Response<Body> {
    if !has_length(response.headers()) || !may_have_length(response.status()) {
        return response;
    }
    let size = response.body().size_hint();
    let headers = response.headers_mut();
    let mut declared = headers.get_all(CONTENT_LENGTH).iter();
    let first = declared.next();
    let first = first.and_then(|length| decimal(length.as_bytes()));
    let is_true = declared.next().is_none()
        && first.is_some_and(|length| {
            length >= size.lower() && size.upper().is_none_or(|upper| length <= upper)
        });
    if is_true {
        return response;
    }
    match size.exact() {
        Some(length) => {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        None => {
            headers.remove(CONTENT_LENGTH);
        }
    }
    response
}

/// Returns the `Allow` header with the methods that a file exports.
#[cold]
pub(super) fn exported_methods(route: &RouteInfo) -> HeaderValue {
    let mut methods: Vec<Method> = route.exports.methods().iter().collect();
    if !methods.contains(&Method::OPTIONS) {
        methods.push(Method::OPTIONS);
    }
    let mut names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    names.sort_unstable();
    HeaderValue::try_from(names.join(", ")).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contradicting_length_is_replaced() {
        let chunk = || Ok::<_, std::io::Error>("abc");
        let stream = || Body::from_stream(tokio_stream::once(chunk()));
        for (status, declared, body, expected) in [
            (200, &["3"][..], Body::from("abc"), Some("3")),
            (200, &["5"], Body::from("abc"), Some("3")),
            (200, &["2"], Body::from("abc"), Some("3")),
            (200, &["5"], Body::empty(), Some("0")),
            (200, &["+3"], Body::from("abc"), Some("3")),
            (200, &["x"], Body::from("abc"), Some("3")),
            (200, &["3", "3"], Body::from("abc"), Some("3")),
            (200, &["3", "4"], stream(), None),
            (200, &["x"], stream(), None),
            (200, &["3"], stream(), Some("3")),
            (200, &[], Body::from("abc"), None),
            (304, &["9"], Body::empty(), Some("9")),
        ] {
            let mut response = Response::new(body);
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            for length in declared {
                let length = HeaderValue::from_static(length);
                response.headers_mut().append(CONTENT_LENGTH, length);
            }
            let response = with_true_length(response);
            let lengths = response.headers().get_all(CONTENT_LENGTH).iter();
            let lengths: Vec<_> = lengths.map(|it| it.to_str().unwrap()).collect();
            assert_eq!(lengths, Vec::from_iter(expected), "{status} {declared:?}");
        }
    }
}
