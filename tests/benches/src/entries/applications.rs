//! The measured applications: one by hand, and one of route files.

use crate::{prepared, project::Project};
use std::io;

/// The parts of the programs that measure.
const ENTRIES: &str = r#"
use axum::{body::Body, http::Request, response::Response};
use std::{convert::Infallible, fs, time::{Duration, Instant}};
use tower::{Service, ServiceExt};

pub trait Application: Service<Request<Body>, Response = Response, Error = Infallible, Future: Send> + Clone + Send + 'static {}

impl<T> Application for T where T: Service<Request<Body>, Response = Response, Error = Infallible, Future: Send> + Clone + Send + 'static {}

pub fn entries() -> usize {
    std::env::args().nth(2).and_then(|it| it.parse().ok()).unwrap_or_default()
}

pub async fn get(service: &mut impl Application, path: &str) -> Response {
    let request = Request::get(path).header("user-agent", "curl/8.14.1").header("accept", "*/*");
    let request = request.body(Body::empty()).unwrap();
    service.ready().await.unwrap().call(request).await.unwrap()
}

/// Requests each entry once.
pub async fn fill(service: &mut impl Application, entries: usize) {
    for id in 0..entries {
        let folder = if id % 2 == 0 { "tagged" } else { "other" };
        let response = get(service, &format!("/{folder}/{id}")).await;
        assert!(response.status().is_success());
        axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    }
}

/// Prints the resident bytes of an entry, stored and after one hit.
pub async fn resident(mut service: impl Application) {
    let entries = entries();
    fill(&mut service, 1_000).await;
    let before = resident_bytes();
    for _ in 0..2 {
        fill(&mut service, entries).await;
        println!("{}", (resident_bytes() - before) / entries as f64);
    }
}

fn resident_bytes() -> f64 {
    let statm = fs::read_to_string("/proc/self/statm").unwrap();
    let pages: f64 = statm.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096.0
}

/// Prints the nanoseconds of the first hit of each entry, and of a later one, in random order.
pub async fn at_random(mut service: impl Application) {
    let entries = entries();
    fill(&mut service, entries).await;
    let mut state = 1_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize % limit
    };
    let mut paths: Vec<String> = (0..entries)
        .map(|id| {
            let folder = if id % 2 == 0 { "tagged" } else { "other" };
            format!("/{folder}/{id}")
        })
        .collect();
    for _ in 0..2 {
        for at in (1..entries).rev() {
            paths.swap(at, below(at + 1));
        }
        let started = processor_time();
        for path in &paths {
            drop(get(&mut service, path).await);
        }
        println!("{}", (processor_time() - started).as_nanos() as f64 / entries as f64);
    }
}

/// Prints the nanoseconds of a request for a large page, with its body read.
pub async fn large(mut service: impl Application, accepted: &str, is_expected: bool) {
    let requests = entries();
    let mut started = processor_time();
    let mut measured = 0;
    while measured < requests {
        let request = Request::get("/large").header("accept-encoding", accepted);
        let request = request.body(Body::empty()).unwrap();
        let response = service.ready().await.unwrap().call(request).await.unwrap();
        let is_compressed = response.headers().contains_key("content-encoding");
        axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        if is_compressed == is_expected {
            measured += 1;
        } else {
            // The form is being made.
            assert_eq!(measured, 0);
            tokio::time::sleep(Duration::from_millis(1)).await;
            started = processor_time();
        }
    }
    println!("{}", (processor_time() - started).as_nanos() as f64 / requests as f64);
}

/// The processor time of this process, in clock ticks of 10 ms.
fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(10 * ticks)
}

/// Prints the milliseconds of an operation, and the longest time between two hits meanwhile.
pub async fn during_hits(mut service: impl Application, operation: impl Future<Output = ()> + Send + 'static) {
    let started = Instant::now();
    let operation = tokio::spawn(async move {
        operation.await;
        started.elapsed()
    });
    let (mut last, mut longest) = (Instant::now(), Duration::ZERO);
    while !operation.is_finished() {
        drop(get(&mut service, "/other/1").await);
        tokio::task::yield_now().await;
        longest = longest.max(last.elapsed());
        last = Instant::now();
    }
    println!("{}", operation.await.unwrap().as_secs_f64() * 1e3);
    println!("{}", longest.as_secs_f64() * 1e3);
}
"#;

pub(super) fn write_by_hand(project: &Project) -> io::Result<()> {
    project.write("src/prepared.rs", prepared::SOURCE)?;
    project.write("src/entries.rs", ENTRIES)?;
    project.write(
        "src/main.rs",
        r#"#![allow(dead_code)]
mod entries;
mod prepared;

use axum::{Router, body::Body, extract::{Path, Request, State}, middleware::{Next, from_fn_with_state}, response::Response, routing::get};
use prepared::{Prepared, prepare, send};
use std::{convert::Infallible, pin::Pin, process::ExitCode, sync::Arc, task::{Context, Poll}};
use tower::{Service, ServiceExt};
use tower_http::compression::{CompressionLayer, predicate::SizeAbove};

type Entries = moka::sync::Cache<String, Arc<Prepared>>;

const OWN: &[(&str, &str)] = &[("x-shop", "north"), ("x-version", "3")];

async fn item(Path(id): Path<String>) -> Response {
    let body = format!("{id:0>10}");
    send(&prepare(body, OWN))
}

/// Stores what the handler prepares. A real one would read the body of the response.
async fn cached(State(entries): State<Entries>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if let Some(prepared) = entries.get(path) {
        return send(&prepared);
    }
    let (id, path) = (path.rsplit('/').next().unwrap_or_default().to_owned(), path.to_owned());
    let response = next.run(request).await;
    entries.insert(path, Arc::new(prepare(format!("{id:0>10}"), OWN)));
    response
}

/// A cache before the Router.
#[derive(Clone)]
struct CacheFirst(Entries, Router);

impl Service<Request> for CacheFirst {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let path = request.uri().path();
        if let Some(prepared) = self.0.get(path) {
            return Box::pin(std::future::ready(Ok(send(&prepared))));
        }
        let (id, path) = (path.rsplit('/').next().unwrap_or_default().to_owned(), path.to_owned());
        self.0.insert(path, Arc::new(prepare(format!("{id:0>10}"), OWN)));
        Box::pin(self.1.clone().oneshot(request))
    }
}

fn main() -> ExitCode {
    let entries: Entries = moka::sync::Cache::builder().max_capacity(10_000_000).build();
    let router = Router::new().route("/tagged/{id}", get(item)).route("/other/{id}", get(item));
    let with_moka = router.clone().layer(from_fn_with_state(entries.clone(), cached));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    match &*driver::way() {
        "resident" => runtime.block_on(entries::resident(with_moka)),
        "random moka" => runtime.block_on(entries::at_random(with_moka)),
        "random front" => runtime.block_on(entries::at_random(CacheFirst(entries, router))),
        _ => {
            let large = Router::new().route("/large", get(async || ([("content-type", "text/html")], Body::from(TEXT.repeat(1_000)))));
            let large = large.layer(CompressionLayer::new().compress_when(SizeAbove::new(1_024)));
            runtime.block_on(entries::large(large, "br", true));
        }
    }
    ExitCode::SUCCESS
}

const TEXT: &str = "<p>The quick brown fox jumps over the lazy dog, and a page has a hundred thousand bytes of it.</p>\n";
"#,
    )
}

pub(super) fn write_files(project: &Project) -> io::Result<()> {
    project.write(
        "build.rs",
        "fn main() {\n    println!(\"cargo::rerun-if-changed=app\");\n}\n",
    )?;
    project.write("src/entries.rs", ENTRIES)?;
    project.write(
        "src/main.rs",
        r#"#![allow(dead_code)]
mod entries;

use router_runtime::{CacheOptions, cache::Cache};
use std::process::ExitCode;
use tokio::runtime::Runtime;

router_runtime::routes!("app");

/// The encodings that Chromium and Firefox accept.
const BROWSER: &str = "gzip, deflate, br, zstd";

/// Callgrind counts the instructions of this function only.
mod measured {
    #[inline(never)]
    pub fn entries_measured(runtime: &super::Runtime, cache: &super::Cache) {
        runtime.block_on(cache.purge_path("/tagged/100")).expect("a purge");
    }
}

fn main() -> ExitCode {
    let builder = app::builder().cache(CacheOptions::new().max_bytes(4 << 30));
    let cache = builder.cache_handle();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    match &*driver::way() {
        "resident" => runtime.block_on(entries::resident(builder.service())),
        "random service" => runtime.block_on(entries::at_random(builder.service())),
        "random router" => runtime.block_on(entries::at_random(builder.router())),
        "purge path" => {
            let mut service = builder.service();
            runtime.block_on(entries::fill(&mut service, entries::entries()));
            measured::entries_measured(&runtime, &cache);
        }
        "purge tag" => {
            let mut service = builder.service();
            runtime.block_on(entries::fill(&mut service, entries::entries()));
            let purge = async move { cache.purge_tag("t").await.expect("a purge") };
            runtime.block_on(entries::during_hits(service, purge));
        }
        "plain" => runtime.block_on(entries::large(builder.compression(false).service(), BROWSER, false)),
        _ => runtime.block_on(entries::large(builder.service(), BROWSER, true)),
    }
    ExitCode::SUCCESS
}
"#,
    )?;
    let item = |tags: &str| {
        format!(
            r#"use router_runtime::prelude::*;

pub const revalidate: u32 = 3600;
{tags}
pub async fn GET(Path(id): Path<String>) -> ([(&'static str, &'static str); 2], String) {{
    ([("x-shop", "north"), ("x-version", "3")], format!("{{id:0>10}}"))
}}
"#
        )
    };
    project.write(
        "app/tagged/[id]/route.rs",
        &item("pub const cache_tags: &[&str] = &[\"t\"];\n"),
    )?;
    project.write("app/other/[id]/route.rs", &item(""))?;
    project.write(
        "app/large/route.rs",
        r#"use router_runtime::prelude::*;

pub const revalidate: u32 = 3600;

const TEXT: &str = "<p>The quick brown fox jumps over the lazy dog, and a page has a hundred thousand bytes of it.</p>\n";

pub async fn GET() -> Html<String> {
    Html(TEXT.repeat(1_000))
}
"#,
    )
}
