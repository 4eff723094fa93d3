//! Answers of metadata files: what their handlers leave unsaid, and files that are sent as they are.

use super::{
    app::empty,
    call::{Call, Handler, HandlerFuture},
};
use crate::{
    cache::{ByteRange, etag_of, not_modified, requested_range},
    matching::Segment,
    metadata::{asset::Asset, sniffed},
};
use axum::response::IntoResponse;
use axum::{
    body::{Body, Bytes, HttpBody},
    http::{
        HeaderMap, HeaderValue, Method, Response, StatusCode,
        header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG},
    },
};
use http_body_util::BodyExt;
use std::{future::ready, time::Duration};

const REVALIDATED: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");

/// The longest answer that is read whole for its validator: a sitemap may have 50 MB.
const LONGEST: u64 = 64 << 20;

/// What axum says of a body whose handler says nothing.
const UNSAID: [&str; 3] = [
    "application/octet-stream",
    "application/json",
    "text/plain; charset=utf-8",
];

/// Sends a file.
pub fn send_asset<S>(mut call: Call<'_, S>, asset: &'static Asset) -> HandlerFuture {
    let headers = asset.headers(complete);
    let bytes = asset.bytes();
    let request = call.request();
    let response = send(headers.clone(), bytes, request.method(), request.headers());
    Box::pin(ready(response))
}

/// Runs the handler of a sitemap, a manifest, …, whose answer is of this type unless it says another.
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
        let answer = (StatusCode::NOT_FOUND, "Not Found").into_response();
        return Box::pin(ready(answer));
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
    let (method, asked) = (
        call.request().method().clone(),
        call.request().headers().clone(),
    );
    let answer = handler(call);
    Box::pin(async move {
        let response = answer.await;
        let length = response.body().size_hint().exact();
        if response.status() != StatusCode::OK || length.is_none_or(|it| it > LONGEST) {
            return response;
        }
        let (parts, body) = response.into_parts();
        let bytes = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => {
                tracing::error!("the body of a metadata file ended early: {error}");
                return empty(StatusCode::INTERNAL_SERVER_ERROR);
            }
        };
        let mut headers = parts.headers;
        let said = headers.get(CONTENT_TYPE);
        if said.is_none_or(|said| UNSAID.iter().any(|it| said == it))
            && let Some(content_type) = content_type(&bytes)
        {
            headers.insert(CONTENT_TYPE, content_type);
        }
        complete(&mut headers, &bytes);
        send(headers, bytes, &method, &asked)
    })
}

/// Adds what an answer that does not say otherwise is sent with.
fn complete(headers: &mut HeaderMap, bytes: &[u8]) {
    headers.entry(CACHE_CONTROL).or_insert(REVALIDATED);
    if !headers.contains_key(ETAG) {
        let etag = etag_of(headers, bytes);
        headers.insert(ETAG, etag);
    }
}

/// All of it, the part that was asked for, or that the client has it already.
fn send(
    mut headers: HeaderMap,
    bytes: Bytes,
    method: &Method,
    request: &HeaderMap,
) -> Response<Body> {
    // Nobody knows when it was written, so that dates in requests never fit.
    const WRITTEN: u64 = u64::MAX;
    let mut response = Response::new(Body::empty());
    headers.remove(CONTENT_LENGTH);
    let etag = headers.get(ETAG).cloned().unwrap_or(REVALIDATED);
    if not_modified(request, &etag, WRITTEN) {
        headers.remove(CONTENT_TYPE);
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.headers_mut() = headers;
        return response;
    }
    let wanted = if *method == Method::GET {
        requested_range(request, bytes.len(), &etag, WRITTEN, Duration::ZERO)
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
