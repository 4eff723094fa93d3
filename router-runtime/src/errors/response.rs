//! The responses to errors before they are rendered: a line of text, and the cause as an extension.

use super::ErrorCause;
use axum::{
    body::{Body, Bytes},
    http::{
        HeaderMap, HeaderValue, Response, StatusCode,
        header::{CONTENT_TYPE, VARY},
    },
};
use std::sync::LazyLock;

/// The cause of an error whose response is not rendered yet: an extension of the response.
#[derive(Clone, Debug)]
pub(crate) struct Unrendered(pub(crate) ErrorCause);

/// The content type of a line of text.
pub(crate) const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// Returns the response to an error as a line of text, which a renderer may replace.
#[cold]
pub(crate) fn error_response(status: StatusCode, cause: ErrorCause) -> Response<Body> {
    let mut response = Response::new(Body::from(text_body(status, &cause)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, TEXT);
    response.extensions_mut().insert(Unrendered(cause));
    response
}

/// Returns the response to a failure that the log describes.
#[cold]
pub(crate) fn internal_error() -> Response<Body> {
    error_response(StatusCode::INTERNAL_SERVER_ERROR, ErrorCause::Internal)
}

/// Returns the response to an error as a line of text, for a client without a preference.
#[inline]
pub(crate) fn text_response(status: StatusCode, headers: HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::from(status_line(status)));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// Returns the headers of a line of text, whose form depends on `Accept`. A clone costs less than a new map.
#[inline]
pub(crate) fn text_headers() -> HeaderMap {
    static HEADERS: LazyLock<HeaderMap> = LazyLock::new(|| {
        let by_accept = HeaderValue::from_static("accept");
        HeaderMap::from_iter([(CONTENT_TYPE, TEXT), (VARY, by_accept)])
    });
    HEADERS.clone()
}

/// Removes the cause of a response that is not rendered.
#[inline]
pub(crate) fn unrendered(response: &mut Response<Body>) -> Option<ErrorCause> {
    let extensions = response.extensions_mut();
    if extensions.is_empty() {
        return None;
    }
    let Unrendered(cause) = extensions.remove()?;
    Some(cause)
}

/// Returns the text of an error.
pub(crate) fn text_body(status: StatusCode, cause: &ErrorCause) -> Bytes {
    match cause.message() {
        Some(text) => Bytes::copy_from_slice(text.as_bytes()),
        None => status_line(status),
    }
}

macro_rules! status_lines {
    ($status:ident: $($code:literal $reason:literal)*) => {
        match $status.as_u16() {
            $($code => Bytes::from_static(concat!($code, " ", $reason, "\n").as_bytes()),)*
            code => {
                let reason = $status.canonical_reason().unwrap_or("Error");
                Bytes::from(format!("{code} {reason}\n"))
            }
        }
    };
}

/// Returns the status and its meaning.
#[inline]
fn status_line(status: StatusCode) -> Bytes {
    status_lines! {
        status:
        404 "Not Found"
        405 "Method Not Allowed"
        400 "Bad Request"
        401 "Unauthorized"
        403 "Forbidden"
        413 "Payload Too Large"
        500 "Internal Server Error"
        503 "Service Unavailable"
        504 "Gateway Timeout"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_all_statuses_have_their_reason() {
        for code in 400..600 {
            let status = StatusCode::from_u16(code).unwrap();
            let reason = status.canonical_reason().unwrap_or("Error");
            assert_eq!(status_line(status), format!("{code} {reason}\n"));
        }
    }
}
