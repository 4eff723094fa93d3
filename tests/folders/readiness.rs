//! The readiness path.

use super::{Journal, app, both_of, panic_message};
use axum::Router;
use router_runtime::{
    AppBuilder,
    rules::{HeaderRule, Redirect},
};
use router_tests::{request::request_line, response::BufferedResponse};

fn at(path: &str) -> AppBuilder<Journal> {
    app::builder(Journal::default()).readiness_path(path)
}

#[tokio::test]
async fn an_application_without_a_server_is_ready() {
    let builder = at("/ready");
    for (line, status, body) in [
        ("/ready", 200, "ready"),
        ("HEAD /ready", 200, ""),
        ("OPTIONS /ready", 204, ""),
        ("POST /ready", 405, "405 Method Not Allowed\n"),
    ] {
        let response = both_of(&builder, line, &[], "").await;
        assert_eq!((response.status, &*response.body), (status, body), "{line}");
        let allow = (status > 200).then_some("GET, HEAD, OPTIONS");
        assert_eq!(response.header("allow"), allow, "{line}");
        let cache_control = (status == 200).then_some("no-store");
        assert_eq!(response.header("cache-control"), cache_control, "{line}");
    }
    let response = both_of(&builder, "/ready/", &[], "").await;
    assert_eq!(response.header("location"), Some("/ready"));
    let response = both_of(&builder, "/api", &[], "").await;
    assert_eq!(response.body, "root, api");
}

#[tokio::test]
async fn it_comes_before_redirects_and_routes_with_parameters() {
    let path = "/api/items/ready";
    let item = both_of(&app::builder(Journal::default()), path, &[], "").await;
    assert_ne!(item.body, "ready");
    let redirect = Redirect::temporary("/:path+", "https://example.org/");
    let builder = at(path)
        .redirects([redirect])
        .headers([HeaderRule::new("/:path*").set("x-rule", "yes")]);
    let response = both_of(&builder, path, &[], "").await;
    assert_eq!((response.status, &*response.body), (200, "ready"));
    assert_eq!(response.header("x-rule"), Some("yes"));
    assert_eq!(both_of(&builder, "/api", &[], "").await.status, 307);
}

#[tokio::test]
async fn it_is_below_the_base_path_and_below_other_routers() {
    let builder = at("/ready").base_path("/docs");
    let response = both_of(&builder, "/docs/ready", &[], "").await;
    assert_eq!((response.status, &*response.body), (200, "ready"));
    assert_eq!(both_of(&builder, "/ready", &[], "").await.status, 404);
    let builder = at("/ready");
    for router in [
        Router::new().nest("/outer", builder.router()),
        Router::new().nest_service("/outer", builder.service()),
    ] {
        let response = BufferedResponse::of(router, request_line("/outer/ready", &[], "")).await;
        assert_eq!(response.body, "ready");
    }
}

#[test]
fn an_invalid_path_panics() {
    for path in ["", "ready", "/a b", "/a%20b", "/a?b", "/a//b", "/../a"] {
        assert_eq!(
            panic_message(|| drop(at(path))),
            format!(
                "readiness path `{path}`: expected a path that needs no escapes, such as `/ready`"
            )
        );
    }
    assert_eq!(
        panic_message(|| drop(at("/api"))),
        "readiness path `/api`: folders/app/api/route.rs has the same path"
    );
}
