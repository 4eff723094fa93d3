//! Applications nested in a Router.

use super::{below_docs, get, mount};
use axum::Router;
use router_runtime::{
    AppBuilder, TrailingSlash,
    TrailingSlash::{Add, Remove},
    rules::Redirect,
};

/// The application nested at `path`, as a Router and as a service.
fn nested(path: &str, builder: &AppBuilder<()>) -> [(&'static str, Router); 2] {
    [
        ("router()", Router::new().nest(path, builder.router())),
        (
            "service()",
            Router::new().nest_service(path, builder.service()),
        ),
    ]
}

fn app(trailing_slash: TrailingSlash) -> AppBuilder<()> {
    mount::builder()
        .trailing_slash(trailing_slash)
        .redirects([Redirect::permanent("/old/:id", "/p/:id")])
}

#[tokio::test]
async fn a_doubled_slash_behind_the_prefix_is_redirected() {
    for (trailing_slash, path, expected) in [
        (Remove, "/api/p/x", "200 x"),
        (Remove, "/api//p/x", "308 -> /api/p/x"),
        (Remove, "/api//p/x?q=//", "308 -> /api/p/x?q=//"),
        (Remove, "/api///p//x/", "308 -> /api/p/x"),
        (Remove, "/api/p/x/", "308 -> /api/p/x"),
        (Remove, "/api/p/x/?q", "308 -> /api/p/x?q"),
        (Remove, "/api//", "308 -> /api"),
        (Remove, "/api//old/7", "308 -> /api/old/7"),
        (Remove, "/api/old/7?q", "308 -> /api/p/7?q"),
        (Remove, "/api//shop/x", "308 -> /api/shop/x"),
        (Remove, "/api/%70/x", "308 -> /api/p/x"),
        (Remove, "/api//%2e/x", "400 400 Bad Request\n"),
        (Remove, "/api/%2e/p/x", "400 400 Bad Request\n"),
        (Remove, "/api//nope", "308 -> /api/nope"),
        (Add, "/api/p/x", "308 -> /api/p/x/"),
        (Add, "/api/links?q", "308 -> /api/links/?q"),
        (Add, "/api//p/x", "308 -> /api/p/x/"),
        (Add, "/api/p/x/", "200 x"),
        (Add, "/api/old/7/", "308 -> /api/p/7"),
    ] {
        for (way, router) in nested("/api", &app(trailing_slash)) {
            let twice = Router::new().nest("/v1", router.clone().fallback(async || "theirs"));
            let found = get(router, path).await;
            assert_eq!(found, expected, "{way} {trailing_slash:?} {path}");
            let found = get(twice, &format!("/v1{path}")).await;
            let expected = expected.replace("-> /", "-> /v1/");
            assert_eq!(found, expected, "{way} {trailing_slash:?} /v1{path}");
        }
    }
}

#[tokio::test]
async fn an_application_nested_at_its_base_path() {
    for (path, expected) in [
        ("/docs", "200 home"),
        ("/docs/p/7", "200 7"),
        ("/docs/p/7?q", "200 7"),
        ("/docs/go/plain", "307 -> /docs/p/there"),
        ("/docs/links", "200 /docs /docs/p/a%20b /docs/shop/x/y"),
        ("/docs/p/7/", "308 -> /docs/p/7"),
        ("/docs//p/7", "308 -> /docs/p/7"),
        ("/docs/old/7?q", "308 -> /docs/p/7?q"),
        ("/docs/nothing", "404 nothing at /nothing"),
        ("/docs/%2e%2e/p", "400 400 Bad Request\n"),
        ("POST /docs/shop/a/b", "200 a/b"),
        ("/docs/shop/a/edit", "200 edit a /docs/shop/{id}/edit"),
    ] {
        let builder = || {
            below_docs(Remove).redirects([
                Redirect::permanent("/old/:id", "/p/:id"),
                Redirect::permanent("/docs/older", "/docs/p/1").without_base_path(),
            ])
        };
        for (way, router) in nested("/docs", &builder()) {
            let found = get(router.clone(), path).await;
            assert_eq!(found, expected, "{way} {path}");
            let found = get(router, "/docs/older").await;
            assert_eq!(found, "308 -> /docs/p/1", "{way}");
        }
        let merged = Router::new().merge(builder().router());
        assert_eq!(get(merged, path).await, expected, "merged {path}");
    }
}
