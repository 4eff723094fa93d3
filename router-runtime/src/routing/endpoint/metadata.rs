//! Responses of metadata files: default headers for handlers, and static files.

use crate::{
    cache::{
        ByteRange, Precondition,
        cache_control::{CachedFile, IsDefault, decide_for_file},
        etag_of, evaluate, requested_range,
    },
    errors::{ErrorCause, error_response},
    matching::Segment,
    metadata::{asset::Asset, sniffed},
    routing::handler::{Call, Handler, HandlerFuture, empty},
};
use axum::{
    body::{Body, Bytes, HttpBody},
    http::{
        HeaderMap, HeaderValue, Method, Response, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG},
    },
};
use http_body_util::BodyExt;
use std::{future::ready, time::Duration};

/// The limit of a response that is buffered for its validator. A sitemap may have 50 MB.
const MAX_BYTES: u64 = 64 << 20;

/// The content types that axum sets for handlers that set none.
const DEFAULT_TYPES: [&str; 3] = [
    "application/octet-stream",
    "application/json",
    "text/plain; charset=utf-8",
];

/// Responds with a static file.
pub fn send_asset<S>(mut call: Call<'_, S>, asset: &'static Asset) -> HandlerFuture {
    let mut headers = asset.headers(add_etag).clone();
    decide_for_file(&mut headers, CachedFile::Metadata, call.is_shared());
    let bytes = asset.bytes();
    let request = call.request();
    let response = send(headers, bytes, request.method(), request.headers());
    HandlerFuture::new(ready(response))
}

/// Runs the handler of a sitemap or manifest. Its response has this content type unless it sets another.
pub fn send_document<S>(
    mut call: Call<'_, S>,
    content_type: &'static str,
    handler: Handler<S>,
) -> HandlerFuture
where
    S: Clone + Send + Sync + 'static,
{
    let is_one_of_many = matches!(call.segments().last(), Some(Segment::Dynamic(_)));
    if is_one_of_many && call.request().uri().path().strip_suffix(".xml").is_none() {
        let response = error_response(StatusCode::NOT_FOUND, ErrorCause::NoRoute);
        return HandlerFuture::new(ready(response));
    }
    finish(call, handler, move |_| {
        Some(HeaderValue::from_static(content_type))
    })
}

/// Runs the handler of an image.
pub fn send_image<S>(call: Call<'_, S>, handler: Handler<S>) -> HandlerFuture
where
    S: Clone + Send + Sync + 'static,
{
    finish(call, handler, sniffed)
}

fn finish<S: Send + Sync + 'static>(
    mut call: Call<'_, S>,
    handler: Handler<S>,
    content_type: impl Fn(&[u8]) -> Option<HeaderValue> + Send + 'static,
) -> HandlerFuture {
    let (method, request_headers) = (
        call.request().method().clone(),
        call.request().headers().clone(),
    );
    let is_shared = call.is_shared();
    let response = handler(call);
    HandlerFuture::new(async move {
        let response = response.await;
        let length = response.body().size_hint().exact();
        if response.status() != StatusCode::OK || length.is_none_or(|it| it > MAX_BYTES) {
            return response;
        }
        let (parts, body) = response.into_parts();
        let bytes = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => {
                tracing::error!("the body of a metadata file cannot be read: {error}");
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                return error_response(status, ErrorCause::Internal);
            }
        };
        let mut headers = parts.headers;
        let current = headers.get(CONTENT_TYPE);
        if current.is_none_or(|current| DEFAULT_TYPES.iter().any(|it| current == it))
            && let Some(content_type) = content_type(&bytes)
        {
            headers.insert(CONTENT_TYPE, content_type);
        }
        add_etag(&mut headers, &bytes);
        let is_default = decide_for_file(&mut headers, CachedFile::Metadata, is_shared);
        let mut response = send(headers, bytes, &method, &request_headers);
        if is_default {
            response.extensions_mut().insert(IsDefault);
        }
        response
    })
}

fn add_etag(headers: &mut HeaderMap, bytes: &[u8]) {
    if !headers.contains_key(ETAG) {
        let etag = etag_of(headers, bytes);
        headers.insert(ETAG, etag);
    }
}

/// Returns the complete response, the requested range, 304 or 412.
fn send(
    mut headers: HeaderMap,
    bytes: Bytes,
    method: &Method,
    request: &HeaderMap,
) -> Response<Body> {
    // The time of the last change is unknown, so that dates in requests never match.
    const LAST_MODIFIED: u64 = u64::MAX;
    let mut response = Response::new(Body::empty());
    headers.remove(CONTENT_LENGTH);
    let etag = headers.get(ETAG).cloned();
    let etag = etag.unwrap_or(HeaderValue::from_static(""));
    match evaluate(request, &etag, None) {
        Precondition::Met => {}
        Precondition::NotModified => {
            headers.remove(CONTENT_TYPE);
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.headers_mut() = headers;
            return response;
        }
        Precondition::Failed => return empty(StatusCode::PRECONDITION_FAILED),
    }
    let wanted = if *method == Method::GET {
        requested_range(
            request,
            bytes.len(),
            &etag,
            Some(LAST_MODIFIED),
            Duration::ZERO,
        )
    } else {
        ByteRange::Whole
    };
    let length = bytes.len();
    let (status, range, body) = match wanted {
        ByteRange::Whole => (StatusCode::OK, None, bytes),
        ByteRange::Bytes(first, last) => (
            StatusCode::PARTIAL_CONTENT,
            Some(format!("bytes {first}-{last}/{length}")),
            bytes.slice(first..=last),
        ),
        ByteRange::Unsatisfiable => (
            StatusCode::RANGE_NOT_SATISFIABLE,
            Some(format!("bytes */{length}")),
            Bytes::new(),
        ),
    };
    if let Some(range) = range.and_then(|range| HeaderValue::try_from(range).ok()) {
        headers.insert(CONTENT_RANGE, range);
    }
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    *response.body_mut() = Body::from(body);
    response
}
