//! The measured applications: one by hand, and one of route files.

use super::{Clock, ENTRIES};
use crate::{prepared, project::Project};
use std::io;

pub(super) fn write_by_hand(project: &Project) -> io::Result<()> {
    project.write("src/prepared.rs", prepared::SOURCE)?;
    project.write(
        "src/main.rs",
        r#"
mod prepared;

use std::array::from_fn;
use std::collections::HashMap;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::process::ExitCode;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};

use arc_swap::ArcSwap;
use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::Response;
use axum::routing::get;
use prepared::{Prepared, prepare, send};
use tower::Service;

static PAGES: LazyLock<[ArcSwap<Prepared>; 1000]> =
    LazyLock::new(|| from_fn(|n| ArcSwap::from_pointee(prepare(format!("page {n}"), OWN))));
static SLUGS: LazyLock<ArcSwap<HashMap<String, Arc<Prepared>>>> = LazyLock::new(|| {
    let slugs = (0..1000).map(|n| (n.to_string(), Arc::new(prepare(format!("slug {n}"), OWN))));
    ArcSwap::from_pointee(slugs.collect())
});

const OWN: &[(&str, &str)] = &[("x-shop", "north")];

async fn slug(Path(id): Path<String>) -> Response {
    match SLUGS.load().get(&id) {
        Some(prepared) => send(prepared),
        None => Response::new(Body::from("none")),
    }
}

#[derive(Clone)]
struct Alone;

static NOT_MODIFIED: LazyLock<HeaderMap> = LazyLock::new(|| {
    let mut headers = prepare(String::new(), OWN).headers;
    for name in ["content-type", "x-shop", "last-modified"] {
        headers.remove(name);
    }
    headers
});

impl Service<Request<Body>> for Alone {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        if !request.headers().contains_key("if-none-match") {
            return ready(Ok(send(&PAGES[0].load())));
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.headers_mut() = NOT_MODIFIED.clone();
        ready(Ok(response))
    }
}

fn main() -> ExitCode {
    if &*driver::way() == "alone()" {
        return driver::run(Alone);
    }
    let mut router = Router::new().route("/slug/{id}", get(slug));
    for n in 0..1000 {
        router = router.route(&format!("/page{n}"), get(async move || send(&PAGES[n].load())));
    }
    driver::run(router)
}
"#,
    )
}

const WAYS_WITH_EVENTS: &str = r#"
        way if let Ok(event) = std::env::var("EVENT") => {
            let event = if event == "second" { Event::Second(clock) } else { Event::Mark(cache) };
            match way {
                "router()" => driver::run(WithEvents(builder.router(), event, 0)),
                _ => driver::run(WithEvents(builder.service(), event, 0)),
            }
        }
"#;

/// A service with an event before each round of requests for 16 paths: the next second begins, or another tag is invalidated.
const WITH_EVENTS: &str = r#"
use std::{
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use axum::{body::Body, http::Request};
use router_runtime::{cache::Cache, testing::Clock};
use tower::Service;

#[derive(Clone)]
enum Event {
    Second(Clock),
    Mark(Cache),
}

#[derive(Clone)]
struct WithEvents<S>(S, Event, usize);

impl<S: Service<Request<Body>>> Service<Request<Body>> for WithEvents<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> S::Future {
        self.2 += 1;
        if self.2.is_multiple_of(16) {
            match &self.1 {
                Event::Second(clock) => clock.advance(Duration::from_secs(1)),
                Event::Mark(cache) => {
                    let mark = pin!(cache.update_tag("other"));
                    let polled = mark.poll(&mut Context::from_waker(Waker::noop()));
                    assert!(matches!(polled, Poll::Ready(Ok(()))));
                }
            }
        }
        self.0.call(request)
    }
}
"#;

pub(super) fn write_files(project: &Project, clock: Clock) -> io::Result<()> {
    project.write(
        "build.rs",
        "fn main() {\n    println!(\"cargo::rerun-if-changed=app\");\n}\n",
    )?;
    let main = r#"
use router_runtime::CacheOptions;

router_runtime::routes!("app");

fn main() -> std::process::ExitCode {
    let clock = CLOCK;
    let builder = app::builder().cache(CACHE_OPTIONS);
    let cache = builder.cache_handle();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let prerender = runtime.expect("a runtime").block_on(builder.prerender());
    assert_eq!((prerender.generated, prerender.failures), (2000, Vec::new()));
    match &*driver::way() {
        WAYS_WITH_EVENTS
        "router()" => driver::run(builder.router()),
        _ => driver::run(builder.service()),
    }
}
"#;
    let (main, ways) = match clock {
        Clock::Still => (main.to_owned() + WITH_EVENTS, WAYS_WITH_EVENTS),
        Clock::Real => (main.to_owned(), ""),
    };
    let [clock, cache_options] = clock.expressions();
    let main = main
        .replace("CLOCK", clock)
        .replace("WAYS_WITH_EVENTS", ways);
    project.write("src/main.rs", &main.replace("CACHE_OPTIONS", cache_options))?;
    let handler = |argument: &str, body: &str| {
        format!(
            r#"use axum::http::HeaderName;

pub const revalidate: u32 = 3600;

pub async fn GET({argument}) -> ([(HeaderName, &'static str); 1], String) {{
    ([(HeaderName::from_static("x-shop"), "north")], {body})
}}
"#
        )
    };
    for n in 0..ENTRIES {
        project.write(
            &format!("app/page{n}/route.rs"),
            &handler("", &format!("\"page {n}\".to_owned()")),
        )?;
    }
    let slug = handler("Path(id): Path<String>", "format!(\"slug {id}\")")
        + r"
use router_runtime::prelude::*;

use crate::app::slug::id::Params;

pub async fn generate_static_params() -> Vec<Params> {
    (0..1000).map(|n| Params { id: n.to_string() }).collect()
}
";
    project.write("app/slug/[id]/route.rs", &slug)
}
