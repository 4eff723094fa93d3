//! What crawlers and browsers ask of a site beside its pages: each test asks `app::router()` and `app::service()`.

mod documents;
mod images;
mod public;
mod shared;

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, HeaderName, Response},
};
use router_runtime::{AppBuilder, routes};
use std::convert::Infallible;
use tower::{Service, ServiceExt};

routes!("metadata/app", state = &'static str);

/// What a test looks at.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn header(&self, name: &'static str) -> &str {
        let value = self.headers.get(HeaderName::from_static(name));
        value.map_or("", |value| value.to_str().unwrap())
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

async fn ask<S>(service: S, line: &str, headers: &[(&'static str, &str)]) -> Answer
where
    S: Service<Request, Response = Response<Body>, Error = Infallible>,
{
    let (method, path) = line.split_once(' ').unwrap_or(("GET", line));
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let Ok(response) = service.oneshot(request.body(Body::empty()).unwrap()).await;
    let (parts, body) = response.into_parts();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: axum::body::to_bytes(body, usize::MAX).await.unwrap(),
    }
}

fn app() -> AppBuilder<&'static str> {
    app::builder("https://acme.com")
}

/// The answer of the router, which is the answer of the service.
async fn both_of(
    builder: &AppBuilder<&'static str>,
    line: &str,
    headers: &[(&'static str, &str)],
) -> Answer {
    let mut router = ask(builder.router(), line, headers).await;
    let mut service = ask(builder.service(), line, headers).await;
    for answer in [&mut router, &mut service] {
        // axum's Router names the length of every body that knows its own; over HTTP hyper does it for both.
        answer.headers.remove("content-length");
        // They share a cache: the second answer may come from it.
        answer.headers.remove("cache-status");
    }
    assert_eq!(router, service, "{line}");
    service
}

async fn both(line: &str) -> Answer {
    both_of(&app(), line, &[]).await
}
