//! Requests below a `middleware.rs`, with the same middleware by hand.

use super::{Case, compared};
use crate::{
    Result,
    count::Counter,
    prepared,
    project::{Dependencies, Project, Purpose},
    report::Report,
    work::{Work, finish},
};
use std::{fmt::Write as _, io, path::PathBuf};

/// Lines of both manifests.
const DEPENDENCIES: &str = "\
arc-swap = \"1.7\"
tower-http = { version = \"0.7\", default-features = false, features = [\"cors\", \"set-header\"] }
";

/// The headers of `curl`.
const CURL: &[(&str, &str)] = &[(
    "HEADERS",
    "host: 127.0.0.1:3000\nuser-agent: curl/8.14.1\naccept: */*",
)];

/// The title of each row, and its path.
const ROWS: [(&str, &str); 9] = [
    ("without middleware", "/open/pens"),
    ("`middleware`, which calls `next`", "/function/pens"),
    ("two of them, in two folders", "/function/inner/pens"),
    ("`layer`, of a value for handlers", "/value/pens"),
    ("`layer`, `SetResponseHeaderLayer`", "/header/pens"),
    ("`layer`, `CorsLayer`", "/cors/pens"),
    (
        "`middleware`, around a cached response",
        "/function/cached/pens",
    ),
    (
        "`middleware`, which sets a header, around a cached response",
        "/marked/cached/pens",
    ),
    (
        "`layer`, of a value, around a cached response",
        "/value/cached/pens",
    ),
];

const BY_HAND: &str = r#"
mod prepared;

use arc_swap::ArcSwap;
use axum::{
    Extension, Router,
    extract::{Path, Request},
    http::{HeaderValue, header::SERVER},
    middleware::{Next, from_fn},
    response::Response,
    routing::get,
};
use prepared::{Prepared, prepare, send};
use std::sync::LazyLock;
use tower_http::{cors::CorsLayer, set_header::SetResponseHeaderLayer};

static PREPARED: LazyLock<ArcSwap<Prepared>> =
    LazyLock::new(|| ArcSwap::from_pointee(prepare("pens".to_owned(), &[])));

async fn item(Path(item): Path<String>) -> String {
    item
}

async fn cached(Path(_item): Path<String>) -> Response {
    send(&PREPARED.load())
}

async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}

async fn marked(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(SERVER, HeaderValue::from_static("shop"));
    response
}

fn main() -> std::process::ExitCode {
    let inner = Router::new().route("/function/inner/{item}", get(item)).layer(from_fn(middleware));
    let function = Router::new()
        .route("/function/{item}", get(item))
        .route("/function/cached/{item}", get(cached))
        .merge(inner)
        .layer(from_fn(middleware));
    let marked = Router::new().route("/marked/cached/{item}", get(cached)).layer(from_fn(marked));
    let value = Router::new()
        .route("/value/{item}", get(item))
        .route("/value/cached/{item}", get(cached))
        .layer(Extension(1_u8));
    let header = SetResponseHeaderLayer::overriding(SERVER, HeaderValue::from_static("shop"));
    let header = Router::new().route("/header/{item}", get(item)).layer(header);
    let cors = Router::new().route("/cors/{item}", get(item)).layer(CorsLayer::permissive());
    let open = Router::new().route("/open/{item}", get(item));
    driver::run(open.merge(function).merge(marked).merge(value).merge(header).merge(cors))
}
"#;

const MAIN: &str = r#"
use router_runtime::CacheOptions;

router_runtime::routes!("app");

fn main() -> std::process::ExitCode {
    let clock = router_runtime::testing::Clock::new();
    let builder = app::builder().cache(CacheOptions::new().clock(clock));
    match &*driver::way() {
        "router()" => driver::run(builder.router()),
        _ => driver::run(builder.service()),
    }
}
"#;

const ROUTE: &str = r"use router_runtime::prelude::*;

pub async fn GET(Path(item): Path<String>) -> String {
    item
}
";

const CACHED: &str = r"use router_runtime::prelude::*;

pub const revalidate: u32 = 3600;

pub async fn GET(Path(item): Path<String>) -> String {
    item
}
";

const FUNCTION: &str = r"use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
";

const MARKED: &str = r#"use axum::http::header::SERVER;
use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(SERVER, HeaderValue::from_static("shop"));
    response
}
"#;

/// The paths and texts of the files.
const FILES: [(&str, &str); 15] = [
    ("src/main.rs", MAIN),
    ("app/open/[item]/route.rs", ROUTE),
    ("app/function/middleware.rs", FUNCTION),
    ("app/function/[item]/route.rs", ROUTE),
    ("app/function/inner/middleware.rs", FUNCTION),
    ("app/function/inner/[item]/route.rs", ROUTE),
    ("app/function/cached/[item]/route.rs", CACHED),
    (
        "app/value/middleware.rs",
        "use router_runtime::prelude::*;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder.layer(axum::Extension(1_u8))
}
",
    ),
    ("app/value/[item]/route.rs", ROUTE),
    ("app/value/cached/[item]/route.rs", CACHED),
    ("app/marked/middleware.rs", MARKED),
    ("app/marked/cached/[item]/route.rs", CACHED),
    (
        "app/header/middleware.rs",
        r#"use axum::http::header::SERVER;
use router_runtime::prelude::*;
use tower_http::set_header::SetResponseHeaderLayer;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    let value = HeaderValue::from_static("shop");
    folder.layer(SetResponseHeaderLayer::overriding(SERVER, value))
}
"#,
    ),
    ("app/header/[item]/route.rs", ROUTE),
    (
        "app/cors/middleware.rs",
        "use router_runtime::prelude::*;
use tower_http::cors::CorsLayer;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder.layer(CorsLayer::permissive())
}
",
    ),
];

/// Prints the table.
pub fn run(report: &mut Report, work: &Work) -> Result<()> {
    let counter = Counter::for_requests()?;
    let by_hand = build(work, "middleware_by_hand", |project| {
        project.write("src/prepared.rs", prepared::SOURCE)?;
        project.write("src/main.rs", BY_HAND)
    })?;
    let files = build(work, "middleware_files", |project| {
        let script = "fn main() {\n    println!(\"cargo::rerun-if-changed=app\");\n}\n";
        project.write("build.rs", script)?;
        project.write("app/cors/[item]/route.rs", ROUTE)?;
        FILES
            .iter()
            .try_for_each(|(path, text)| project.write(path, text))
    })?;
    let cases = ROWS.map(|(title, path)| Case {
        title,
        method: "GET",
        paths: vec![path.to_owned()],
        environment: CURL,
    });
    let title = "one request, one parameter";
    let table = compared(title, [&by_hand, &files], &cases, work, counter)?;
    writeln!(report, "## Below a `middleware.rs`\n")?;
    writeln!(
        report,
        "Figures are {}, release profile, in-process, with the headers of `curl`; the clock of the application does not move. By \
         hand, `Router::layer` adds the same functions and layers, and the cached response is cloned from an `ArcSwap`.\n",
        counter.unit()
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

fn build(
    work: &Work,
    name: &str,
    write: impl FnOnce(&Project) -> io::Result<()>,
) -> Result<PathBuf> {
    eprintln!("building {name}");
    let dependencies = Dependencies {
        own: DEPENDENCIES,
        runtime_features: &["testing"],
    };
    let project = Project::create(&work.projects(), name, Purpose::Requests, dependencies)?;
    write(&project)?;
    finish(work.cargo(&project, "build").arg("--release"))?;
    Ok(work.target().join("release").join(name))
}
