//! From what the cache found to a response.

use super::{
    cache_control::NO_STORE,
    cache_status,
    clock::Moment,
    conditional,
    entry::{CACHE_STATUS, Entry},
    freshness::Lifetime,
    outcome::Outcome,
    range::{self, ByteRange},
    storable::is_failure,
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

/// The heads of a hit.
#[derive(Debug)]
pub(super) struct Prepared {
    /// That of the whole answer. Its length is left to the body, which tells it to whoever sends it.
    pub(super) whole: Response<()>,
    /// 304.
    pub(super) not_modified: Response<()>,
    /// Until when they hold.
    pub(super) until: Moment,
}

/// Makes the heads of a hit at that age, which hold until then.
pub(super) fn prepared(
    entry: &Entry,
    lifetime: Lifetime,
    age: Duration,
    until: Moment,
) -> Prepared {
    let moment = moment(entry, lifetime, age, Outcome::Hit);
    let mut whole = Response::new(());
    *whole.status_mut() = entry.status;
    let mut headers = entry.headers.clone();
    headers.remove(CONTENT_LENGTH);
    for (name, value) in moment.clone() {
        headers.insert(name, value);
    }
    *whole.headers_mut() = headers;
    Prepared {
        whole,
        not_modified: not_modified(entry, moment),
        until,
    }
}

/// A kept answer of that age, for a GET or HEAD with these headers.
pub(super) fn stored(
    entry: &Entry,
    lifetime: Lifetime,
    age: Duration,
    method: &Method,
    request: &HeaderMap,
    outcome: Outcome,
) -> Response<Body> {
    let moment = moment(entry, lifetime, age, outcome);
    if entry.status.is_success()
        && conditional::not_modified(request, &entry.etag, entry.last_modified)
    {
        return not_modified(entry, moment).map(|()| Body::empty());
    }
    let part = if entry.status == StatusCode::OK && *method == Method::GET {
        let length = entry.body.len();
        range::requested_range(request, length, &entry.etag, entry.last_modified, age)
    } else {
        ByteRange::Whole
    };
    if part == ByteRange::Unsatisfiable {
        return unsatisfiable(entry, moment);
    }
    let mut headers = entry.headers.clone();
    for (name, value) in moment {
        headers.insert(name, value);
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = entry.status;
    match part {
        ByteRange::Bytes(first, last) => {
            let length = entry.body.len();
            if let Ok(value) = HeaderValue::try_from(format!("bytes {first}-{last}/{length}")) {
                headers.insert(CONTENT_RANGE, value);
            }
            headers.insert(CONTENT_LENGTH, HeaderValue::from(last + 1 - first));
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            *response.body_mut() = Body::from(entry.body.slice(first..=last));
        }
        _ if *method == Method::HEAD => {}
        _ => *response.body_mut() = Body::from(entry.body.clone()),
    }
    *response.headers_mut() = headers;
    response
}

/// What changes from one moment to the next.
fn moment(
    entry: &Entry,
    lifetime: Lifetime,
    age: Duration,
    outcome: Outcome,
) -> [(HeaderName, HeaderValue); 2] {
    let ttl = lifetime.revalidate.map(|fresh| ttl(fresh, age));
    [
        (AGE, age_header(age)),
        (CACHE_STATUS, cache_status::of(outcome, entry.status, ttl)),
    ]
}

fn unsatisfiable(entry: &Entry, moment: [(HeaderName, HeaderValue); 2]) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
    let headers = response.headers_mut();
    headers.extend(moment);
    headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    if let Ok(value) = HeaderValue::try_from(format!("bytes */{}", entry.body.len())) {
        headers.insert(CONTENT_RANGE, value);
    }
    response
}

fn not_modified(entry: &Entry, moment: [(HeaderName, HeaderValue); 2]) -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    let mut headers = HeaderMap::with_capacity(8);
    headers.extend(moment);
    for name in [CACHE_CONTROL, CONTENT_LOCATION, ETAG, EXPIRES, VARY] {
        if let Some(value) = entry.headers.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    *response.headers_mut() = headers;
    response
}

/// An answer that was not kept, or an error; nobody else may keep it unless the handler says so.
pub(super) fn passed(
    mut response: Response<Body>,
    method: &Method,
    outcome: Outcome,
) -> Response<Body> {
    let status = response.status();
    let length = response.body().size_hint().exact();
    let headers = response.headers_mut();
    headers.insert(CACHE_STATUS, cache_status::of(outcome, status, None));
    if is_failure(status) {
        headers.insert(CACHE_CONTROL, NO_STORE);
    } else {
        headers.entry(CACHE_CONTROL).or_insert(NO_STORE);
    }
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

/// Whole seconds, never more than have passed.
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
#[path = "answer/tests.rs"]
mod tests;
