//! The access line, request ids, spans and metrics, through `service()` and `router()`.

mod access_log;
mod failures;
mod hostile;
mod metrics;
mod request_ids;
mod spans;

use axum::{Router, body::Body, http::Request, response::Response};
use router_runtime::{AppBuilder, routes, testing::Clock};
use router_tests::{log::Log, request::request_line, response::BufferedResponse, wait::wait_for};
use std::{net::SocketAddr, path::Path};
use tokio::net::TcpListener;
use tower::ServiceExt;

routes!("observe/app");

fn builder() -> AppBuilder<()> {
    let public = Path::new(env!("CARGO_MANIFEST_DIR")).join("observe/public");
    let cache = router_runtime::CacheOptions::new().clock(Clock::new());
    app::builder().public_dir(public).cache(cache)
}

/// The application as a Router, built by `router()` and by `service()`.
fn both(builder: &AppBuilder<()>) -> [(&'static str, Router); 2] {
    [
        ("router()", builder.router()),
        (
            "service()",
            Router::new().fallback_service(builder.service()),
        ),
    ]
}

async fn respond(router: &Router, request: Request<Body>) -> Response {
    router.clone().oneshot(request).await.unwrap()
}

async fn send(router: &Router, line: &str, headers: &[(&str, &str)]) -> BufferedResponse {
    BufferedResponse::read(respond(router, request_line(line, headers, "")).await).await
}

/// Serves on a free port.
async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// The lines of the target `router_runtime::access`.
trait AccessLog {
    /// Returns the access lines since the last call, from their first field on, without the time.
    fn access_lines(&self) -> Vec<String>;

    /// Waits for one access line.
    async fn next_access_line(&self) -> String;
}

impl AccessLog for Log {
    fn access_lines(&self) -> Vec<String> {
        let lines = self.take().into_iter();
        lines.filter_map(|line| access_line(&line)).collect()
    }

    async fn next_access_line(&self) -> String {
        wait_for("an access line", async || self.access_lines().pop()).await
    }
}

/// The fields of an access line, without the time.
fn access_line(line: &str) -> Option<String> {
    let (head, fields) = line.split_once(" router_runtime::access: ")?;
    assert!(
        head.ends_with(" INFO") || head.ends_with('}') || head.ends_with(':'),
        "{line}"
    );
    let (before, time) = fields.split_once(" microseconds=").unwrap();
    let (time, after) = time.split_once(' ').unwrap();
    assert!(time.parse::<u64>().unwrap() < 20_000_000, "{line}");
    Some(format!("{before} {after}"))
}
