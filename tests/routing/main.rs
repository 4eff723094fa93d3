//! Requests through `app::router()` and `app::service()`, which give the same responses.

mod clients;
mod composition;
mod effects;
mod errors;
mod failures;
mod forms;
mod handlers;
mod injection;
mod lengths;
mod limits;
mod links;
mod lists;
mod matching;
mod mounted;
mod sockets;
mod values;

use axum::{Router, body::Body, extract::FromRef, http::Request, response::Response};
use router_runtime::{AppBuilder, routes};
use router_tests::{request::request_with_body, response::BufferedResponse};
use tower::Service;

routes!("routing/app");
routes!(pub mod site = "routing/site", state = SiteState);
routes!(pub mod mount = "routing/mounted/app");
routes!(pub mod limited = "routing/limited");
routes!(pub mod erring = "routing/erring");
// An application of its own: axum merges and nests Routers with such segments only after `without_v07_checks`.
routes!(pub mod literal = "routing/literal");

/// The state of `site`.
#[derive(Clone)]
pub struct SiteState {
    name: &'static str,
    counter: Counter,
}

/// A part of the state.
#[derive(Clone)]
pub struct Counter(u32);

impl FromRef<SiteState> for Counter {
    fn from_ref(state: &SiteState) -> Self {
        state.counter.clone()
    }
}

fn site_state() -> SiteState {
    SiteState {
        name: "site",
        counter: Counter(7),
    }
}

async fn send<S>(service: S, request: Request<Body>) -> BufferedResponse
where
    S: Service<Request<Body>, Response = Response>,
    S::Error: std::fmt::Debug,
{
    BufferedResponse::of(service, request).await
}

/// A request with a JSON body.
fn request(method: &str, path: &str, body: &str) -> Request<Body> {
    request_with_body(method, path, &[("content-type", "application/json")], body)
}

/// The responses of both applications to one request, each with the application's name.
async fn both_ways(
    builder: &AppBuilder<()>,
    request: impl Fn() -> Request<Body>,
) -> [(&'static str, BufferedResponse); 2] {
    [
        ("router()", send(builder.router(), request()).await),
        ("service()", send(builder.service(), request()).await),
    ]
}

/// Asserts that both applications send the same response, and returns it.
async fn both(method: &str, path: &str, body: &str) -> BufferedResponse {
    let router = send(app::router(), request(method, path, body)).await;
    let service = send(app::service(), request(method, path, body)).await;
    let differ = format!("{method} {path}: `router()` is left, `service()` is right");
    assert_eq!(router.body, service.body, "{differ}");
    assert_eq!(router.status, service.status, "{differ}");
    // axum's Router sets `Content-Length` for bodies of known length; over HTTP hyper sets it for both.
    for name in ["location", "allow", "content-type"] {
        assert_eq!(
            router.header(name),
            service.header(name),
            "{differ}: {name}"
        );
    }
    service
}

/// Status with location, `Allow` or body, for tables.
async fn line(method: &str, path: &str, body: &str) -> String {
    let response = both(method, path, body).await;
    match (response.header("location"), response.header("allow")) {
        (Some(location), _) => format!("{} -> {location}", response.status),
        (None, Some(allow)) => format!("{} allow {allow}", response.status),
        (None, None) => format!("{} {}", response.status, response.body),
    }
}

async fn expect(table: &[(&str, &str, &str)]) {
    for (method, path, expected) in table {
        assert_eq!(
            line(method, path, "5").await.trim_end(),
            *expected,
            "{method} {path}"
        );
    }
}

fn plain_axum() -> Router {
    Router::new()
        .route("/plain", axum::routing::get(async || "plain axum"))
        .fallback(async || "their fallback")
}
