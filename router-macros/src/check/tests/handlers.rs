//! Mistakes of handlers.

use super::{is_fine, reports, route_is_fine, route_reports};

#[test]
fn missing_handlers() {
    reports(
        &[("a/route.rs", "")],
        &[
            "[R0204] `app/a/route.rs` exports no method handler",
            "--> app/a/route.rs:1:1",
            "= help: add `pub async fn GET() -> &'static str { \"…\" }`, or remove the file",
        ],
    );
    reports(
        &[("a/page.rs", "pub fn GET() {}")],
        &[
            "[R0209] `GET` has no effect in `page.rs`",
            "--> app/a/page.rs:1:8",
            "= help: rename the function to `page`, or the file to `route.rs`",
        ],
    );
    reports(
        &[("a/route.rs", "pub fn page() {}")],
        &[
            "[R0209] `page` has no effect in `route.rs`",
            "--> app/a/route.rs:1:8",
            "= help: rename the function to `GET`, or the file to `page.rs`",
        ],
    );
    reports(
        &[("a/route.rs", "use crate::shared::GET;")],
        &[
            "[R0210] `GET` is imported but not exported",
            "--> app/a/route.rs:1:20",
            "= help: write `pub use` instead of `use`",
        ],
    );
    reports(
        &[("not-found.rs", "")],
        &[
            "[R0204] `app/not-found.rs` exports no not-found function",
            "--> app/not-found.rs:1:1",
            "= help: add `pub async fn not_found() -> Html<&'static str> { Html(\"…\") }`, or remove the file",
        ],
    );
    reports(
        &[("a/route.rs", "handlers! {}")],
        &[
            "[R0211] `app/a/route.rs` exports no method handler by name, and `routes!` cannot resolve macro calls",
            "--> app/a/route.rs:1:1",
            "= help: write the function here with the macro call in its body, or put the call in a module and export by name: `mod made { … } pub use made::GET;`",
        ],
    );
    for source in ["pub use other::*;", "pub use other::*; handlers! {}"] {
        reports(
            &[("a/route.rs", source)],
            &[
                "[R0211] `app/a/route.rs` exports no method handler by name, and `routes!` cannot resolve glob imports and macro calls",
                "--> app/a/route.rs:1:1",
                "= help: export it by name: `pub use path::to::GET;`",
            ],
        );
    }
    route_is_fine("pub use other::*; pub fn GET() {}");
    route_is_fine("pub fn GET( {");
}

#[test]
fn misspelled_handlers() {
    for (source, name, right, at) in [
        ("pub fn get() {}", "get", "GET", "1:8"),
        ("pub fn Get() {} pub fn POST() {}", "Get", "GET", "1:8"),
        ("pub fn get() {} pub fn POST() {}", "get", "GET", "1:8"),
        ("pub fn GETT() {} pub fn POST() {}", "GETT", "GET", "1:8"),
        ("pub fn GTE() {}", "GTE", "GET", "1:8"),
        ("pub async fn delete() {}", "delete", "DELETE", "1:14"),
    ] {
        let message = format!("[R0206] `{name}` is not a method handler; did you mean `{right}`?");
        let place = format!("--> app/items/[slug]/route.rs:{at}");
        let help = format!("= help: rename it to `{right}`, or remove its `pub` if it is a helper");
        route_reports(source, &[&message, &place, &help]);
    }
    reports(
        &[("page.rs", "pub fn Page() {}")],
        &[
            "[R0206] `Page` is not a page function; did you mean `page`?",
            "--> app/page.rs:1:8",
            "= help: rename it to `page`, or remove its `pub` if it is a helper",
        ],
    );
    reports(
        &[("not-found.rs", "pub fn NotFound() {}")],
        &[
            "[R0206] `NotFound` is not a not-found function; did you mean `not_found`?",
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
            "[R0205] `GET` is not `pub`, so the router cannot call it",
            "1:10",
            "write `pub async fn GET`",
        ),
        (
            "pub(crate) fn GET() {}",
            "[R0205] `GET` is not `pub`, so the router cannot call it",
            "1:15",
            "write `pub async fn GET`",
        ),
        (
            "pub fn GET<T>() {}",
            "[R0301] `GET` is generic, but the router cannot infer its type parameters",
            "1:8",
            "remove the `<…>` after its name and use concrete types",
        ),
        (
            "pub fn GET(x: impl X) {}",
            "[R0302] `GET` takes an `impl Trait`, but the router cannot infer its type",
            "1:8",
            "use a concrete type for the argument",
        ),
        (
            "pub unsafe fn PUT() {}",
            "[R0303] `PUT` is an `unsafe fn`, expected `fn` or `async fn`",
            "1:15",
            "write `pub async fn PUT` with an `unsafe` block in its body",
        ),
        (
            "pub extern \"C\" fn GET() {}",
            "[R0303] `GET` is an `extern fn`, expected `fn` or `async fn`",
            "1:19",
            "write `pub async fn GET`",
        ),
        (
            "pub const fn GET() {}",
            "[R0303] `GET` is a `const fn`, expected `fn` or `async fn`",
            "1:14",
            "write `pub async fn GET`",
        ),
    ] {
        let (place, help) = (format!("{place}{at}"), format!("= help: {help}"));
        route_reports(source, &[message, &place, &help]);
    }
}

#[test]
fn methods_outside_routes() {
    for (path, own) in [
        ("a/page.rs", "pub async fn page() {}"),
        ("not-found.rs", "pub async fn not_found() {}"),
        ("robots.rs", "pub async fn robots() {}"),
    ] {
        let source = format!("{own}\npub async fn POST() {{}}");
        let name = path.rsplit('/').next().unwrap();
        let message = format!("[R0209] `POST` has no effect in `{name}`");
        let place = format!("--> app/{path}:2:14");
        let help = "= help: move it to a `route.rs` in another folder, or remove its `pub` if it is a helper";
        reports(&[(path, &source)], &[&message, &place, help]);
        is_fine(&[(path, &format!("{own} fn post() {{}} pub fn list() {{}}"))]);
    }
}

#[test]
fn helpers_are_allowed() {
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
        "pub fn page(number: u32) {}",
        "pub fn generate_slug() {}",
    ] {
        route_is_fine(&format!("pub async fn GET() {{}} {helper}"));
    }
}
