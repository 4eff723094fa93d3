//! HTTP responses of the cache.

use super::{
    cache_control::{decide_for_unstored, is_for_cdns},
    cache_status::{self, CACHE_STATUS},
    conditional::{self, Precondition},
    range::{ByteRange, requested_range},
    stored_response::StoredResponse,
};
use crate::{
    cache::{
        freshness::Lifetime, options::CdnHeader, outcome::Outcome, policy::Policy,
        storable::is_failure,
    },
    errors::Unrendered,
};
use axum::{
    body::{Body, HttpBody},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode,
        header::{
            AGE, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_RANGE, ETAG, EXPIRES,
            VARY,
        },
    },
};
use std::time::Duration;

/// `Age` and `Cache-Status`, the headers that change with time.
type TimeHeaders = [(HeaderName, HeaderValue); 2];

/// Returns the response to a GET or HEAD with these headers, from a stored response of that age.
pub(crate) fn stored_response(
    stored: &StoredResponse,
    lifetime: Lifetime,
    age: Duration,
    method: &Method,
    request: &HeaderMap,
    outcome: Outcome,
) -> Response<Body> {
    let time_headers = time_headers(stored, lifetime, age, outcome);
    // Conditions count only for a response that is successful without them (RFC 9110, section 13.2.1).
    if stored.status.is_success() {
        match conditional::evaluate(request, &stored.etag, Some(stored.last_modified)) {
            Precondition::Met => {}
            Precondition::NotModified => {
                return not_modified_head(stored, time_headers).map(|()| Body::empty());
            }
            Precondition::Failed => {
                return empty_with(StatusCode::PRECONDITION_FAILED, time_headers);
            }
        }
    }
    let range = if stored.status == StatusCode::OK && *method == Method::GET {
        let length = stored.body.len();
        requested_range(request, length, &stored.etag, stored.last_modified, age)
    } else {
        ByteRange::Whole
    };
    if range == ByteRange::Unsatisfiable {
        return range_not_satisfiable(stored, time_headers);
    }
    let mut headers = stored.headers.clone();
    for (name, value) in time_headers {
        headers.insert(name, value);
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = stored.status;
    match range {
        ByteRange::Bytes(first, last) => {
            let length = stored.body.len();
            if let Ok(value) = HeaderValue::try_from(format!("bytes {first}-{last}/{length}")) {
                headers.insert(CONTENT_RANGE, value);
            }
            headers.insert(CONTENT_LENGTH, HeaderValue::from(last + 1 - first));
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            *response.body_mut() = Body::from(stored.body.slice(first..=last));
        }
        _ if *method == Method::HEAD => {}
        _ => *response.body_mut() = Body::from(stored.body.clone()),
    }
    *response.headers_mut() = headers;
    if let Some(cause) = &stored.cause {
        response.extensions_mut().insert(Unrendered(cause.clone()));
    }
    response
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

/// Returns `Age` and `Cache-Status` for a stored response of that age.
pub(super) fn time_headers(
    stored: &StoredResponse,
    lifetime: Lifetime,
    age: Duration,
    outcome: Outcome,
) -> TimeHeaders {
    let ttl = lifetime.revalidate.map(|fresh| ttl(fresh, age));
    [
        (AGE, age_header(age)),
        (CACHE_STATUS, cache_status::of(outcome, stored.status, ttl)),
    ]
}

/// The headers of a 304 that come from the stored response.
const OF_NOT_MODIFIED: [HeaderName; 5] = [CACHE_CONTROL, CONTENT_LOCATION, ETAG, EXPIRES, VARY];

/// Returns the head of a 304, with the headers of RFC 9110, section 15.4.5, and those that CDNs read in place of `Cache-Control`.
pub(super) fn not_modified_head(
    stored: &StoredResponse,
    time_headers: TimeHeaders,
) -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    let mut headers = HeaderMap::with_capacity(8);
    headers.extend(time_headers);
    for (name, value) in &stored.headers {
        if OF_NOT_MODIFIED.contains(name) || is_for_cdns(name, &stored.cdn_header) {
            headers.append(name, value.clone());
        }
    }
    *response.headers_mut() = headers;
    response
}

fn range_not_satisfiable(stored: &StoredResponse, time_headers: TimeHeaders) -> Response<Body> {
    let mut response = empty_with(StatusCode::RANGE_NOT_SATISFIABLE, time_headers);
    if let Ok(value) = HeaderValue::try_from(format!("bytes */{}", stored.body.len())) {
        response.headers_mut().insert(CONTENT_RANGE, value);
    }
    response
}

/// Returns a response to a request for another version or another part of a stored response.
fn empty_with(status: StatusCode, time_headers: TimeHeaders) -> Response<Body> {
    let mut response = empty_response(status);
    let headers = response.headers_mut();
    headers.extend(time_headers);
    headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    response
}

/// Whole seconds, rounded down.
fn age_header(age: Duration) -> HeaderValue {
    match age.as_secs() {
        0 => HeaderValue::from_static("0"),
        seconds => HeaderValue::from(seconds),
    }
}

fn ttl(fresh: Duration, age: Duration) -> i64 {
    let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    seconds(fresh).saturating_sub(seconds(age))
}

#[cfg(test)]
#[path = "response/tests.rs"]
mod tests;
