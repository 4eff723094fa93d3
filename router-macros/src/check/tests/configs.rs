//! Mistakes of route config.

use super::{rendered, reports, route_is_fine};

#[test]
fn config_without_effect() {
    for (source, message, help) in [
        (
            "pub const revalidated: u32 = 1;",
            "[R0404] `revalidated` is not a config constant; did you mean `revalidate`?",
            "rename it to `revalidate`, or remove its `pub` if it is a helper",
        ),
        (
            "pub const dinamic: &str = \"\";",
            "[R0404] `dinamic` is not a config constant; did you mean `dynamic`?",
            "rename it to `dynamic`, or remove its `pub` if it is a helper",
        ),
        (
            "pub const maxDuration: u32 = 1;",
            "[R0404] `maxDuration` is not a config constant; did you mean `max_duration`?",
            "rename it to `max_duration`, or remove its `pub` if it is a helper",
        ),
        (
            "pub const REVALIDATE: u32 = 1;",
            "[R0404] `REVALIDATE` is not a config constant; did you mean `revalidate`?",
            "rename it to `revalidate`, or remove its `pub` if it is a helper",
        ),
        (
            "const dynamic: &'static str = \"\";",
            "[R0401] `dynamic` is not `pub`, so it has no effect",
            "write `pub const dynamic: &'static str`",
        ),
        (
            "pub static revalidate: u32 = 1;",
            "[R0402] `revalidate` is a `static`, expected a `const`",
            "write `pub const revalidate: u32`",
        ),
        (
            "pub use a::revalidate;",
            "[R0403] `revalidate` is a re-export, expected a `const` declared in this file",
            "write `pub const revalidate: u32 = path::to::revalidate;`",
        ),
        (
            "pub const revalidate: u64 = 1;",
            "[R0405] `revalidate` has type `u64`, expected `u32` or `bool`",
            "write `pub const revalidate: u32 = 1;`",
        ),
        (
            "pub const dynamic: bool = true;",
            "[R0405] `dynamic` has type `bool`, expected `&str`",
            "write `pub const dynamic: &str = \"…\";`",
        ),
        (
            "pub const cache_tags: [&'static str; 1] = [\"a\"];",
            "[R0405] `cache_tags` has type `[&'static str; 1]`, expected `&[&str]`",
            "write `pub const cache_tags: &[&str] = &[\"a\"];`",
        ),
        (
            "pub const dynamic: &str = \"force_dynamic\";",
            "[R0406] `dynamic` is \"force_dynamic\", expected \"auto\", \"force-dynamic\", \"error\" or \"force-static\"; did you mean \"force-dynamic\"?",
            "write `pub const dynamic: &str = \"force-dynamic\";`",
        ),
        (
            "pub const fetch_cache: &str = \"never\";",
            "[R0406] `fetch_cache` is \"never\", expected \"auto\", \"default-cache\", \"only-cache\", \"force-cache\", \"force-no-store\", \"default-no-store\" or \"only-no-store\"",
            "write one of these values, or remove `fetch_cache`, which then is \"auto\"",
        ),
        (
            "pub const max_duration: &str = \"1_000 s\";",
            "[R0405] `max_duration` has type `&str`, expected `u32`",
            "write `pub const max_duration: u32 = 1_000;`",
        ),
        (
            "pub const max_duration: i64 = -1;",
            "[R0405] `max_duration` has type `i64`, expected `u32`",
            "write `pub const max_duration: u32 = 60;`",
        ),
        (
            "pub const dynamic_params: &str = \"true\";",
            "[R0405] `dynamic_params` has type `&str`, expected `bool`",
            "write `pub const dynamic_params: bool = true;`",
        ),
        (
            "pub const dynamic_params: bool = false;",
            "[R0411] `dynamic_params = false` without `generate_static_params`: every path of this route would be 404",
            "add `pub async fn generate_static_params() -> Vec<Params>`",
        ),
    ] {
        let source = format!("pub async fn GET() {{}}\n{source}");
        let rendered = rendered(&[("route.rs", source.as_str())]);
        assert_eq!(rendered.len(), 1, "{source}: {rendered:#?}");
        assert!(
            rendered[0].starts_with(&format!("{message}\n         --> app/route.rs:2:")),
            "{source}: {rendered:#?}"
        );
        assert!(
            rendered[0].ends_with(&format!("\n         = help: {help}")),
            "{source}: {rendered:#?}"
        );
    }
}

#[test]
fn config_that_is_right() {
    for config in [
        "pub const revalidate: u32 = 60;",
        "pub const revalidate: bool = false;",
        "pub const revalidate: Seconds = 60;",
        "pub const dynamic: &'static str = \"force-static\";",
        "pub const dynamic: &str = crate::DYNAMIC;",
        "pub const runtime: &str = \"native\";",
        "pub const preferred_region: &[&str] = &[\"fra1\"];",
        "pub const max_duration: u32 = 30;",
        "pub const body_limit: usize = 1024;",
        "pub const cache_tags: &'static [&'static str] = &[];",
        "pub const dynamic_params: bool = true;",
        "pub const cache_shared: bool = false;",
        "pub const check_origin: bool = false;",
        "pub const dynamic_params: bool = false; pub async fn generate_static_params() -> Vec<Params> {}",
        "pub const dynamic: &str = \"force-dynamic\"; pub const revalidate: u32 = 0;",
        "pub const cache_expire: u32 = 60; pub const revalidate: u32 = 60;",
    ] {
        route_is_fine(&format!("pub async fn GET() {{}} {config}"));
    }
}

#[test]
fn config_outside_routes() {
    reports(
        &[(
            "not-found.rs",
            "pub const revalidate: u32 = 60;\npub fn not_found() {}",
        )],
        &[
            "[R0410] `revalidate` is route config, which has no effect in `not-found.rs`",
            "--> app/not-found.rs:1:11",
            "= help: remove it; a page for errors runs for every error",
        ],
    );
}

#[test]
fn config_of_a_middleware() {
    let middleware = |config: &str| {
        let middleware = format!(
            "pub async fn middleware(request: Request, next: Next) -> Response {{ x }}\n{config}"
        );
        rendered(&[
            ("route.rs", "pub fn GET() {}"),
            ("middleware.rs", &middleware),
        ])
    };
    assert_eq!(middleware("pub const cache_shared: bool = false;"), [""; 0]);
    assert_eq!(middleware("pub const check_origin: bool = false;"), [""; 0]);
    for (config, message) in [
        (
            "pub const cache_shared: u32 = 0;",
            "[R0405] `cache_shared` has type `u32`, expected `bool`",
        ),
        (
            "pub const CACHE_SHARED: bool = false;",
            "[R0404] `CACHE_SHARED` is not a config constant; did you mean `cache_shared`?",
        ),
        (
            "static cache_shared: bool = false;",
            "[R0402] `cache_shared` is a `static`, expected a `const`",
        ),
        (
            "pub const cache_tags: &[&str] = &[];",
            "[R0410] `cache_tags` is route config, which has no effect in `middleware.rs`",
        ),
        // Of another type, and misplaced: one mistake.
        (
            "pub const revalidate: &str = \"\";",
            "[R0410] `revalidate` is route config, which has no effect in `middleware.rs`",
        ),
    ] {
        let problems = middleware(config);
        assert_eq!(problems.len(), 1, "{config}: {problems:#?}");
        assert!(problems[0].starts_with(message), "{config}: {problems:#?}");
    }
    // A helper of its own.
    assert_eq!(middleware("pub const dinamic: u32 = 1;"), [""; 0]);
}

#[test]
fn revalidate_without_a_get_handler() {
    reports(
        &[(
            "route.rs",
            "pub const revalidate: u32 = 60;\npub fn POST() {}",
        )],
        &[
            "[R0501] `revalidate` has no effect without a `GET` handler",
            "--> app/route.rs:1:11",
            "--> app/route.rs:2:8",
            "= help: remove `revalidate`, or add `pub async fn GET`",
        ],
    );
}

#[test]
fn cached_handlers_that_read_the_request() {
    reports(
        &[(
            "route.rs",
            "pub const revalidate: u32 = 60;\npub fn GET(q: Option<Query<Page>>) {}",
        )],
        &[
            "[R0504] `GET` is cached by `revalidate = 60` but reads the request with `Option<Query<Page>>`",
            "--> app/route.rs:2:15",
            "--> app/route.rs:1:11",
            "= help: list the query parameters that it reads in `pub const cache_query: &[&str]`, or remove `revalidate`",
        ],
    );
    reports(
        &[(
            "page.rs",
            "pub const dynamic: &str = \"error\";\npub fn page(r: axum::extract::Request) {}",
        )],
        &[
            "[R0504] `page` is cached by `dynamic = \"error\"` but reads the request with `axum::extract::Request`",
            "--> app/page.rs:2:16",
            "--> app/page.rs:1:11",
            "= help: remove the argument, or remove `dynamic` to run per request",
        ],
    );
    for source in [
        "use axum::extract::{self, Query};",
        "use axum::extract::*;",
        "use router_runtime::prelude::*;",
        "use crate::extractors::*; use axum::extract::Query;",
        "use crate::extractors::*; use router_runtime::prelude::*;",
        "use crate::extractors::*; use router_runtime::prelude::{Json, Query};",
    ] {
        let source =
            format!("pub const revalidate: u32 = 60; pub fn GET(q: Query<X>) {{}} {source}");
        let problems = rendered(&[("route.rs", &source)]);
        assert_eq!(problems.len(), 1, "{source}: {problems:#?}");
    }
    for source in [
        "pub const revalidate: u32 = 0; pub fn GET(q: Query<X>) {}",
        "pub const revalidate: u32 = 9; pub const cache_query: &[&str] = &[]; pub fn GET(q: Query<X>) {}",
        "pub const revalidate: u32 = 9; pub const cache_vary: &[&str] = &[]; pub fn GET(q: HeaderMap) {}",
        "pub const revalidate: u32 = 9; pub fn GET(p: Path<String>, s: State<X>, m: Mine) {}",
        "pub const revalidate: u32 = 9; pub fn GET() {} pub fn POST(q: Json<X>) {}",
        "pub const dynamic: &str = \"force-static\"; pub fn GET(q: Query<X>) {}",
        "pub const revalidate: u32 = 9; pub fn GET(q: crate::Host) {}",
        "pub const revalidate: u32 = 9; pub fn GET(h: Host) {} pub struct Host;",
        "pub const revalidate: u32 = 9; pub fn GET(v: Version) {} use probe::{ext::Version, other};",
        "pub const revalidate: u32 = 9; pub fn GET(v: ext::Version) {} use probe::ext;",
        "pub const revalidate: u32 = 9; pub fn GET(h: Host) {} use crate::extractors::*;",
        "pub const revalidate: u32 = 9; pub fn GET(h: Host) {} use crate::extractors::*; use router_runtime::prelude::*;",
        "#[cfg(x)] pub const revalidate: u32 = 9; pub fn GET(q: Query<X>) {}",
        "#[cfg(x)] pub const dynamic: &str = \"error\"; pub fn GET(q: Query<X>) {}",
        "pub fn GET(q: Query<X>, h: HeaderMap) {}",
        "pub const revalidate: u32 = 9; pub fn GET(q: shared::Json<X>) {}",
        "pub const dynamic: &str = \"force-static\"; pub fn GET(q: shared::Json<X>) {}",
        "pub const dynamic: &str = \"force-static\"; mod shared {} pub fn GET(q: shared::Json<X>) {}",
        "pub const dynamic: &str = \"force-static\"; use crate::*; pub fn GET(q: Json<X>, c: shared::Cache) {}",
        "pub const dynamic: &str = \"force-static\"; imports!(); pub fn GET(q: Json<X>) {}",
        "pub const dynamic: &str = \"force-static\"; use crate::Mine as Json; pub fn GET(q: Json<X>) {}",
        "pub const dynamic: &str = \"force-static\"; #[cfg(x)] pub fn GET(q: Json<X>) {}",
        "pub const revalidate: u32 = 9; #[cfg(x)] pub fn GET(q: Query<X>) {}",
        "pub const revalidate: u32 = 9; #[wrap] pub fn GET(q: Query<X>) {}",
        "pub const revalidate: u32 = 9; type A = B; type B = A; pub fn GET(q: A) {}",
        "pub const dynamic: &str = \"force-static\"; #[cfg(x)] type C = Cache; pub fn GET(q: C) {}",
    ] {
        route_is_fine(source);
    }
}

#[test]
fn handlers_that_reject_blank_requests() {
    reports(
        &[(
            "route.rs",
            "pub const dynamic: &str = \"force-static\";\npub fn GET(cache: Cache) {}",
        )],
        &[
            "[R0505] `GET` is cached by `dynamic = \"force-static\"` but takes `Cache`, which invalidates responses",
            "--> app/route.rs:2:19",
            "--> app/route.rs:1:11",
            "= help: invalidate where data changes, such as in a `POST` handler, or remove `dynamic`",
        ],
    );
    reports(
        &[(
            "page.rs",
            "pub const dynamic: &str = \"force-static\";\npub fn page(Json(x): axum::Json<X>) {}",
        )],
        &[
            "[R0509] `page` takes `axum::Json<X>`, which rejects the blank requests of `dynamic = \"force-static\"`",
            "--> app/page.rs:2:22",
            "--> app/page.rs:1:11",
            "= help: remove the argument, or remove `dynamic` to run per request",
        ],
    );
    reports(
        &[
            (
                "layout.rs",
                "pub fn layout(e: Extension<User>, c: Children) {}",
            ),
            (
                "page.rs",
                "pub const dynamic: &str = \"force-static\"; pub fn page() {}",
            ),
        ],
        &[
            "[R0509] `layout` takes `Extension<User>`, which rejects the blank requests of `dynamic = \"force-static\"`",
            "--> app/layout.rs:1:18",
            "--> app/page.rs:1:11",
            "= help: remove the argument, or remove `dynamic` to run per request",
        ],
    );
    let count = |config: &str, argument: &str| {
        let source = format!("{config} pub fn GET(_: {argument}) {{}}");
        rendered(&[("route.rs", &source)]).len()
    };
    let blank = "pub const dynamic: &str = \"force-static\";";
    for argument in [
        "Result<Cache, E>",
        "ConnectInfo<SocketAddr>",
        "Extension<User>",
        "FormData",
        "Multipart",
        "WebSocketUpgrade",
        "Host",
        "Scheme",
    ] {
        assert_eq!(count(blank, argument), 1, "{argument}");
        let revalidated = format!("{blank} pub const revalidate: u32 = 60;");
        assert_eq!(count(&revalidated, argument), 1, "{argument}");
        let dynamic = format!("{blank} pub const revalidate: u32 = 0;");
        assert_eq!(count(&dynamic, argument), 0, "{argument}");
        let unknown = format!("{blank} pub const revalidate: u32 = N;");
        assert_eq!(count(&unknown, argument), 0, "{argument}");
    }
    for argument in [
        "Query<X>",
        "Form<X>",
        "String",
        "Bytes",
        "Body",
        "Request",
        "HeaderMap",
        "Method",
        "Cookies",
        "After",
        "DataCache",
        "Path<()>",
        "State<X>",
        "Option<Json<X>>",
        "Result<Extension<X>, E>",
        "Option<WebSocketUpgrade>",
        "crate::Cache",
    ] {
        assert_eq!(count(blank, argument), 0, "{argument}");
    }
    let varying = format!("{blank} pub const cache_vary: &[&str] = &[\"host\"];");
    assert_eq!(count(&varying, "Host"), 0);
    let own = format!("pub struct Cache; {blank}");
    assert_eq!(count(&own, "Cache"), 0);
}
