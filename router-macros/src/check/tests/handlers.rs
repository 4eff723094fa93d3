//! Mistakes of handlers.

use super::{is_fine, route_is_fine, route_says, says};

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
    for source in ["pub use other::*;", "handlers! {}"] {
        says(
            &[("a/route.rs", source)],
            &[
                "`app/a/route.rs` names no `GET`; what a glob or a macro brings is not seen",
                "--> app/a/route.rs:1:1",
                "= help: name what it brings: `pub use other::GET;`",
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
        let message = format!("`{name}` answers nothing, but is almost `{right}`");
        let place = format!("--> app/items/[slug]/route.rs:{at}");
        let help = format!("= help: rename it to `{right}`, or remove its `pub` if it is a helper");
        route_says(source, &[&message, &place, &help]);
    }
    says(
        &[("page.rs", "pub fn Page() {}")],
        &[
            "`Page` answers nothing, but is almost `page`",
            "--> app/page.rs:1:8",
            "= help: rename it to `page`, or remove its `pub` if it is a helper",
        ],
    );
    says(
        &[("not-found.rs", "pub fn NotFound() {}")],
        &[
            "`NotFound` answers nothing, but is almost `not_found`",
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
fn methods_outside_routes() {
    for (path, own, noun, name) in [
        ("a/page.rs", "pub async fn page() {}", "page", "page"),
        (
            "not-found.rs",
            "pub async fn not_found() {}",
            "not-found page",
            "not_found",
        ),
        (
            "robots.rs",
            "pub async fn robots() {}",
            "metadata file",
            "robots",
        ),
    ] {
        let source = format!("{own}\npub async fn POST() {{}}");
        let message = format!("`POST` answers nothing here: a {noun} exports `{name}`");
        let place = format!("--> app/{path}:2:14");
        let help = "= help: move it to a `route.rs` in another folder, or remove its `pub` if it is a helper";
        says(&[(path, &source)], &[&message, &place, help]);
        is_fine(&[(path, &format!("{own} fn post() {{}} pub fn list() {{}}"))]);
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
        "pub fn page(number: u32) {}",
        "pub fn generate_slug() {}",
    ] {
        route_is_fine(&format!("pub async fn GET() {{}} {helper}"));
    }
}
