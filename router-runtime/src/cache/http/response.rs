//! HTTP responses of the cache.

use super::{
    cache_control::decide_for_unstored,
    cache_status::{self, CACHE_STATUS},
    cdn_header::CdnHeader,
    conditional::Precondition,
    range::{ByteRange, requested_range},
    representation::Representation,
    selection::{Selection, evaluate, select},
    stored_response::StoredResponse,
    time_headers::TimeHeaders,
};
use crate::{
    cache::{freshness::Lifetime, outcome::Outcome, policy::Policy, storable::is_failure},
    errors::Unrendered,
};
use axum::{
    body::{Body, HttpBody},
    http::{
        HeaderMap, HeaderValue, Method, Response, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG},
    },
};
use std::time::Duration;

/// Returns the response to a GET or HEAD with these headers, from a stored response of that age.
pub(crate) fn stored_response(
    stored: &StoredResponse,
    lifetime: Lifetime,
    age: Duration,
    method: &Method,
    request: &HeaderMap,
    outcome: Outcome,
) -> Response<Body> {
    let time = TimeHeaders::new(stored.status, lifetime, age, outcome);
    let representation = match select(stored, request) {
        Selection::Made(representation) => representation,
        Selection::NotModified(etag) => match evaluate(stored, request, &etag) {
            Precondition::Failed => return empty_with(StatusCode::PRECONDITION_FAILED, time),
            Precondition::Met | Precondition::NotModified => {
                let head = stored.uncompressed.not_modified(&stored.cdn_header);
                let mut head = head.with(time);
                head.headers.insert(ETAG, etag);
                return Response::from_parts(head, Body::empty());
            }
        },
    };
    match evaluate(stored, request, &representation.etag) {
        Precondition::Met => {}
        Precondition::NotModified => {
            let head = representation.not_modified(&stored.cdn_header);
            return Response::from_parts(head.with(time), Body::empty());
        }
        Precondition::Failed => return empty_with(StatusCode::PRECONDITION_FAILED, time),
    }
    let length = representation.body.len();
    let range = if stored.status == StatusCode::OK && *method == Method::GET {
        let etag = &representation.etag;
        // All forms share the date.
        let last_modified = (!stored.forms.exist()).then_some(stored.last_modified);
        requested_range(request, length, etag, last_modified, age)
    } else {
        ByteRange::Whole
    };
    if range == ByteRange::Unsatisfiable {
        return range_not_satisfiable(length, time);
    }
    let mut head = representation.head(stored.status).with(time);
    let headers = &mut head.headers;
    if stored.status != StatusCode::NO_CONTENT {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    let body = match range {
        ByteRange::Bytes(first, last) => {
            if let Ok(value) = HeaderValue::try_from(format!("bytes {first}-{last}/{length}")) {
                headers.insert(CONTENT_RANGE, value);
            }
            headers.insert(CONTENT_LENGTH, HeaderValue::from(last + 1 - first));
            head.status = StatusCode::PARTIAL_CONTENT;
            Body::from(representation.body.slice(first..=last))
        }
        _ if *method == Method::HEAD => Body::empty(),
        _ => Body::from(representation.body.clone()),
    };
    if let Some(cause) = &stored.cause {
        head.extensions.insert(Unrendered(cause.clone()));
    }
    Response::from_parts(head, body)
}

/// Returns a response that was not stored, for a request with that method.
pub(crate) fn unstored_response(
    mut response: Response<Body>,
    method: &Method,
    outcome: Outcome,
    policy: &Policy,
    cdn_header: &CdnHeader,
) -> Response<Body> {
    let status = response.status();
    let length = response.body().size_hint().exact();
    let headers = response.headers_mut();
    headers.insert(CACHE_STATUS, cache_status::of(outcome, status, None));
    decide_for_unstored(headers, is_failure(status), policy, cdn_header);
    if *method == Method::HEAD {
        if let Some(length) = length {
            headers
                .entry(CONTENT_LENGTH)
                .or_insert_with(|| HeaderValue::from(length));
        }
        *response.body_mut() = Body::empty();
    }
    response
}

/// Returns a response with that status and an empty body.
pub(crate) fn empty_response(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Returns the response to a plain GET at `now`.
#[inline]
pub(crate) fn hit(
    stored: &StoredResponse,
    representation: &Representation,
    now: Duration,
    time: impl FnOnce() -> TimeHeaders,
) -> Response<Body> {
    let head = representation.head_at(now, stored.status, time);
    Response::from_parts(head, Body::from(representation.body.clone()))
}

/// Returns the 304 to a GET at `now` whose only condition matches the representation.
#[inline]
pub(crate) fn hit_not_modified(
    stored: &StoredResponse,
    representation: &Representation,
    now: Duration,
    time: impl FnOnce() -> TimeHeaders,
) -> Response<Body> {
    let head = representation.not_modified_at(now, &stored.cdn_header, time);
    Response::from_parts(head, Body::empty())
}

fn range_not_satisfiable(length: usize, time: TimeHeaders) -> Response<Body> {
    let mut response = empty_with(StatusCode::RANGE_NOT_SATISFIABLE, time);
    if let Ok(value) = HeaderValue::try_from(format!("bytes */{length}")) {
        response.headers_mut().insert(CONTENT_RANGE, value);
    }
    response
}

/// Returns an empty 412 or 416.
fn empty_with(status: StatusCode, time: TimeHeaders) -> Response<Body> {
    let mut response = empty_response(status);
    let headers = response.headers_mut();
    time.insert_into(headers);
    headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    response
}

#[cfg(test)]
#[path = "response/tests.rs"]
mod tests;
