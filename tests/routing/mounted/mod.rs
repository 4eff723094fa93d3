//! An application below a base path, nested in another Router, or on several hosts.

mod axum_path;
mod failures;
mod hosts;
mod nested;
mod redirects;
mod statuses;

use crate::{mount, send};
use axum::{Router, body::Body, http::Request};
use router_runtime::{AppBuilder, TrailingSlash};
use router_tests::request::request_line;

/// The application through `router()` and through `service()`.
fn ways(builder: &AppBuilder<()>) -> [(&'static str, Router); 2] {
    [
        ("router()", builder.router()),
        (
            "service()",
            Router::new().fallback_service(builder.service()),
        ),
    ]
}

/// The status and the location or body.
async fn get(router: Router, line: &str) -> String {
    let response = send(router, request_line(line, &[], "")).await;
    match response.header("location") {
        Some(location) => format!("{} -> {location}", response.status),
        None => format!("{} {}", response.status, response.body),
    }
}

fn below_docs(trailing_slash: TrailingSlash) -> AppBuilder<()> {
    let builder = mount::builder().base_path("/docs");
    builder.trailing_slash(trailing_slash)
}

fn request_with(uri: &str, hosts: &[&str]) -> Request<Body> {
    let mut request = Request::get(uri);
    for host in hosts {
        request = request.header("host", *host);
    }
    request.body(Body::empty()).unwrap()
}
