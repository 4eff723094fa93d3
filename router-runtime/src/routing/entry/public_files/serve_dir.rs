//! Requests to `ServeDir`, and its responses.

use super::file::PublicFile;
use crate::cache::{
    Coding,
    cache_control::{CachedFile, decide_for_file},
    vary_by_coding,
};
use axum::{
    body::Body,
    extract::Request,
    http::{
        HeaderValue, Response, StatusCode,
        header::{ACCEPT_ENCODING, CONTENT_TYPE},
    },
};
use std::convert::Infallible;
use tower::ServiceExt;

/// Sends a file, or this form of it, by `ServeDir`, whose own choice of the form is not used.
pub(super) async fn serve(
    file: &PublicFile,
    coding: Option<Coding>,
    mut request: Request,
) -> Response<Body> {
    *request.uri_mut() = file.uri.clone();
    match coding {
        None => request.headers_mut().remove(ACCEPT_ENCODING),
        Some(coding) => {
            let name = HeaderValue::from_static(coding.name());
            request.headers_mut().insert(ACCEPT_ENCODING, name)
        }
    };
    let Ok::<_, Infallible>(response) = file.service(coding).oneshot(request).await;
    complete(response.map(Body::new))
}

/// Adds headers that `ServeDir` does not know.
fn complete(mut response: Response<Body>) -> Response<Body> {
    let is_cacheable = matches!(
        response.status(),
        StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED
    );
    if is_cacheable {
        let headers = response.headers_mut();
        decide_for_file(headers, CachedFile::Public, true);
        vary_by_coding(headers);
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
