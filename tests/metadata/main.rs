//! Metadata files and files of `public/`: each test sends its requests to `app::router()` and to `app::service()`.

mod documents;
mod images;
mod public;
mod public_changes;
mod shared;

use axum::{extract::Request, response::Response};
use router_runtime::{AppBuilder, routes};
use router_tests::{request::request_line, response::BufferedResponse};
use std::convert::Infallible;
use tower::Service;

routes!("metadata/app", state = &'static str);

async fn send<S>(service: S, line: &str, headers: &[(&str, &str)]) -> BufferedResponse
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    BufferedResponse::of(service, request_line(line, headers, "")).await
}

fn app() -> AppBuilder<&'static str> {
    app::builder("https://acme.com")
}

/// Asserts that both applications send the same response, and returns it.
async fn both_of(
    builder: &AppBuilder<&'static str>,
    line: &str,
    headers: &[(&str, &str)],
) -> BufferedResponse {
    let router = send(builder.router(), line, headers).await;
    let service = send(builder.service(), line, headers).await;
    // axum's Router sets `Content-Length` for bodies of known length; over HTTP hyper sets it for both. Both applications share a
    // cache, so the second response may be a hit.
    BufferedResponse::same(line, router, service, &["content-length", "cache-status"])
}

async fn both(line: &str) -> BufferedResponse {
    both_of(&app(), line, &[]).await
}
