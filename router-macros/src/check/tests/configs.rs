//! Mistakes of route config.

use super::{rendered, route_is_fine, says};

#[test]
fn config_that_is_not_taken_up() {
    for (source, message, help) in [
        (
            "pub const revalidated: u32 = 1;",
            "`revalidated` configures nothing, but is almost `revalidate`",
            "rename it to `revalidate`, or remove its `pub` if it is a helper",
        ),
        (
            "pub const dinamic: &str = \"\";",
            "`dinamic` configures nothing, but is almost `dynamic`",
            "rename it to `dynamic`, or remove its `pub` if it is a helper",
        ),
        (
            "pub const maxDuration: u32 = 1;",
            "`maxDuration` configures nothing, but is almost `max_duration`",
            "rename it to `max_duration`, or remove its `pub` if it is a helper",
        ),
        (
            "pub const REVALIDATE: u32 = 1;",
            "`REVALIDATE` configures nothing, but is almost `revalidate`",
            "rename it to `revalidate`, or remove its `pub` if it is a helper",
        ),
        (
            "const dynamic: &'static str = \"\";",
            "`dynamic` is not `pub`, so it configures nothing",
            "write `pub const dynamic: &'static str`",
        ),
        (
            "pub static revalidate: u32 = 1;",
            "`revalidate` is a `static`, and route config is made of constants",
            "write `pub const revalidate: u32`",
        ),
        (
            "pub use a::revalidate;",
            "`revalidate` is a re-export, and route config is read in its own file",
            "write `pub const revalidate: u32 = …;` with the path of the constant",
        ),
        (
            "pub const revalidate: u64 = 1;",
            "`revalidate` is declared as `u64` and has to be `u32` or `bool`",
            "write `pub const revalidate: u32`",
        ),
        (
            "pub const dynamic: bool = true;",
            "`dynamic` is declared as `bool` and has to be `&str`",
            "write `pub const dynamic: &str`",
        ),
        (
            "pub const cache_tags: [&'static str; 1] = [\"a\"];",
            "`cache_tags` is declared as `[&'static str; 1]` and has to be `&[&str]`",
            "write `pub const cache_tags: &[&str]`",
        ),
        (
            "pub const dynamic: &str = \"force_dynamic\";",
            "`force_dynamic` is not a value of `dynamic`",
            "write `\"force-dynamic\"`",
        ),
        (
            "pub const dynamic: &str = \"sometimes\";",
            "`sometimes` is not a value of `dynamic`",
            "write one of `\"auto\"`, `\"force-dynamic\"`, `\"error\"`, `\"force-static\"`",
        ),
        (
            "pub const fetch_cache: &str = \"no-store\";",
            "`no-store` is not a value of `fetch_cache`",
            "write one of `\"auto\"`, `\"default-cache\"`, `\"only-cache\"`, `\"force-cache\"`, `\"default-no-store\"`, `\"only-no-store\"`, `\"force-no-store\"`",
        ),
        (
            "pub const runtime: &str = \"edge\";",
            "`edge` is a runtime of Next.js, and a Rust program runs as itself",
            "remove `runtime`, or write `\"native\"`",
        ),
        (
            "pub const revalidate: bool = true;",
            "`revalidate` is a number of seconds or `false`, and not `true`",
            "write `pub const revalidate: u32 = 60;`, or `false` to cache for ever",
        ),
        (
            "pub const dynamic_params: bool = false;",
            "`dynamic_params = false` allows only generated parameters, and none are generated",
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
        "pub const dynamic_params: bool = false; pub async fn generate_static_params() -> Vec<Params> {}",
        "pub const dynamic: &str = \"force-dynamic\"; pub const revalidate: u32 = 0;",
        "pub const cache_expire: u32 = 60; pub const revalidate: u32 = 60;",
    ] {
        route_is_fine(&format!("pub async fn GET() {{}} {config}"));
    }
}

#[test]
fn config_of_no_route() {
    says(
        &[(
            "not-found.rs",
            "pub const revalidate: u32 = 60;\npub fn not_found() {}",
        )],
        &[
            "`revalidate` configures a route, and a not-found page is none",
            "--> app/not-found.rs:1:11",
            "= help: remove it: whatever nothing answers is answered per request",
        ],
    );
}

#[test]
fn config_that_contradicts_itself() {
    says(
        &[(
            "route.rs",
            "pub const revalidate: u32 = 60;\npub fn POST() {}",
        )],
        &[
            "`revalidate` is set, and there is no `GET` to cache",
            "--> app/route.rs:1:11",
            "--> app/route.rs:2:8",
            "= help: remove `revalidate`, or add `pub async fn GET`",
        ],
    );
    says(
        &[(
            "page.rs",
            "pub fn page() {}\npub const dynamic: &str = \"force-dynamic\";\npub const revalidate: u32 = 60;",
        )],
        &[
            "`force-dynamic` runs per request, and `revalidate = 60` caches",
            "--> app/page.rs:2:11",
            "--> app/page.rs:3:11",
            "= help: remove `dynamic` or `revalidate`",
        ],
    );
    says(
        &[(
            "page.rs",
            "pub fn page() {}\npub const cache_expire: u32 = 5;\npub const revalidate: u32 = 1_0;",
        )],
        &[
            "`cache_expire = 5` ends before `revalidate = 10` begins",
            "--> app/page.rs:2:11",
            "--> app/page.rs:3:11",
            "= help: write `pub const cache_expire: u32 = 10;` or more",
        ],
    );
}

#[test]
fn cached_handlers_that_read_the_request() {
    says(
        &[(
            "route.rs",
            "pub const revalidate: u32 = 60;\npub fn GET(q: Option<Query<Page>>) {}",
        )],
        &[
            "`GET` is cached by `revalidate = 60` and reads the request with `Option<Query<Page>>`",
            "--> app/route.rs:2:15",
            "--> app/route.rs:1:11",
            "= help: name the query parameters it reads in `pub const cache_query: &[&str]`, or remove `revalidate`",
        ],
    );
    says(
        &[(
            "page.rs",
            "pub const dynamic: &str = \"error\";\npub fn page(r: axum::extract::Request) {}",
        )],
        &[
            "`page` is cached by `dynamic = \"error\"` and reads the request with `axum::extract::Request`",
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
        let told = rendered(&[("route.rs", &source)]);
        assert_eq!(told.len(), 1, "{source}: {told:#?}");
    }
    for source in [
        "pub const revalidate: u32 = 0; pub fn GET(q: Query<X>) {}",
        "pub const revalidate: u32 = 9; pub const cache_query: &[&str] = &[]; pub fn GET(q: Query<X>) {}",
        "pub const revalidate: u32 = 9; pub const cache_vary: &[&str] = &[]; pub fn GET(q: HeaderMap) {}",
        "pub const revalidate: u32 = 9; pub fn GET(p: Path<String>, s: State<X>, m: Mine) {}",
        "pub const revalidate: u32 = 9; pub fn GET() {} pub fn POST(q: Json<X>) {}",
        "pub const dynamic: &str = \"force-static\"; pub fn GET(q: Query<X>) {}",
        "pub const revalidate: u32 = 9; pub fn GET(q: crate::Host) {}",
        "pub const revalidate: u32 = 9; pub fn GET(h: Host) {} struct Host;",
        "pub const revalidate: u32 = 9; pub fn GET(v: Version) {} use probe::{ext::Version, other};",
        "pub const revalidate: u32 = 9; pub fn GET(v: ext::Version) {} use probe::ext;",
        "pub const revalidate: u32 = 9; pub fn GET(h: Host) {} use crate::extractors::*;",
        "pub const revalidate: u32 = 9; pub fn GET(h: Host) {} use crate::extractors::*; use router_runtime::prelude::*;",
        "#[cfg(x)] pub const revalidate: u32 = 9; pub fn GET(q: Query<X>) {}",
        "#[cfg(x)] pub const dynamic: &str = \"error\"; pub fn GET(q: Query<X>) {}",
        "pub fn GET(q: Query<X>, h: HeaderMap) {}",
    ] {
        route_is_fine(source);
    }
}
