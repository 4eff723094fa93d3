//! Requests whose handlers read more than a path, with the same handlers by hand.

use super::{Case, compared};
use crate::{Result, count::Counter, project::Project, report::Report, work::Work};
use std::{fmt::Write as _, io, path::PathBuf};

/// Lines of both manifests.
const DEPENDENCIES: &str = "\
cookie = \"0.18\"
tower-http = { version = \"0.7\", default-features = false, features = [\"timeout\"] }
";

/// A title, a method, a path, and the environment of the driver.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// The path of the row with many segments.
const MANY_SEGMENTS: &str = "/parts/{}";

/// The headers of curl.
const CURL: &[(&str, &str)] = &[(
    "HEADERS",
    "host: localhost:3000\nuser-agent: curl/8.14.1\naccept: */*",
)];

#[rustfmt::skip]
const ROWS: [Row; 10] = [
    ("POST with JSON", "POST", "/orders", &[
        ("HEADERS", "content-type: application/json\ncontent-length: 30"),
        ("BODY", r#"{"name":"blue pen","count":12}"#),
    ]),
    ("`Query`, two fields", "GET", "/search?text=blue%20pen&page=2", &[]),
    ("two parameters, `Path<(String, u32)>`", "GET", "/shelves/pens/7", &[]),
    ("an escaped path, `Path<String>`", "GET", "/items/blue%20pen", &[]),
    ("`max_duration`, `TimeoutLayer` by hand", "GET", "/limited", &[]),
    ("cookies, one read and one set", "GET", "/seen", &[
        ("HEADERS", "cookie: session=0123456789abcdef; theme=dark"),
    ]),
    ("the same, with the headers of curl", "GET", "/seen", &[
        ("HEADERS", "host: localhost:3000\nuser-agent: curl/8.14.1\naccept: */*\ncookie: session=0123456789abcdef; theme=dark"),
    ]),
    ("a page of 2,000 bytes in three layouts", "GET", "/shop/desk/pens", CURL),
    ("an own extractor around `MatchedPath`, a marked `PlainExtractor`", "GET", "/matched/pens", &[]),
    ("1,000 segments, `Path<Vec<String>>`", "GET", MANY_SEGMENTS, CURL),
];

/// The types of both applications.
const TYPES: &str = r#"
use axum::{
    extract::{FromRequestParts, MatchedPath},
    http::request::Parts,
};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub struct Order {
    pub name: String,
    pub count: u32,
}

#[derive(Deserialize)]
pub struct Search {
    pub text: String,
    pub page: u32,
}

pub struct Matched(pub MatchedPath);

impl<S: Send + Sync> FromRequestParts<S> for Matched {
    type Rejection = <MatchedPath as FromRequestParts<S>>::Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        MatchedPath::from_request_parts(parts, state).await.map(Self)
    }
}

/// Returns 2,000 bytes of HTML.
pub fn article() -> String {
    "<p>Pens and ink.</p>".repeat(100)
}
"#;

const BY_HAND: &str = r#"
mod types;

use axum::{
    Json, Router,
    extract::{Path, Query},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse},
    routing::{get, post},
};
use cookie::Cookie;
use std::time::Duration;
use tower_http::timeout::TimeoutLayer;
use types::{Matched, Order, Search, article};

async fn order(Json(order): Json<Order>) -> Json<Order> {
    Json(order)
}

async fn search(Query(search): Query<Search>) -> String {
    format!("{} {}", search.text, search.page)
}

async fn shelf(Path((shelf, place)): Path<(String, u32)>) -> String {
    format!("{shelf} {place}")
}

async fn item(Path(item): Path<String>) -> String {
    item
}

async fn seen(headers: HeaderMap) -> impl IntoResponse {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|it| it.to_str().ok());
    let mut cookies = cookies.flat_map(Cookie::split_parse).filter_map(Result::ok);
    let session = cookies.find(|it| it.name() == "session");
    let session = session.map_or_else(String::new, |it| it.value().to_owned());
    let seen = Cookie::build(("seen", "1")).path("/").build();
    ([(header::SET_COOKIE, seen.to_string())], session)
}

async fn matched(Matched(path): Matched, Path(id): Path<String>) -> String {
    format!("{} {id}", path.as_str())
}

fn site(children: &str) -> String {
    format!("<!doctype html><html><body>{children}</body></html>")
}

fn shop(children: &str) -> String {
    format!("<header>The shop</header>{children}")
}

fn desk(children: &str) -> String {
    format!("<main>{children}</main>")
}

async fn pens() -> Html<String> {
    Html(site(&shop(&desk(&article()))))
}

async fn parts(Path(path): Path<String>) -> String {
    let parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    parts.len().to_string()
}

fn main() -> std::process::ExitCode {
    let limit = TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(5));
    driver::run(
        Router::new()
            .route("/orders", post(order))
            .route("/search", get(search))
            .route("/shelves/{shelf}/{place}", get(shelf))
            .route("/items/{item}", get(item))
            .route("/limited", get(async || "ok").layer(limit))
            .route("/seen", get(seen))
            .route("/shop/desk/pens", get(pens))
            .route("/matched/{id}", get(matched))
            .route("/parts/{*path}", get(parts)),
    )
}
"#;

/// The paths and texts of the route files.
const FILES: [(&str, &str); 12] = [
    (
        "app/orders/route.rs",
        "use crate::types::Order;
use router_runtime::prelude::*;

pub async fn POST(Json(order): Json<Order>) -> Json<Order> {
    Json(order)
}
",
    ),
    (
        "app/search/route.rs",
        r#"use crate::types::Search;
use router_runtime::prelude::*;

pub async fn GET(Query(search): Query<Search>) -> String {
    format!("{} {}", search.text, search.page)
}
"#,
    ),
    (
        "app/shelves/[shelf]/[place]/route.rs",
        r#"use router_runtime::prelude::*;

pub async fn GET(Path((shelf, place)): Path<(String, u32)>) -> String {
    format!("{shelf} {place}")
}
"#,
    ),
    (
        "app/items/[item]/route.rs",
        "use router_runtime::prelude::*;

pub async fn GET(Path(item): Path<String>) -> String {
    item
}
",
    ),
    (
        "app/limited/route.rs",
        r#"pub const max_duration: u32 = 5;

pub async fn GET() -> &'static str {
    "ok"
}
"#,
    ),
    (
        "app/seen/route.rs",
        r#"use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies) -> String {
    let session = cookies.get("session");
    cookies.set(("seen", "1"));
    session.map_or_else(String::new, |it| it.value().to_owned())
}
"#,
    ),
    (
        "app/layout.rs",
        r#"use router_runtime::prelude::*;

pub async fn layout(children: Children) -> Html<String> {
    Html(format!("<!doctype html><html><body>{children}</body></html>"))
}
"#,
    ),
    (
        "app/shop/layout.rs",
        r#"use router_runtime::prelude::*;

pub async fn layout(children: Children) -> Html<String> {
    Html(format!("<header>The shop</header>{children}"))
}
"#,
    ),
    (
        "app/shop/desk/layout.rs",
        r#"use router_runtime::prelude::*;

pub async fn layout(children: Children) -> Html<String> {
    Html(format!("<main>{children}</main>"))
}
"#,
    ),
    (
        "app/shop/desk/pens/page.rs",
        r"use crate::types::article;
use router_runtime::prelude::*;

pub async fn page() -> Html<String> {
    Html(article())
}
",
    ),
    (
        "app/matched/[id]/route.rs",
        r#"use crate::types::Matched;
use router_runtime::prelude::*;

pub async fn GET(Matched(path): Matched, Path(id): Path<String>) -> String {
    format!("{} {id}", path.as_str())
}
"#,
    ),
    (
        "app/parts/[...path]/route.rs",
        r"use router_runtime::prelude::*;

pub async fn GET(Path(path): Path<Vec<String>>) -> String {
    path.len().to_string()
}
",
    ),
];

const MAIN: &str = r#"
mod types;

router_runtime::routes!("app");

impl router_runtime::PlainExtractor for types::Matched {
    const READS_MATCHED_PATH: bool = true;
}

fn main() -> std::process::ExitCode {
    match &*driver::way() {
        "router()" => driver::run(app::router()),
        _ => driver::run(app::service()),
    }
}
"#;

/// Prints the table.
pub(super) fn run(report: &mut Report, work: &Work, counter: Counter) -> Result<()> {
    let by_hand = build(work, "extractors_by_hand", |project| {
        project.write("src/main.rs", BY_HAND)
    })?;
    let files = build(work, "extractors_files", |project| {
        project.write(
            "build.rs",
            "fn main() {\n    println!(\"cargo::rerun-if-changed=app\");\n}\n",
        )?;
        project.write("src/main.rs", MAIN)?;
        FILES
            .iter()
            .try_for_each(|(path, text)| project.write(path, text))
    })?;
    let many_segments = vec!["part"; 1000].join("/");
    let cases = ROWS.map(|(title, method, path, environment)| Case {
        title,
        method,
        paths: vec![path.replace("{}", &many_segments)],
        environment,
    });
    let table = compared("one request", [&by_hand, &files], &cases, work, counter)?;
    writeln!(report, "## Bodies, queries, cookies, limits and layouts\n")?;
    writeln!(
        report,
        "Measured in the same way, in applications of nine routes. By hand, cookies are read with the crate `cookie`, and layouts are functions \
         that the handler calls.\n"
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

fn build(
    work: &Work,
    name: &str,
    write: impl FnOnce(&Project) -> io::Result<()>,
) -> Result<PathBuf> {
    work.program(name, DEPENDENCIES, |project| {
        project.write("src/types.rs", TYPES)?;
        write(project)
    })
}
