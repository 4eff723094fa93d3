//! `app::router()` used as any axum Router: merged, nested, layered.

use super::{app, plain_axum, request, send, site, site_state};
use axum::{Router, body::Body, extract::MatchedPath, http::Request, middleware};
use router_runtime::TrailingSlash;
use tower::ServiceBuilder;
use tower_http::cors::CorsLayer;

async fn get(router: Router, path: &str) -> (u16, String) {
    let response = send(router, request("GET", path, "")).await;
    let location = response.header("location").map(str::to_owned);
    (response.status, location.unwrap_or(response.body))
}

fn is(status: u16, text: &str) -> (u16, String) {
    (status, text.to_owned())
}

#[tokio::test]
async fn two_applications_merge() {
    let router = app::router().merge(site::routes(site_state()));
    assert_eq!(get(router.clone(), "/items/7").await, is(200, "7"));
    assert_eq!(get(router.clone(), "/counter").await, is(200, "7"));
    assert_eq!(get(router.clone(), "/items/7/").await, is(308, "/items/7"));
    assert_eq!(get(router, "/nope").await, is(404, "nothing at /nope"));
}

#[tokio::test]
async fn merging_with_a_router_that_has_a_fallback_keeps_its_fallback() {
    let router = plain_axum().merge(app::routes());
    assert_eq!(get(router.clone(), "/items/7").await, is(200, "7"));
    assert_eq!(get(router.clone(), "/plain").await, is(200, "plain axum"));
    assert_eq!(get(router, "/nope").await, is(200, "their fallback"));
}

#[tokio::test]
async fn nested_routers_keep_their_prefix_in_redirects() {
    let once = Router::new().nest("/api", app::router());
    // axum merges fallbacks only if the outer Router has none.
    let twice = Router::new().nest("/v1", once.clone().fallback(async || "their fallback"));
    for (router, prefix) in [(once, "/api"), (twice, "/v1/api")] {
        for (path, expected) in [
            ("/items/7", is(200, "7")),
            ("/docs", is(200, "[]")),
            ("/shop/x/y", is(200, "rest: x|y")),
            ("/extract/4", is(200, "8")),
            ("/items/7/", is(308, &format!("{prefix}/items/7"))),
            ("/items//7?q=1", is(308, &format!("{prefix}/items/7?q=1"))),
            ("/items/%00", is(400, "400 Bad Request\n")),
            ("/nope", is(404, "nothing at /nope")),
        ] {
            assert_eq!(
                get(router.clone(), &format!("{prefix}{path}")).await,
                expected,
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn parameters_of_an_outer_router_reach_axum_extractors_and_not_the_prelude() {
    // axum cannot nest a Router with a fallback under a parameter.
    let router = Router::new().nest("/{tenant}", app::routes());
    let response = send(router.clone(), request("POST", "/acme/extract/7", "")).await;
    assert_eq!(
        response.body,
        "POST /{tenant}/extract/{id} [(\"tenant\", \"acme\"), (\"id\", \"7\")]"
    );
    assert_eq!(get(router, "/acme/items/7").await, is(200, "7"));
}

#[tokio::test]
async fn a_nested_service_responds_as_a_nested_router() {
    let router = Router::new().nest_service("/v/{tenant}", app::service());
    for (method, path, expected) in [
        ("GET", "/v/acme/items/7", "7"),
        ("PUT", "/v/acme/items/7", "7"),
        ("GET", "/v/acme/extract/4", "8"),
        // axum counts the parameters of the outer Router as well.
        (
            "DELETE",
            "/v/acme/items/7",
            "Wrong number of path arguments for `Path`. Expected 1 but got 2. \
             Note that multiple parameters must be extracted with a tuple `Path<(_, _)>` or a struct `Path<YourParams>`",
        ),
    ] {
        assert_eq!(
            send(router.clone(), request(method, path, "")).await.body,
            expected
        );
    }
    assert_eq!(
        get(router, "/v/acme/items/7/").await,
        is(308, "/v/acme/items/7")
    );
}

/// An outer Router may leave a path that begins with two slashes, which a browser would read as a host.
#[tokio::test]
async fn a_redirect_leads_to_no_other_host() {
    let router = Router::new().nest_service("/{tenant}", app::service());
    for (path, expected) in [
        ("//evil.com/", "/evil.com"),
        ("//evil.com//items/7", "/evil.com/items/7"),
        ("/%5Cevil.com/items/7/", "/%5Cevil.com/items/7"),
    ] {
        assert_eq!(get(router.clone(), path).await, is(308, expected), "{path}");
    }
}

/// axum's `MatchedPath` is read from the first request, and an outer Router changes it.
#[tokio::test]
async fn the_matched_path_is_right_for_every_request() {
    let service = app::service();
    let nested = Router::new().nest_service("/v/{tenant}", service.clone());
    for (method, path, nested_path, of_axum) in [
        ("PUT", "/extract/7", "/v/a/extract/7", "/extract/{id} 7"),
        ("PUT", "/extract/8", "/v/b/extract/8", "/extract/{id} 8"),
        ("DELETE", "/extract/7", "/v/a/extract/7", "/extract/{id} 7"),
        ("DELETE", "/extract/8", "/v/b/extract/8", "/extract/{id} 8"),
        ("POST", "/docs", "/v/a/docs", "/docs []"),
        ("POST", "/docs/a", "/v/b/docs/a", "/docs/{*page} [\"a\"]"),
        ("POST", "/docs", "/v/c/docs", "/docs []"),
    ] {
        let response = send(nested.clone(), request(method, nested_path, "")).await;
        assert_eq!(response.body, format!("/v/{{tenant}}{of_axum}"));
        let response = send(service.clone(), request(method, path, "")).await;
        assert_eq!(response.body, of_axum, "service()");
        let response = send(app::router(), request(method, path, "")).await;
        assert_eq!(response.body, of_axum, "router()");
    }
}

#[tokio::test]
async fn layers_read_the_matched_path() {
    let router = app::router().layer(middleware::from_fn(
        async |matched: MatchedPath, request: axum::extract::Request, next: middleware::Next| {
            let response = next.run(request).await;
            let shown = [("x-matched", matched.as_str().to_owned())];
            (shown, response)
        },
    ));
    for (path, expected) in [
        ("/items/7", "/items/{slug}"),
        ("/shop/x/edit", "/shop/{slug}/edit"),
        // For a catch-all next to a parameter, a layer sees the pattern that axum accepts, and a handler sees that of the folder.
        (
            "/shop/x/y",
            "/shop/{__private__axum_fallback_slug}/{*__private__axum_fallback_rest}",
        ),
    ] {
        let response = send(router.clone(), request("GET", path, "")).await;
        assert_eq!(response.header("x-matched"), Some(expected));
    }
}

#[tokio::test]
async fn layers_of_tower_http_wrap_the_application() {
    let router = app::router().layer(CorsLayer::permissive());
    let service = ServiceBuilder::new()
        .layer(CorsLayer::permissive())
        .service(app::service());
    let preflight = || {
        let request = Request::options("/items/7")
            .header("origin", "https://shop.example")
            .header("access-control-request-method", "PUT");
        request.body(Body::empty()).unwrap()
    };
    for (way, response) in [
        ("router()", send(router.clone(), preflight()).await),
        ("service()", send(service.clone(), preflight()).await),
    ] {
        assert_eq!(response.status, 200, "{way}");
        let methods = response.header("access-control-allow-methods");
        assert_eq!(methods, Some("*"), "{way}");
    }
    for (way, response) in [
        (
            "router()",
            send(router, request("GET", "/items/7", "")).await,
        ),
        (
            "service()",
            send(service, request("GET", "/items/7", "")).await,
        ),
    ] {
        assert_eq!(response.body, "7", "{way}");
        let origin = response.header("access-control-allow-origin");
        assert_eq!(origin, Some("*"), "{way}");
    }
}

#[tokio::test]
async fn the_builder_sets_the_meaning_of_a_trailing_slash() {
    for (trailing_slash, path, expected) in [
        (TrailingSlash::Add, "/items/7", is(308, "/items/7/")),
        (TrailingSlash::Add, "/items/7/", is(200, "7")),
        (TrailingSlash::Add, "/docs/a/", is(200, "[\"a\"]")),
        (TrailingSlash::Add, "/", is(200, "home")),
        (TrailingSlash::Ignore, "/items/7", is(200, "7")),
        (TrailingSlash::Ignore, "/items/7/", is(200, "7")),
        (TrailingSlash::Ignore, "/shop/x/y/", is(200, "rest: x|y")),
        (TrailingSlash::Ignore, "/docs/", is(200, "[]")),
        (TrailingSlash::Ignore, "/items//7", is(308, "/items/7")),
    ] {
        let builder = app::builder().trailing_slash(trailing_slash);
        let service = Router::new().fallback_service(builder.service());
        for (way, router) in [("router()", builder.router()), ("service()", service)] {
            let found = get(router, path).await;
            assert_eq!(found, expected, "{trailing_slash:?} {path} {way}");
        }
    }
}

#[tokio::test]
async fn the_builder_replaces_the_page_for_unmatched_paths() {
    let builder = app::builder().not_found(async || "lost");
    assert_eq!(get(builder.router(), "/nope").await, is(404, "lost"));
    let builder = site::builder(site_state()).not_found(
        async |axum::extract::State(state): axum::extract::State<super::SiteState>| state.name,
    );
    assert_eq!(get(builder.router(), "/nope").await, is(404, "site"));
    assert_eq!(
        get(site::router(site_state()), "/nope").await,
        is(404, "404 Not Found\n")
    );
}
