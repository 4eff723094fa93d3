//! `app::router()` and `app::service()` answer alike: each test asks both.

mod answers;
mod composition;
mod effects;
mod failures;
mod forms;
mod handlers;
mod injection;
mod limits;
mod links;
mod sockets;
mod values;

use axum::{
    Router,
    body::Body,
    extract::FromRef,
    http::{Request, Response},
};
use router_runtime::routes;
use tower::{Service, ServiceExt};

routes!("routing/app");
routes!(pub mod site = "routing/site", state = SiteState);

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

/// What a test looks at.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(key, _)| key == name)?;
        Some(&header.1)
    }
}

async fn answer(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let headers = parts.headers.iter();
    Answer {
        status: parts.status.as_u16(),
        headers: headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

async fn ask<S>(service: S, request: Request<Body>) -> Answer
where
    S: Service<Request<Body>, Response = Response<Body>>,
    S::Error: std::fmt::Debug,
{
    answer(service.oneshot(request).await.unwrap()).await
}

fn request(method: &str, path: &str, body: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

/// The answer of the router, which is the answer of the service.
async fn both(method: &str, path: &str, body: &str) -> Answer {
    let router = ask(app::router(), request(method, path, body)).await;
    let service = ask(app::service(), request(method, path, body)).await;
    // axum's Router names the length of every body that knows its own; over HTTP hyper does it for both.
    assert_eq!(router.body, service.body, "{method} {path}");
    assert_eq!(router.status, service.status, "{method} {path}");
    assert_eq!(
        router.header("location"),
        service.header("location"),
        "{method} {path}"
    );
    assert_eq!(
        router.header("allow"),
        service.header("allow"),
        "{method} {path}"
    );
    assert_eq!(
        router.header("content-type"),
        service.header("content-type"),
        "{method} {path}"
    );
    service
}

/// One line for a table: status, then where to or what.
async fn line(method: &str, path: &str, body: &str) -> String {
    let answer = both(method, path, body).await;
    match (answer.header("location"), answer.header("allow")) {
        (Some(location), _) => format!("{} -> {location}", answer.status),
        (None, Some(allow)) => format!("{} allow {allow}", answer.status),
        (None, None) => format!("{} {}", answer.status, answer.body),
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
