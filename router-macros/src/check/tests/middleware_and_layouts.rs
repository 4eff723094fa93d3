//! Mistakes of `middleware.rs` and `layout.rs`.

use super::{is_fine, rendered, reports};

const GET: &str = "pub async fn GET() {}";
const PAGE: &str = "pub async fn page() {}";
const LAYOUT: &str = "pub async fn layout(children: Children) {}";
const NOT_FOUND: &str = "pub async fn not_found(error: ErrorContext) {}";
const ERROR: &str = "pub async fn error(error: ErrorContext) {}";
const MIDDLEWARE: &str = "pub async fn middleware(request: Request, next: Next) {}";

#[test]
fn children_are_for_layouts() {
    for (file, name) in [
        ("a/route.rs", "POST"),
        ("a/page.rs", "page"),
        ("not-found.rs", "not_found"),
        ("a/error.rs", "error"),
        ("a/sitemap.rs", "sitemap"),
    ] {
        for ty in ["Children", "router_runtime::Children", "Kids"] {
            let source = format!(
                "use router_runtime::prelude::{{*, Children as Kids}}; pub fn {name}(state: State<()>, children: {ty}) {{}}"
            );
            let [problem] = rendered(&[(file, &source)]).try_into().unwrap();
            let message = format!("[R0605] `{name}` takes `{ty}`, which only `layout` can take");
            assert!(problem.starts_with(&message), "{problem}");
        }
    }
    for source in [
        "use crate::family::Children; pub fn GET(children: Children) {}",
        "use crate::{a, b::{Sons as Children, C}}; pub fn GET(children: Children) {}",
        "pub struct Children; pub fn GET(children: Children) {}",
        "pub fn GET(children: crate::Children) {}",
        "pub fn GET(children: Children<u8>) {}",
        "pub fn GET(children: Json<Children>) {}",
    ] {
        let source = format!("use router_runtime::prelude::*; {source}");
        is_fine(&[("a/route.rs", &source)]);
    }
}

#[test]
fn the_context_of_an_error_is_for_pages_for_errors() {
    for (file, name) in [
        ("a/route.rs", "POST"),
        ("a/page.rs", "page"),
        ("layout.rs", "layout"),
    ] {
        let source = format!(
            "use router_runtime::prelude::*; pub fn {name}(error: ErrorContext, children: Children) {{}}"
        );
        let problems = rendered(&[(file, &source), ("page.rs", PAGE)]);
        let message = format!(
            "[R0610] `{name}` takes `ErrorContext`, which only `error` and `not_found` can take"
        );
        assert!(
            problems.iter().any(|it| it.starts_with(&message)),
            "{problems:?}"
        );
    }
    let own = "use crate::family::ErrorContext; pub fn GET(error: ErrorContext) {}";
    is_fine(&[("a/route.rs", own)]);
}

#[test]
fn layouts_take_children() {
    let layout = |source: &str| {
        let source = format!("use router_runtime::prelude::*; {source}");
        rendered(&[("page.rs", PAGE), ("layout.rs", &source)])
    };
    for source in [
        "pub fn layout() {}",
        "pub fn layout(headers: HeaderMap) {}",
        "pub struct Children; pub fn layout(headers: Children) {}",
    ] {
        let [problem] = layout(source).try_into().unwrap();
        assert!(
            problem.starts_with("[R0604] `layout` does not take `Children`"),
            "{problem}"
        );
    }
    for source in [
        "pub fn layout(headers: HeaderMap, children: Children) {}",
        "use router_runtime::prelude::Children as Kids; pub fn layout(kids: Kids) {}",
        "type Kids = Children; pub fn layout(kids: Kids) {}",
        "pub fn layout(kids: crate::Kids) {}",
        "pub fn layout(kids: t![Children]) {}",
        "#[cfg(a)] pub fn layout() {}",
        "#[wrap] pub fn layout() {}",
    ] {
        assert_eq!(layout(source), [""; 0], "{source}");
    }
}

#[test]
fn paths_of_wrappers_end_at_the_folder() {
    let page = (
        "[a]/[b]/page.rs",
        "pub fn page(path: Path<(u32, String)>) {}",
    );
    reports(
        &[
            page,
            (
                "[a]/layout.rs",
                "pub fn layout(path: Path<(u32, String)>, children: Children) {}",
            ),
        ],
        &[
            "[R0305] `Path<(u32, String)>` takes 2 parameters but `/[a]` has 1",
            "--> app/[a]/layout.rs:1:21",
            "= help: write `Path<u32>`",
        ],
    );
    reports(
        &[
            page,
            (
                "(g)/middleware.rs",
                "pub async fn middleware(path: Path<u32>, request: Request, next: Next) {}",
            ),
            ("(g)/a/route.rs", GET),
        ],
        &[
            "[R0305] `Path<u32>` takes 1 parameter but `/` has none",
            "--> app/(g)/middleware.rs:1:31",
            "= help: remove the argument, or move the file to a folder such as `[slug]`",
        ],
    );
    // axum's `Path` reads all parameters of the route.
    for path in [
        "path: axum::extract::Path<(u32, String)>",
        "path: ::axum::extract::Path<(u32, String)>",
        "path: Path<Vec<(String, String)>>",
    ] {
        let middleware = format!("pub fn middleware({path}, request: Request, next: Next) {{}}");
        is_fine(&[page, ("[a]/middleware.rs", &middleware)]);
    }
    let imported = "use axum::extract::Path; \
        pub fn middleware(path: Path<(u32, String)>, request: Request, next: Next) {}";
    is_fine(&[page, ("[a]/middleware.rs", imported)]);
}

#[test]
fn wrappers_without_effect() {
    reports(
        &[("a/middleware.rs", MIDDLEWARE), ("b/route.rs", GET)],
        &[
            "[R0602] `middleware` has no effect: no file in `app/a` or below handles requests",
            "--> app/a/middleware.rs:1:14",
            "= help: add a route in `app/a` or below, or delete the file",
        ],
    );
    reports(
        &[("layout.rs", LAYOUT), ("a/route.rs", GET)],
        &[
            "[R0603] `layout` has no effect: there is no page in `app` or below",
            "--> app/layout.rs:1:14",
            "= help: add a `page.rs` to `app`, or delete the layout; layouts do not apply to routes",
        ],
    );
    reports(
        &[
            ("a/error.rs", ERROR),
            ("a/route.rs", GET),
            ("page.rs", PAGE),
        ],
        &[
            "[R0609] `error` responds to nothing: there is no page in `app/a` or below",
            "--> app/a/error.rs:1:14",
            "= help: add a `page.rs` to `app/a`, or delete the file; for errors of routes, set `render_error` of `app::builder()`",
        ],
    );
    reports(
        &[("a/not-found.rs", NOT_FOUND), ("page.rs", PAGE)],
        &[
            "[R0609] `not_found` responds to nothing: no file in `app/a` or below handles requests",
            "--> app/a/not-found.rs:1:14",
            "= help: add a page or a route in `app/a` or below, or delete the file",
        ],
    );
    reports(
        &[("a/(g)/not-found.rs", NOT_FOUND), ("a/(g)/b/route.rs", GET)],
        &[
            "[R0609] `not_found` responds to nothing: there is no page in `app/a/(g)` or below",
            "--> app/a/(g)/not-found.rs:1:14",
            "= help: add a `page.rs` to `app/a/(g)`, or delete the file; a route group has no unmatched paths of its own",
        ],
    );
    for files in [
        [("a/error.rs", ERROR), ("a/(g)/[b]/page.rs", PAGE)],
        [("a/not-found.rs", NOT_FOUND), ("a/b/route.rs", GET)],
        [("(g)/not-found.rs", NOT_FOUND), ("(g)/page.rs", PAGE)],
        [("(g)/a/not-found.rs", NOT_FOUND), ("(g)/a/b/route.rs", GET)],
        [("a/middleware.rs", MIDDLEWARE), ("a/b/c/route.rs", GET)],
        [("a/middleware.rs", MIDDLEWARE), ("a/icon.png", "")],
        [("(g)/middleware.rs", MIDDLEWARE), ("(g)/page.rs", PAGE)],
        [("layout.rs", LAYOUT), ("(g)/[a]/page.rs", PAGE)],
        [("layout.rs", LAYOUT), ("not-found.rs", NOT_FOUND)],
    ] {
        is_fine(&files);
    }
    // Another mistake may be the reason.
    for route in ["a/[b/route.rs", "a/[...b]/c/route.rs"] {
        let found = rendered(&[("a/middleware.rs", MIDDLEWARE), (route, GET)]);
        assert_eq!(found.len(), 1, "{found:#?}");
    }
}

#[test]
fn layers_of_a_misspelled_method_are_no_second_mistake() {
    let layer = "use router_runtime::prelude::*; pub fn POST_layer(method: MethodLayers) -> MethodLayers { method }";
    for (function, message) in [
        ("pub fn Post() {}", "[R0206] `Post` is not a method handler"),
        ("fn POST() {}", "[R0205] `POST` is not `pub`"),
        ("pub fn GET() {}", "[R0608] `POST_layer` has no effect"),
    ] {
        let problems = rendered(&[("a/route.rs", &format!("{layer} {function}"))]);
        let [problem] = problems.as_slice() else {
            panic!("{function}: {problems:?}");
        };
        assert!(problem.starts_with(message), "{problem}");
    }
}
