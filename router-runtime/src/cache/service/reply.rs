//! Stand-in until `answer` is there.
use crate::cache::{cache_control::NO_STORE, cell::Stored, outcome::Outcome};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, Response, header::CACHE_CONTROL},
};
use std::time::Duration;

pub(super) fn stored(
    stored: &Stored,
    method: &Method,
    _headers: &HeaderMap,
    outcome: Outcome,
    now: Duration,
) -> Response<Body> {
    let body = match *method {
        Method::HEAD => Body::empty(),
        _ => Body::from(stored.entry.body.clone()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = stored.entry.status();
    *response.headers_mut() = stored.entry.headers.clone();
    response
        .headers_mut()
        .insert("age", HeaderValue::from(stored.age(now).as_secs()));
    response.headers_mut().insert("cache-status", text(outcome));
    response
}

pub(super) fn passed(
    response: Response<Body>,
    method: &Method,
    outcome: Outcome,
) -> Response<Body> {
    let mut response = failed(response, method);
    response.headers_mut().insert("cache-status", text(outcome));
    response
}

pub(super) fn failed(mut response: Response<Body>, method: &Method) -> Response<Body> {
    response
        .headers_mut()
        .entry(CACHE_CONTROL)
        .or_insert(NO_STORE);
    if method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

fn text(outcome: Outcome) -> HeaderValue {
    HeaderValue::from_static(match outcome {
        Outcome::Hit => "rcache; hit",
        Outcome::Stale => "rcache; hit; detail=swr",
        Outcome::StaleIfError => "rcache; hit; detail=sie",
        Outcome::Miss(it) if it.collapsed => "rcache; fwd=miss; collapsed",
        Outcome::Miss(_) => "rcache; fwd=miss",
        Outcome::Expired(it) if it.collapsed => "rcache; fwd=stale; collapsed",
        Outcome::Expired(_) => "rcache; fwd=stale",
        Outcome::Revalidated(_) => "rcache; fwd=request",
        Outcome::Bypass(_) => "rcache; fwd=bypass",
    })
}
