//! One mistake each, and what is said about it.

use super::rendered;

const GET: &str = "pub async fn GET() {}";
const PAGE: &str = "pub async fn page() {}";

#[track_caller]
fn says(files: &[(&str, &str)], lines: &[&str]) {
    let mut expected = lines[0].to_owned();
    for line in &lines[1..] {
        expected.push_str("\n         ");
        expected.push_str(line);
    }
    assert_eq!(rendered(files).join("\n\n"), expected, "{files:#?}");
}

#[track_caller]
fn is_fine(files: &[(&str, &str)]) {
    assert_eq!(rendered(files), [""; 0], "{files:#?}");
}

/// In `items/[slug]/route.rs`.
#[track_caller]
fn route_says(source: &str, lines: &[&str]) {
    says(&[("items/[slug]/route.rs", source)], lines);
}

#[track_caller]
fn route_is_fine(source: &str) {
    is_fine(&[("items/[slug]/route.rs", source)]);
}

#[test]
fn page_and_route() {
    let route = "\n\npub async fn GET() {}";
    says(
        &[("page.rs", "pub fn page() {}"), ("route.rs", route)],
        &[
            "`/` is claimed by both a page and a route",
            "--> app/page.rs:1:8",
            "--> app/route.rs:3:14",
            "= help: move the handlers to `app/api/route.rs`",
        ],
    );
    says(
        &[
            ("(g1)/a/page.rs", PAGE),
            ("(g2)/a/route.rs", GET),
            ("a/api/route.rs", GET),
        ],
        &[
            "`/a` is claimed by both a page and a route",
            "--> app/(g1)/a/page.rs:1:14",
            "--> app/(g2)/a/route.rs:1:14",
            "= help: move the handlers to `app/(g2)/a/data/route.rs`",
        ],
    );
    says(
        &[("[...a]/page.rs", PAGE), ("[...a]/route.rs", GET)],
        &[
            "`/[...a]` is claimed by both a page and a route",
            "--> app/[...a]/page.rs:1:14",
            "--> app/[...a]/route.rs:1:14",
            "= help: move the handlers to `app/api/[...a]/route.rs`",
        ],
    );
    is_fine(&[("page.rs", PAGE), ("api/route.rs", GET)]);
    is_fine(&[("[user]/page.rs", PAGE), ("api/route.rs", GET)]);
}

#[test]
fn same_url_twice() {
    says(
        &[("(g1)/a/route.rs", GET), ("a/route.rs", GET)],
        &[
            "`/a` is claimed by two routes",
            "--> app/(g1)/a/route.rs:1:14",
            "--> app/a/route.rs:1:14",
            "= help: move what `app/(g1)/a/route.rs` lacks into it and delete `app/a/route.rs`",
        ],
    );
    says(
        &[
            ("caf%C3%A9/page.rs", PAGE),
            ("café/page.rs", PAGE),
            ("(x)/café/page.rs", PAGE),
        ],
        &[
            "`/café` is claimed by 3 pages",
            "--> app/(x)/café/page.rs:1:14",
            "--> app/caf%C3%A9/page.rs:1:14",
            "--> app/café/page.rs:1:14",
            "= help: move what `app/(x)/café/page.rs` lacks into it and delete `app/caf%C3%A9/page.rs`",
        ],
    );
    is_fine(&[("(a)/[id]/route.rs", GET), ("(b)/[id]/x/route.rs", GET)]);
    is_fine(&[("Foo/route.rs", GET), ("foo/route.rs", GET)]);
}

#[test]
fn parameter_names() {
    says(
        &[
            ("(a)/x/[id]/a/route.rs", GET),
            ("(b)/x/[slug]/b/route.rs", GET),
        ],
        &[
            "`/x/[id]` and `/x/[slug]` give one segment different names",
            "--> app/(a)/x/[id]/a/route.rs:1:14",
            "--> app/(b)/x/[slug]/b/route.rs:1:14",
            "= help: rename the folder `app/(b)/x/[slug]` to `[id]`",
        ],
    );
    says(
        &[("[...a]/route.rs", GET), ("[...b]/route.rs", GET)],
        &[
            "`/[...a]` and `/[...b]` give one segment different names",
            "--> app/[...a]/route.rs:1:14",
            "--> app/[...b]/route.rs:1:14",
            "= help: rename the folder `app/[...b]` to `[...a]`",
        ],
    );
    says(
        &[("[id]/x/[id]/route.rs", GET)],
        &[
            "`/[id]/x/[id]` has two parameters of the name `id`",
            "--> app/[id]/x/[id]/route.rs:1:14",
            "= help: rename the folder `app/[id]/x/[id]` to another name, such as `[x_id]`",
        ],
    );
    is_fine(&[("[a]/route.rs", GET), ("[...b]/route.rs", GET)]);
    is_fine(&[("a/[x]/route.rs", GET), ("b/[y]/route.rs", GET)]);
}

#[test]
fn catch_alls() {
    says(
        &[
            ("[...a]/b/route.rs", GET),
            ("[...a]/c/route.rs", GET),
            ("[...a]/route.rs", GET),
        ],
        &[
            "nothing can follow the catch-all `/[...a]`",
            "--> app/[...a]/b/route.rs:1:14",
            "= help: put the catch-all last: `app/b/[...a]/route.rs`",
        ],
    );
    says(
        &[("x/[[...a]]/[...b]/route.rs", GET)],
        &[
            "nothing can follow the catch-all `/x/[[...a]]`",
            "--> app/x/[[...a]]/[...b]/route.rs:1:14",
            "= help: rename the folder `app/x/[[...a]]` to `[a]`",
        ],
    );
    says(
        &[("x/[...a]/route.rs", GET), ("x/[[...b]]/route.rs", GET)],
        &[
            "`/x/[...a]` and `/x/[[...b]]` match the same paths",
            "--> app/x/[...a]/route.rs:1:14",
            "--> app/x/[[...b]]/route.rs:1:14",
            "= help: delete `app/x/[...a]/route.rs`: `app/x/[[...b]]/route.rs` answers its paths and `/x`",
        ],
    );
    says(
        &[("x/(g)/[[...a]]/route.rs", GET), ("x/page.rs", PAGE)],
        &[
            "`/x` is claimed by both a page and the optional catch-all `/x/[[...a]]`",
            "--> app/x/page.rs:1:14",
            "--> app/x/(g)/[[...a]]/route.rs:1:14",
            "= help: rename the folder `app/x/(g)/[[...a]]` to `[...a]`, which needs one segment",
        ],
    );
    is_fine(&[("x/[...a]/route.rs", GET), ("x/route.rs", GET)]);
}

#[test]
fn malformed_segments() {
    says(
        &[
            ("a/[slug].json/route.rs", GET),
            ("a/[slug].json/x/page.rs", PAGE),
        ],
        &[
            "`[slug].json` mixes a parameter with other text, and a parameter is a whole segment",
            "--> app/a/[slug].json",
            "= help: rename the folder to `[slug]` and check for `.json` in the handler",
        ],
    );
}

#[test]
fn missing_handlers() {
    says(
        &[("a/route.rs", "")],
        &[
            "`app/a/route.rs` exports no method, so it answers nothing",
            "--> app/a/route.rs:1:1",
            "= help: add `pub async fn GET() -> &'static str { \"…\" }`, or remove the file",
        ],
    );
    says(
        &[("a/page.rs", "pub fn GET() {}")],
        &[
            "`app/a/page.rs` exports `GET`, which a page does not answer with",
            "--> app/a/page.rs:1:8",
            "= help: rename the function to `page`, or the file to `route.rs`",
        ],
    );
    says(
        &[("a/route.rs", "pub fn page() {}")],
        &[
            "`app/a/route.rs` exports `page`, which a route does not answer with",
            "--> app/a/route.rs:1:8",
            "= help: rename the function to `GET`, or the file to `page.rs`",
        ],
    );
    says(
        &[("a/route.rs", "use crate::shared::GET;")],
        &[
            "`GET` is imported and not exported, so `app/a/route.rs` answers nothing",
            "--> app/a/route.rs:1:20",
            "= help: write `pub use` instead of `use`",
        ],
    );
    says(
        &[("not-found.rs", "")],
        &[
            "`app/not-found.rs` exports no `not_found`, so it answers nothing",
            "--> app/not-found.rs:1:1",
            "= help: add `pub async fn not_found() -> Html<&'static str> { Html(\"…\") }`, or remove the file",
        ],
    );
    route_is_fine("pub use other::*;");
    route_is_fine("handlers! {}");
    route_is_fine("pub fn GET( {");
}

#[test]
fn misspelled_handlers() {
    for (source, name, right, at) in [
        ("pub fn get() {}", "get", "GET", "1:8"),
        ("pub fn Get() {} pub fn POST() {}", "Get", "GET", "1:8"),
        ("pub fn GETT() {} pub fn POST() {}", "GETT", "GET", "1:8"),
        ("pub fn GTE() {}", "GTE", "GET", "1:8"),
        ("pub async fn delete() {}", "delete", "DELETE", "1:14"),
    ] {
        let message = format!("`{name}` is no handler of a route, but almost `{right}`");
        let place = format!("--> app/items/[slug]/route.rs:{at}");
        let help = format!("= help: rename it to `{right}`, or remove its `pub` if it is a helper");
        route_says(source, &[&message, &place, &help]);
    }
    says(
        &[("page.rs", "pub fn Page() {}")],
        &[
            "`Page` is no handler of a page, but almost `page`",
            "--> app/page.rs:1:8",
            "= help: rename it to `page`, or remove its `pub` if it is a helper",
        ],
    );
    says(
        &[("not-found.rs", "pub fn NotFound() {}")],
        &[
            "`NotFound` is no handler of a not-found page, but almost `not_found`",
            "--> app/not-found.rs:1:8",
            "= help: rename it to `not_found`, or remove its `pub` if it is a helper",
        ],
    );
}

#[test]
fn handlers_that_cannot_be_called() {
    let place = "--> app/items/[slug]/route.rs:";
    for (source, message, at, help) in [
        (
            "async fn GET() {}",
            "`GET` is not `pub`, so the router cannot call it",
            "1:10",
            "write `pub async fn GET`",
        ),
        (
            "pub(crate) fn GET() {}",
            "`GET` is not `pub`, so the router cannot call it",
            "1:15",
            "write `pub async fn GET`",
        ),
        (
            "pub fn GET<T>() {}",
            "`GET` is generic, and nothing names its types",
            "1:8",
            "remove the `<…>` behind its name and write the types out",
        ),
        (
            "pub fn GET(x: impl X) {}",
            "`GET` takes an `impl Trait`, and nothing names its type",
            "1:8",
            "write the type of the argument out",
        ),
        (
            "pub unsafe fn PUT() {}",
            "`PUT` is an `unsafe fn`, which the router cannot call",
            "1:15",
            "write `pub async fn PUT` with an `unsafe` block inside",
        ),
        (
            "pub extern \"C\" fn GET() {}",
            "`GET` is an `extern fn`, which is no handler",
            "1:19",
            "write `pub async fn GET`",
        ),
        (
            "pub const fn GET() {}",
            "`GET` is a `const fn`, which is no handler",
            "1:14",
            "write `pub async fn GET`",
        ),
    ] {
        let (place, help) = (format!("{place}{at}"), format!("= help: {help}"));
        route_says(source, &[message, &place, &help]);
    }
}

#[test]
fn helpers_stay_legal() {
    for helper in [
        "async fn delete() {}",
        "pub fn port() {}",
        "const QUERY: &str = \"\";",
        "pub const TAG: &str = \"\";",
        "pub struct Params;",
        "mod helper;",
        "pub fn get_user() {}",
        "pub async fn patch_notes() {}",
        "pub fn get() {}",
        "use tokio::runtime;",
        "pub const REVALIDATE: &str = \"\";",
        "#[cfg(test)] mod tests { fn GETT() {} }",
    ] {
        route_is_fine(&format!("pub async fn GET() {{}} {helper}"));
    }
}

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
        "pub const dynamic_params: bool = false; pub async fn generate_static_params() {}",
        "pub const dynamic_params: bool = false; pub use x::generate_static_params;",
        "pub const dynamic: &str = \"force-dynamic\"; pub const revalidate: u32 = 0;",
        "pub const cache_expire: u32 = 60; pub const revalidate: u32 = 60;",
    ] {
        route_is_fine(&format!("pub async fn GET() {{}} {config}"));
    }
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
        "pub const revalidate: u32 = 0; pub fn GET(q: Query<X>) {}",
        "pub const revalidate: u32 = 9; pub const cache_query: &[&str] = &[]; pub fn GET(q: Query<X>) {}",
        "pub const revalidate: u32 = 9; pub const cache_vary: &[&str] = &[]; pub fn GET(q: HeaderMap) {}",
        "pub const revalidate: u32 = 9; pub fn GET(p: Path<String>, s: State<X>, m: Mine) {}",
        "pub const revalidate: u32 = 9; pub fn GET() {} pub fn POST(q: Json<X>) {}",
        "pub const dynamic: &str = \"force-static\"; pub fn GET(q: Query<X>) {}",
        "pub const revalidate: u32 = 9; pub fn GET(q: crate::Host) {}",
        "pub fn GET(q: Query<X>, h: HeaderMap) {}",
    ] {
        route_is_fine(source);
    }
}

#[test]
fn path_types_that_do_not_fit() {
    for (path, ty, message, help) in [
        (
            "[a]/route.rs",
            "Path<(A, B)>",
            "`Path<(A, B)>` takes 2 parameters, and `/[a]` has one parameter",
            "write `Path<A>`",
        ),
        (
            "[a]/[...b]/route.rs",
            "Path<(u32,)>",
            "`Path<(u32,)>` takes one parameter, and `/[a]/[...b]` has 2 parameters",
            "write `Path<(u32, Vec<String>)>`",
        ),
        (
            "[a]/[b]/route.rs",
            "Path<u32>",
            "`Path<u32>` takes one parameter, and `/[a]/[b]` has 2 parameters",
            "write `Path<(u32, String)>`",
        ),
        (
            "a/route.rs",
            "axum::extract::Path<String>",
            "`axum::extract::Path<String>` takes one parameter, and `/a` has no parameter",
            "remove the argument, or put the file into a folder such as `[slug]`",
        ),
    ] {
        let source = format!("pub fn GET(p: {ty}) {{}}");
        let place = format!("--> app/{path}:1:15");
        says(
            &[(path, &source)],
            &[message, &place, &format!("= help: {help}")],
        );
    }
    for (path, ty) in [
        ("[a]/route.rs", "Path<(A,)>"),
        ("[a]/route.rs", "Path<String>"),
        ("[a]/[...b]/route.rs", "Path<(A, Vec<String>)>"),
        ("[a]/[b]/route.rs", "Path<HashMap<String, String>>"),
        ("[a]/[b]/route.rs", "Path<Vec<String>>"),
        ("[a]/[b]/route.rs", "crate::Path<String>"),
        ("a/route.rs", "Path<()>"),
    ] {
        is_fine(&[(path, &format!("pub fn GET(p: {ty}) {{}}"))]);
    }
}

#[test]
fn structs_whose_fields_are_no_parameters() {
    let source = "pub fn GET(p: Path<P>) {}\npub fn PUT(p: Path<P>) {}\n#[derive(serde::Deserialize)]\nstruct P { id: u32 }";
    route_says(
        source,
        &[
            "the field `id` of `P` is no parameter of `/items/[slug]`",
            "--> app/items/[slug]/route.rs:4:12",
            "--> app/items/[slug]/route.rs:1:15",
            "= help: rename the field to `slug`",
        ],
    );
    says(
        &[(
            "[my-slug]/route.rs",
            "pub fn GET(p: Path<P>) {}\n#[derive(Deserialize)] struct P { my_slug: u32 }",
        )],
        &[
            "the field `my_slug` of `P` is no parameter of `/[my-slug]`",
            "--> app/[my-slug]/route.rs:2:35",
            "--> app/[my-slug]/route.rs:1:15",
            "= help: write `#[serde(rename = \"my-slug\")]` above the field",
        ],
    );
    for fields in [
        "{ slug: u32 }",
        "{ r#slug: u32 }",
        "{ #[serde(rename = \"slug\")] id: u32 }",
        "{ #[serde(alias = \"slug\")] id: u32 }",
        "{ slug: u32, #[serde(default)] more: u32 }",
        "{ slug: u32, more: Option<u32> }",
        "{ #[serde(flatten)] inner: Inner }",
        "{ #[serde(rename(deserialize = \"slug\"))] id: u32 }",
    ] {
        route_is_fine(&format!(
            "pub fn GET(p: Path<P>) {{}} #[derive(Deserialize)] struct P {fields}"
        ));
    }
    for container in ["default", "transparent", "from = \"X\"", "remote = \"X\""] {
        route_is_fine(&format!(
            "pub fn GET(p: Path<P>) {{}} #[derive(Deserialize)] #[serde({container})] struct P {{ id: u32 }}"
        ));
    }
    route_is_fine("pub fn GET(p: Path<P>) {} struct P { id: u32 }");
    for (case, path) in [
        ("camelCase", "[itemId]"),
        ("PascalCase", "[ItemId]"),
        ("kebab-case", "[item-id]"),
        ("SCREAMING_SNAKE_CASE", "[ITEM_ID]"),
    ] {
        let source = format!(
            "pub fn GET(p: Path<P>) {{}} #[derive(Deserialize)] #[serde(rename_all = \"{case}\")] struct P {{ item_id: u32 }}"
        );
        is_fine(&[(&format!("{path}/route.rs"), &source)]);
    }
}

#[test]
fn several_mistakes_come_sorted() {
    let rendered = rendered(&[
        (
            "b/route.rs",
            "pub const runtime: &str = \"edge\";\nfn GET() {}",
        ),
        ("[x/route.rs", GET),
        ("a/route.rs", ""),
    ]);
    let places: Vec<_> = rendered
        .iter()
        .map(|text| text.lines().nth(1).unwrap().trim())
        .collect();
    assert_eq!(
        places,
        [
            "--> app/[x",
            "--> app/a/route.rs:1:1",
            "--> app/b/route.rs:1:11",
            "--> app/b/route.rs:2:4"
        ]
    );
}
