//! Requests to `ServeDir`, and its responses.

use super::{encoding::Encoding, file::PublicFile};
use crate::cache::cache_control::{CachedFile, decide_for_file};
use axum::{
    body::Body,
    extract::Request,
    http::{
        HeaderValue, Response, StatusCode,
        header::{ACCEPT_ENCODING, CONTENT_TYPE, VARY},
    },
};

/// Returns a request for a form of a file.
pub(super) fn request_for(file: &PublicFile, encoding: Encoding) -> Request {
    let mut request = Request::default();
    *request.uri_mut() = file.uri.clone();
    let name = HeaderValue::from_static(encoding.name());
    request.headers_mut().insert(ACCEPT_ENCODING, name);
    request
}

/// Adds headers that `ServeDir` does not know.
pub(super) fn complete(mut response: Response<Body>) -> Response<Body> {
    let is_cacheable = matches!(
        response.status(),
        StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED
    );
    if is_cacheable {
        let headers = response.headers_mut();
        decide_for_file(headers, CachedFile::Public, true);
        let by_encoding = HeaderValue::from_static("Accept-Encoding");
        headers.entry(VARY).or_insert(by_encoding);
        if let Some(with_charset) = headers.get(CONTENT_TYPE).and_then(with_utf8) {
            headers.insert(CONTENT_TYPE, with_charset);
        }
    }
    response
}

/// Returns the content type of a text with a charset, if it has none.
fn with_utf8(content_type: &HeaderValue) -> Option<HeaderValue> {
    let text = content_type.to_str().ok()?;
    let lacks_charset = text.starts_with("text/") && !text.contains("charset");
    lacks_charset
        .then(|| HeaderValue::try_from(format!("{text}; charset=utf-8")).ok())
        .flatten()
}
