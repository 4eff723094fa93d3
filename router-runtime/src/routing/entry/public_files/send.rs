//! The response with a public file.

use super::file::PublicFile;
use crate::{
    cache::cache_control::{CachedFile, decide_for_file},
    errors::{ErrorCause, error_response},
};
use axum::{
    body::Body,
    extract::Request,
    http::{
        HeaderValue, Response, StatusCode,
        header::{CONTENT_TYPE, IF_RANGE, RANGE, VARY},
    },
};
use tokio::task::spawn_blocking;
use tower::ServiceExt;

/// Responds with a file to GET or HEAD.
pub(super) async fn send(file: PublicFile, mut request: Request) -> Response<Body> {
    *request.uri_mut() = file.uri.clone();
    let Ok(Some(serve)) = spawn_blocking(move || file.service()).await else {
        return not_found();
    };
    // `ServeDir` ignores `If-Range`, so that a client could combine parts of two versions. Without the range it receives the complete
    // file (RFC 9110, section 13.1.5). Nor does it support several ranges, for which the complete file is allowed, too.
    let mut ranges = request.headers().get_all(RANGE).iter();
    if request.headers().contains_key(IF_RANGE)
        || ranges.any(|range| range.as_bytes().contains(&b','))
    {
        request.headers_mut().remove(RANGE);
    }
    let mut response = match serve.oneshot(request).await {
        // The file was removed meanwhile.
        Ok(response) if response.status() == StatusCode::NOT_FOUND => return not_found(),
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
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

fn not_found() -> Response<Body> {
    error_response(StatusCode::NOT_FOUND, ErrorCause::NoRoute)
}

/// Returns the content type of a text with a charset, if it has none.
fn with_utf8(content_type: &HeaderValue) -> Option<HeaderValue> {
    let text = content_type.to_str().ok()?;
    let lacks_charset = text.starts_with("text/") && !text.contains("charset");
    lacks_charset
        .then(|| HeaderValue::try_from(format!("{text}; charset=utf-8")).ok())
        .flatten()
}
