//! What stands above the routes: each test asks `app::router()` and `app::service()`.

mod layouts;
mod middleware;
mod rules;
mod shared;

use axum::{
    Router,
    body::Body,
    extract::{FromRef, Request},
    http::{HeaderMap, HeaderName, HeaderValue, Response},
};
use router_runtime::{AppBuilder, AppService, routes};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};
use tower::{Service, ServiceExt};

routes!("folders/app", state = Journal);

routes!("folders/pages", state = Desk);

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

/// The item whose page nobody may see.
#[derive(Clone, Copy)]
pub struct Locked(&'static str);

/// What handlers and middleware note down.
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

/// Leaves a mark for whatever comes further in.
fn mark(request: &mut Request, name: &str) {
    let value = HeaderValue::from_str(name).unwrap();
    request.headers_mut().append(MARK, value);
}

/// Leaves a trace for the client.
fn trace(response: &mut Response<Body>, name: &'static str) {
    let value = HeaderValue::from_static(name);
    response.headers_mut().append(TRACE, value);
}

/// The marks of a request, in the order in which they were left.
fn marks(headers: &HeaderMap) -> String {
    join(headers, &MARK)
}

fn join(headers: &HeaderMap, name: &HeaderName) -> String {
    let values = headers.get_all(name).iter();
    let values: Vec<&str> = values.map(|value| value.to_str().unwrap()).collect();
    values.join(", ")
}

/// What a test looks at.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &'static str) -> String {
        join(&self.headers, &HeaderName::from_static(name))
    }

    fn says(&self, status: u16, body: &str) {
        assert_eq!((self.status, self.body.as_str()), (status, body));
    }
}

/// A request made of `GET /path` or `/path`, headers and a body.
fn request(line: &str, headers: &[(&'static str, &str)], body: &str) -> Request {
    let (method, path) = line.split_once(' ').unwrap_or(("GET", line));
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

async fn ask<S>(service: S, request: Request) -> Answer
where
    S: Service<Request, Response = Response<Body>, Error = Infallible>,
{
    let Ok(response) = service.oneshot(request).await;
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

/// The answer of the router, which is the answer of the service.
async fn both_of(
    builder: &AppBuilder<Journal>,
    line: &str,
    headers: &[(&'static str, &str)],
    body: &str,
) -> Answer {
    both_ask(
        || (builder.router(), builder.service()),
        line,
        headers,
        body,
    )
    .await
}

async fn both_ask<S: Clone + Send + Sync + 'static>(
    ways: impl FnOnce() -> (Router, AppService<S>),
    line: &str,
    headers: &[(&'static str, &str)],
    body: &str,
) -> Answer {
    let (router, service) = ways();
    let mut router = ask(router, request(line, headers, body)).await;
    let mut service = ask(service, request(line, headers, body)).await;
    // axum's Router names the length of every body that knows its own; over HTTP hyper does it for both.
    if !service.headers.contains_key("content-length") {
        router.headers.remove("content-length");
    }
    // They share a cache: the second answer may come from it.
    for answer in [&mut router, &mut service] {
        answer.headers.remove("cache-status");
    }
    assert_eq!(router, service, "{line}");
    service
}

async fn both(line: &str) -> Answer {
    both_of(&app::builder(Journal::default()), line, &[], "").await
}
