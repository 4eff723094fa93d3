//! What a hit costs, beside a handler that clones an answer which it prepared itself.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use crate::Result;
use crate::count::Counter;
use crate::http::{self, Server};
use crate::project::{Project, Purpose};
use crate::report::Report;
use crate::requests::{Case, answers, per_request};
use crate::table::{Table, amount, ratio};
use crate::work::{Work, finish};

/// The routes without parameters, and the values of the one parameter: all of them are kept.
const ENTRIES: usize = 1000;
const PATHS: usize = 16;

const BY_HAND: &str = "axum by hand, `Router`";
const ALONE: &str = "the clone alone";
const SERVICE: &str = "file routes, `service()`";
const ROUTER: &str = "file routes, `router()`";

/// Prints the table.
pub fn run(report: &mut Report, work: &Work) -> Result<()> {
    let counter = Counter::for_requests()?;
    let by_hand = build(work, "cached_by_hand", write_by_hand)?;
    let files = build(work, "cached_file_routes", write_files)?;
    let mut table = Table::new([
        "one cached answer, 1000 entries",
        BY_HAND,
        ALONE,
        SERVICE,
        ROUTER,
        "the clone alone / by hand",
        "`service()` / by hand",
        "`router()` / by hand",
    ]);
    let mut push = |title: String, costs: [f64; 4]| {
        let base = Some(costs[0]);
        let mut row = vec![title];
        row.extend(costs.iter().map(|cost| amount(Some(*cost), counter)));
        row.extend(costs.iter().skip(1).map(|cost| ratio(Some(*cost), base)));
        table.push(row);
    };
    for (title, prefix) in [
        ("of a route", "/page"),
        ("of a parameter's value", "/slug/"),
    ] {
        let hit = Case {
            title: "",
            method: "GET",
            paths: (0..PATHS).map(|n| format!("{prefix}{}", n * 60)).collect(),
            environment: &[],
        };
        let shown = Case {
            environment: &[("SHOW_HEADERS", "1")],
            ..hit.clone()
        };
        let expected = answers(&by_hand, "router()", &shown)?;
        for way in ["service()", "router()"] {
            let got = answers(&files, way, &shown)?;
            // axum's Router writes the length before the server does.
            if got != expected.replace("content-length ", "") {
                return Err(format!("{way} answers\n{got}\nand by hand it is\n{expected}").into());
            }
        }
        let count = |program: &PathBuf, way: &str, case: &Case| {
            eprintln!("{prefix}: {}, {way}", program.display());
            per_request(work, counter, program, way, case)
        };
        let base = count(&by_hand, "router()", &hit)?;
        let hits = [
            base,
            count(&by_hand, "alone()", &hit)?,
            count(&files, "service()", &hit)?,
            count(&files, "router()", &hit)?,
        ];
        push(format!("hit {title}"), hits);
        let conditional = Case {
            environment: &[("CONDITIONAL", "1")],
            ..hit.clone()
        };
        if answers(&files, "service()", &conditional)?
            .lines()
            .any(|line| !line.contains(" 304 \"\""))
        {
            return Err("a validator is not answered with 304".into());
        }
        let not_modified = [
            base,
            count(&by_hand, "alone()", &conditional)?,
            count(&files, "service()", &conditional)?,
            count(&files, "router()", &conditional)?,
        ];
        push(format!("304 {title}, beside the hit by hand"), not_modified);
        let over_http = |program: &PathBuf, way: &str| {
            eprintln!("{prefix}: {} over HTTP, {way}", program.display());
            let server = Server {
                title: way.to_owned(),
                program: program.clone(),
                arguments: vec![way.into(), "serve".into()],
                is_whole: true,
            };
            http::per_request(work, counter, &server, &hit.paths)
        };
        let served = [
            over_http(&by_hand, "router()")?,
            over_http(&by_hand, "alone()")?,
            over_http(&files, "service()")?,
            over_http(&files, "router()")?,
        ];
        push(format!("hit {title}, over HTTP"), served);
    }
    writeln!(report, "## A cached answer\n")?;
    writeln!(
        report,
        "Figures are {}, release profile, one thread, and counted as the other requests are. {ENTRIES} routes without \
         parameters and {ENTRIES} values of one parameter are kept. By hand, a handler clones an answer with the same headers from \
         an `ArcSwap`, and knows nothing of ages, tags and refreshes. `{ALONE}` is a service that does nothing else for any \
         request, without a router: what no cache can be below that hands out an `http::Response`. Its 304 has the four headers \
         that a 304 of the cache has.\n",
        counter.unit()
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

fn build(work: &Work, name: &str, write: fn(&Project) -> io::Result<()>) -> Result<PathBuf> {
    eprintln!("building {name}");
    let project = Project::create(
        &work.projects(),
        name,
        Purpose::Requests,
        "arc-swap = \"1.7\"\ntower = { version = \"0.5\", default-features = false }\n",
    )?;
    write(&project)?;
    finish(work.cargo(&project, "build").arg("--release"))?;
    Ok(work.target().join("release").join(name))
}

fn write_by_hand(project: &Project) -> io::Result<()> {
    project.write(
        "src/main.rs",
        r#"
use std::array::from_fn;
use std::collections::HashMap;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::process::ExitCode;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};

use arc_swap::ArcSwap;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
use axum::response::Response;
use axum::routing::get;
use tower::Service;

struct Prepared {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

static PAGES: LazyLock<[ArcSwap<Prepared>; 1000]> =
    LazyLock::new(|| from_fn(|n| ArcSwap::from_pointee(prepare(format!("page {n}")))));
static SLUGS: LazyLock<ArcSwap<HashMap<String, Arc<Prepared>>>> = LazyLock::new(|| {
    let slugs = (0..1000).map(|n| (n.to_string(), Arc::new(prepare(format!("slug {n}")))));
    ArcSwap::from_pointee(slugs.collect())
});

fn prepare(body: String) -> Prepared {
    let headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("x-shop", "north"),
        ("cache-control", "s-maxage=3600, stale-while-revalidate=31532400"),
        ("etag", "\"0123456789abcdefghijkl\""),
        ("last-modified", "Mon, 23 Nov 2026 10:00:00 GMT"),
        ("age", "7"),
        ("cache-status", "rcache; hit; ttl=3593"),
    ];
    let headers = headers.map(|(name, value)| {
        (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"))
    });
    Prepared {
        status: StatusCode::OK,
        headers: headers.into_iter().collect(),
        body: body.into(),
    }
}

fn send(prepared: &Prepared) -> Response {
    let mut response = Response::new(Body::from(prepared.body.clone()));
    *response.status_mut() = prepared.status;
    *response.headers_mut() = prepared.headers.clone();
    response
}

async fn slug(Path(id): Path<String>) -> Response {
    match SLUGS.load().get(&id) {
        Some(prepared) => send(prepared),
        None => Response::new(Body::from("none")),
    }
}

#[derive(Clone)]
struct Alone;

static NOT_MODIFIED: LazyLock<HeaderMap> = LazyLock::new(|| {
    let mut headers = prepare(String::new()).headers;
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

fn write_files(project: &Project) -> io::Result<()> {
    project.write(
        "build.rs",
        "fn main() {\n    println!(\"cargo::rerun-if-changed=app\");\n}\n",
    )?;
    project.write(
        "src/main.rs",
        r#"
router_runtime::routes!("app");

fn main() -> std::process::ExitCode {
    let builder = app::builder();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let prerender = runtime.expect("a runtime").block_on(builder.prerender());
    assert_eq!((prerender.filled, prerender.failures), (2000, Vec::new()));
    match &*driver::way() {
        "router()" => driver::run(builder.router()),
        _ => driver::run(builder.service()),
    }
}
"#,
    )?;
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
