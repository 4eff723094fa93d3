//! Mistakes in the types of handlers, as far as one file shows them.

use super::{doubts::doubts, is_fine, reports, route_is_fine, route_reports};

const BEFORE_LAST: &str =
    " before its last argument, but the body can be read only once, at the end";

/// One mistake in `items/[slug]/route.rs`.
#[track_caller]
pub(super) fn headline(source: &str, at: &str, headline: &str) {
    let found = super::rendered(&[("items/[slug]/route.rs", source)]).join("\n\n");
    let place = format!("--> app/items/[slug]/route.rs:{at}");
    let lines: Vec<&str> = found.lines().map(str::trim).collect();
    assert_eq!(lines.first(), Some(&headline), "{source}\n{found}");
    assert_eq!(lines.get(1), Some(&place.as_str()), "{source}\n{found}");
    assert!(!found.contains("\n\n"), "{source}\n{found}");
}

#[test]
fn arguments_that_are_no_extractors() {
    for (ty, help) in [
        (
            "u32",
            "read it from the path with `Path<…>` or the folder's `Params`, or from the query with `Query<…>`",
        ),
        (
            "&str",
            "take `String` for the body, or `Path<String>` for a parameter of the path",
        ),
        (
            "Vec<String>",
            "read it from the body with `Json<…>`, or take the body as `Bytes`",
        ),
    ] {
        route_reports(
            &format!("pub fn GET(it: {ty}) {{}}"),
            &[
                &format!("[R0308] `GET` takes `{ty}`, which is not an extractor"),
                "--> app/items/[slug]/route.rs:1:16",
                &format!("= help: {help}"),
            ],
        );
    }
    for ty in [
        "bool",
        "&'static str",
        "f64",
        "[u8; 4]",
        "&[u8]",
        "&String",
        "std::collections::HashMap<String, String>",
        "::std::sync::Arc<X>",
    ] {
        for after in ["", ", it: String"] {
            headline(
                &format!("pub struct X; pub async fn POST(it: {ty}{after}) {{}}"),
                "1:37",
                &format!("[R0308] `POST` takes `{ty}`, which is not an extractor"),
            );
        }
    }
    let source = "use router_runtime::prelude::*; pub async fn GET(next: Next) {}";
    let message =
        "[R0308] `GET` takes `Next`, which only `middleware` in a `middleware.rs` can take";
    headline(source, "1:56", message);
}

#[test]
fn bodies_before_the_last_argument() {
    for ty in [
        "Json<Vec<String>>",
        "Form<X>",
        "Bytes",
        "String",
        "Request",
        "axum::body::Bytes",
        "axum::extract::Multipart",
    ] {
        headline(
            &format!(
                "use router_runtime::prelude::*; pub async fn POST(a: {ty}, b: HeaderMap) {{}}"
            ),
            "1:54",
            &format!("[R0309] `POST` takes `{ty}`{BEFORE_LAST}"),
        );
    }
    headline(
        "use axum::Json as Body; pub async fn POST(a: Body<u8>, b: axum::http::HeaderMap) {}",
        "1:46",
        &format!("[R0309] `POST` takes `Body<u8>`{BEFORE_LAST}"),
    );
}

#[test]
fn returned_types_that_are_no_responses() {
    for ty in [
        "u32",
        "bool",
        "Option<String>",
        "Vec<X>",
        "std::collections::BTreeMap<String, u32>",
    ] {
        headline(
            &format!("pub struct X; pub async fn GET() -> {ty} {{}}"),
            "1:37",
            &format!("[R0310] `GET` returns `{ty}`, which is not a response"),
        );
    }
    headline(
        "use std::error::Error; pub async fn GET() -> Result<String, Box<dyn Error>> {}",
        "1:46",
        "[R0310] `GET` returns `Result<String, Box<dyn Error>>`, but the error `Box` is not a response",
    );
}

#[test]
fn private_types() {
    route_reports(
        "use router_runtime::prelude::*; #[derive(serde::Deserialize)] struct New; pub fn POST(a: Json<Vec<New>>) {}",
        &[
            "[R0318] `New` is private, but `POST` has it in its signature",
            "--> app/items/[slug]/route.rs:1:70",
            "--> app/items/[slug]/route.rs:1:90",
            "= help: write `pub struct New`",
        ],
    );
    for source in [
        "use router_runtime::prelude::*; pub fn GET() -> Json<Kind> {} enum Kind {}",
        "use router_runtime::prelude::*; pub fn GET() -> Result<Kind> {} enum Kind {}",
        "pub fn GET(_: (self::Kind, String)) {} enum Kind {}",
        "pub fn GET(_: axum::Json<crate::Page<Kind>>) {} enum Kind {}",
        "type Kinds = Vec<Kind>; type Page = (Kinds, u8); pub fn GET() -> axum::Json<Page> {} enum Kind {}",
    ] {
        let (before, _) = source.split_once("enum ").unwrap();
        headline(
            source,
            &format!("1:{}", before.len() + 6),
            "[R0318] `Kind` is private, but `GET` has it in its signature",
        );
    }
    headline(
        "use router_runtime::prelude::*; pub(self) struct New; pub fn POST(a: Json<New>) {}",
        "1:50",
        "[R0318] `New` is private, but `POST` has it in its signature",
    );
    for source in [
        "pub(super) struct New; pub fn POST(a: New) {}",
        "type Kinds = Kinds2; type Kinds2 = (Kinds, Kinds); pub fn GET(_: Kinds) {}",
        "#[cfg(a)] type Kinds = Vec<Kind>; pub fn GET(_: Kinds) {} enum Kind {}",
        "type Kinds = Vec<Kind>; pub fn GET() {} enum Kind {}",
        "pub(crate) struct New; pub fn POST(a: New) {}",
        "#[cfg(unix)] struct New; #[cfg(unix)] pub use crate::New; pub fn POST(a: New) {}",
        "#[cfg(a)] struct New; #[cfg(not(a))] pub struct New; pub fn POST(a: New) {}",
        "#[expose] struct New; pub fn POST(a: New) {}",
        "struct New; pub fn POST(a: <New as crate::Body>::Extractor) {}",
        "struct New; #[cfg(a)] pub fn POST(a: New) {}",
        "struct New; pub fn POST(a: Alias) {} type Alias = String;",
        "make!(New); struct New; pub fn POST(a: New) {}",
    ] {
        route_is_fine(source);
    }
}

#[test]
fn middleware_without_next() {
    let help = "= help: write `pub async fn middleware(request: Request, next: Next) -> Response`; extractors of request parts come before `request`";
    for (arguments, at, message) in [
        ("", "2:8", " does not take `Next` as its last argument"),
        (
            "request: Request",
            "2:8",
            " does not take `Next` as its last argument",
        ),
        (
            "next: Next, request: Request",
            "2:25",
            " takes `Next` before its last argument, but `Next` is always the last one",
        ),
        ("next: Next", "2:8", " takes no request before `Next`"),
    ] {
        let source = format!(
            "use router_runtime::prelude::*;\npub fn middleware({arguments}) -> Response {{}}"
        );
        reports(
            &[
                ("a/middleware.rs", &source),
                ("a/route.rs", "pub fn GET() {}"),
            ],
            &[
                &format!("[R0606] `middleware`{message}"),
                &format!("--> app/a/middleware.rs:{at}"),
                help,
            ],
        );
    }
    for source in [
        "use crate::Next; pub async fn middleware(next: Next, request: Request) {}",
        "use axum::middleware::Next as After; pub async fn middleware(r: axum::extract::Request, next: After) {}",
        "use crate::*; pub async fn middleware(request: Request, next: Next) {}",
        "type N = axum::middleware::Next; pub async fn middleware(r: axum::extract::Request, next: N) {}",
        "#[cfg(a)] pub async fn middleware() {} #[cfg(not(a))] pub use crate::middleware;",
        "pub async fn middleware(request: axum::extract::Request, next: t![Next]) {}",
        "pub async fn middleware(request: axum::extract::Request, next: <crate::T as crate::Is>::It) {}",
        "use router_runtime::prelude::*; type Last = Next; pub async fn middleware(a: Next, b: Last) {}",
    ] {
        is_fine(&[("middleware.rs", source), ("route.rs", "pub fn GET() {}")]);
    }
}

#[test]
fn middleware_without_async() {
    let arguments = "request: Request, next: Next";
    for returned in [
        "",
        "-> Response",
        "-> Result<Response, StatusCode>",
        "-> impl IntoResponse",
        "-> (StatusCode, String)",
        "-> Json<crate::X>",
    ] {
        let source = format!(
            "use router_runtime::prelude::*;\npub fn middleware({arguments}) {returned} {{}}"
        );
        reports(
            &[("middleware.rs", &source), ("route.rs", "pub fn GET() {}")],
            &[
                "[R0606] `middleware` is not an `async fn`",
                "--> app/middleware.rs:2:8",
                "= help: write `pub async fn middleware(request: Request, next: Next) -> Response`; extractors of request parts come before `request`",
            ],
        );
    }
    for returned in [
        "impl Future<Output = Response>",
        "impl Future<Output = Response> + Send",
        "BoxFuture<'static, Response>",
        "Box<dyn Future<Output = Response> + Send + Unpin>",
        "std::pin::Pin<Box<dyn Future<Output = Response> + Send>>",
        "Own",
        "t!(Response)",
    ] {
        let source = format!(
            "use router_runtime::prelude::*; use crate::BoxFuture; pub struct Own; pub fn middleware({arguments}) -> {returned} {{}}"
        );
        is_fine(&[("middleware.rs", &source), ("route.rs", "pub fn GET() {}")]);
    }
}

/// Each could compile, so the macro claims nothing.
#[test]
fn types_that_other_code_may_explain() {
    for source in [
        "pub fn GET(u32: crate::u32) {}",
        "use crate::u32; pub fn GET(it: u32) {}",
        "use crate::*; pub fn GET(it: u32) {}",
        "use crate::{a, b::{c as u32}}; pub fn GET(it: u32) {}",
        "pub struct String; pub fn GET(it: String, b: HeaderMap) {}",
        "pub type String = crate::X; pub fn GET(it: String, b: HeaderMap) {}",
        "pub mod u32 {} pub fn GET(it: u32) {}",
        "types!(); pub fn GET(it: u32) {}",
        "#[inject] pub fn GET(it: u32) {}",
        "#[cfg_attr(a, inject)] pub fn GET(it: u32) {}",
        "#[cfg(a)] pub fn GET(it: u32) {}",
        "pub fn GET(#[cfg(a)] it: u32) {}",
        "#![cfg(a)] pub fn GET(it: u32) {}",
        "#[derive(Extract)] pub struct X; pub fn GET(it: u32) {}",
        "use axum::extract::Query as Json; pub fn GET(a: Json<u32>, b: String) {}",
        "use axum::extract::Path as String; pub fn GET(a: String<u32>, b: Bytes) {}",
        "use crate::Json; use router_runtime::prelude::*; pub fn GET(a: Json<u32>, b: String) {}",
        "use crate::axum; pub fn GET(a: axum::Json<u32>, b: String) {}",
        "mod axum {} pub fn GET(a: axum::Json<u32>, b: String) {}",
        "mod axum {} use axum::Json; pub fn GET(a: Json<u32>, b: String) {}",
        "use std::fmt::*; pub fn GET() -> Result {}",
        "use std::io::Result; pub fn GET() -> Result<u32> {}",
        "use std::path::Path; pub fn GET(it: Path) {}",
        "pub fn GET(it: Box<crate::X>) -> Box<crate::X> {}",
        "pub fn GET(it: &'static crate::X) -> &'static crate::X {}",
        "pub fn GET(it: Option<u32>) {}",
    ] {
        route_is_fine(source);
    }
    assert_eq!(
        doubts("pub fn GET(it: u32) {}", Some("AppState")),
        ["1:16 [R0308] `GET` takes `u32`, which is not an extractor"]
    );
}
