//! `middleware.rs`, `layout.rs` and the rules of the builder: each test sends its requests to `app::router()` and to `app::service()`.

#![allow(
    clippy::duplicate_mod,
    reason = "`stacks` calls the same files by hand"
)]

mod error_pages;
mod hostile_errors;
mod layers;
mod layouts;
mod middleware;
mod readiness;
mod rules;
mod shared;
mod stacks;

use axum::{
    Router,
    extract::{FromRef, Request},
    http::{HeaderMap, HeaderName, HeaderValue},
    response::Response,
};
use router_runtime::{AppBuilder, AppService, routes};
use router_tests::{
    request::request_line,
    response::{BufferedResponse, join},
};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};
use tower::Service;

routes!("folders/app", state = Journal);

routes!("folders/pages", state = Desk);

routes!("folders/failing", state = Journal);

routes!("folders/stacked");

/// The state of `pages`.
#[derive(Clone)]
pub struct Desk {
    journal: Journal,
    locked: Locked,
}

impl FromRef<Desk> for Journal {
    fn from_ref(desk: &Desk) -> Self {
        desk.journal.clone()
    }
}

impl FromRef<Desk> for Locked {
    fn from_ref(desk: &Desk) -> Self {
        desk.locked
    }
}

/// The item whose layout redirects.
#[derive(Clone, Copy)]
pub struct Locked(&'static str);

/// The notes of handlers and middleware.
#[derive(Clone, Default)]
pub struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    fn note(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn lines(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

const MARK: HeaderName = HeaderName::from_static("x-mark");
const TRACE: HeaderName = HeaderName::from_static("x-trace");

/// Adds a header that inner middleware and handlers can read.
fn mark(request: &mut Request, name: &str) {
    let value = HeaderValue::from_str(name).unwrap();
    request.headers_mut().append(MARK, value);
}

/// Adds a header that the client can read.
fn trace(response: &mut Response, name: &'static str) {
    let value = HeaderValue::from_static(name);
    response.headers_mut().append(TRACE, value);
}

/// The marks of a request, in order.
fn marks(headers: &HeaderMap) -> String {
    join(headers, MARK.as_str())
}

async fn send<S>(service: S, request: Request) -> BufferedResponse
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    BufferedResponse::of(service, request).await
}

/// Asserts that both applications send the same response, and returns it.
async fn both_of(
    builder: &AppBuilder<Journal>,
    line: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> BufferedResponse {
    let ways = || (builder.router(), builder.service());
    send_both(ways, line, headers, body).await
}

async fn send_both<S: Clone + Send + Sync + 'static>(
    ways: impl FnOnce() -> (Router, AppService<S>),
    line: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> BufferedResponse {
    let (router, service) = ways();
    let router = send(router, request_line(line, headers, body)).await;
    let service = send(service, request_line(line, headers, body)).await;
    // axum's Router sets `Content-Length` for bodies of known length; over HTTP hyper sets it for both. Both applications share a
    // cache, so the second response may be a hit.
    let ignored: &[&str] = if service.header("content-length").is_some() {
        &["cache-status"]
    } else {
        &["cache-status", "content-length"]
    };
    BufferedResponse::same(line, router, service, ignored)
}

async fn both(line: &str) -> BufferedResponse {
    both_of(&app::builder(Journal::default()), line, &[], "").await
}

/// The message of a builder that panics.
fn panic_message(build: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let panic = std::panic::catch_unwind(build).unwrap_err();
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}
