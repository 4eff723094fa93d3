//! Arguments and return values of handlers.

use super::{expect, request, send, site, site_state};
use axum::Extension;
use tower::ServiceBuilder;

#[tokio::test]
async fn every_kind_of_argument_is_read() {
    expect(&[
        ("PUT", "/items/a%20b", "200 a b"),
        ("DELETE", "/items/7", "200 deleted 7"),
        (
            "DELETE",
            "/items/x",
            "400 Invalid URL: Cannot parse `x` to a `u32`",
        ),
        ("GET", "/extract/21", "200 42"),
        (
            "POST",
            "/extract/7",
            "200 POST /extract/{id} [(\"id\", \"7\")]",
        ),
        ("PATCH", "/extract/7", "200 None 12"),
        ("GET", "/whole?q=1", "200 /whole /whole?q=1"),
        ("POST", "/docs/a/b", "200 /docs/{*page} [\"a\", \"b\"]"),
        ("POST", "/docs", "200 /docs []"),
        ("DELETE", "/type", "200 DELETE from elsewhere"),
    ])
    .await;
}

#[tokio::test]
async fn handlers_with_cfg_exist_only_if_it_holds() {
    let expected = if cfg!(unix) { "200 unix" } else { "200 5" };
    expect(&[("POST", "/type", expected)]).await;
}

#[tokio::test]
async fn state_and_its_parts_reach_handlers() {
    for (method, path, expected) in [
        ("GET", "/counter", "7"),
        ("POST", "/counter", "site hello"),
        ("GET", "/status", ""),
    ] {
        let router = send(site::router(site_state()), request(method, path, "hello")).await;
        let service = send(site::service(site_state()), request(method, path, "hello")).await;
        assert_eq!(router.body, expected, "router()");
        assert_eq!(service.body, expected, "service()");
    }
}

#[tokio::test]
async fn functions_that_are_not_async_return_values_or_futures() {
    for (method, status) in [("GET", 202), ("POST", 201)] {
        let request = || request(method, "/status", "");
        let router = send(site::router(site_state()), request()).await;
        let service = send(site::service(site_state()), request()).await;
        assert_eq!(router.status, status, "router()");
        assert_eq!(service.status, status, "service()");
    }
}

#[tokio::test]
async fn extensions_of_outer_layers_reach_handlers() {
    let expected = "Some(\"from outside\") 12";
    let router = super::app::router().layer(Extension("from outside"));
    let response = send(router, request("PATCH", "/extract/7", "5")).await;
    assert_eq!(response.body, expected, "router()");
    let service = ServiceBuilder::new()
        .layer(Extension("from outside"))
        .service(super::app::service());
    let response = send(service, request("PATCH", "/extract/7", "5")).await;
    assert_eq!(response.body, expected, "service()");
}
