//! Requests that pages of other origins send.

use crate::{Shared, app};
use axum::body::Body;
use router_runtime::TrustedProxies;
use router_tests::{request::request_with_body, response::BufferedResponse};

const CROSS: (&str, &str) = ("sec-fetch-site", "cross-site");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");

/// The response of `service()`, which equals that of `router()`.
async fn send(method: &str, path: &str, headers: &[(&str, &str)]) -> BufferedResponse {
    let app = app::builder(Shared::default()).trusted_origins(["https://admin.example"]);
    let request = || -> axum::http::Request<Body> {
        let headers = [&[("host", "shop.example")], headers].concat();
        request_with_body(method, path, &headers, "a=b")
    };
    let service = BufferedResponse::of(app.service(), request()).await;
    let router = BufferedResponse::of(app.router(), request()).await;
    let ignored = ["age", "date", "cache-status", "last-modified"];
    BufferedResponse::same(&format!("{method} {path}"), router, service, &ignored)
}

#[tokio::test]
async fn unsafe_methods_of_other_origins_are_refused() {
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let response = send(method, "/forms", &[CROSS, FORM]).await;
        assert_eq!(
            (response.status, &*response.body),
            (403, "403 Forbidden\n"),
            "{method}"
        );
        let response = send(method, "/forms", &[CROSS]).await;
        assert_eq!(response.status, 403, "{method}");
        let response = send(method, "/forms", &[CROSS, JSON]).await;
        assert_eq!(response.status, 200, "{method}");
        let response = send(method, "/forms", &[("sec-fetch-site", "same-origin"), FORM]).await;
        assert_eq!(response.status, 200, "{method}");
        let response = send(method, "/forms", &[FORM]).await;
        assert_eq!(response.status, 200, "{method}");
    }
    for method in ["GET", "HEAD", "OPTIONS"] {
        let response = send(method, "/forms", &[CROSS, FORM]).await;
        assert_eq!(response.status, 200, "{method}");
    }
}

#[tokio::test]
async fn old_browsers_are_recognized_by_the_origin() {
    for (origin, expected) in [
        ("https://shop.example", 200),
        ("http://shop.example", 200),
        ("http://shop.example:8080", 403),
        ("http://evil.example", 403),
        ("https://admin.example", 200),
        ("null", 403),
    ] {
        let response = send("POST", "/forms", &[("origin", origin), FORM]).await;
        assert_eq!(response.status, expected, "{origin}");
    }
    let headers = [("origin", "https://admin.example"), CROSS, FORM];
    assert_eq!(send("POST", "/forms", &headers).await.body, "posted a=b");
}

#[tokio::test]
async fn every_kind_of_route_checks() {
    let own = [("sec-fetch-site", "same-origin")];
    for (path, body) in [("/forms/7", "written"), ("/open/closed", "closed")] {
        assert_eq!(send("POST", path, &[CROSS]).await.status, 403, "{path}");
        assert_eq!(send("POST", path, &own).await.body, body, "{path}");
    }
    for (path, body) in [("/open", "open"), ("/open/hook", "hook")] {
        assert_eq!(
            send("POST", path, &[CROSS, FORM]).await.body,
            body,
            "{path}"
        );
    }
    // Its middleware sees the refusal, as it sees a 405.
    let refused = send("POST", "/open/closed", &[CROSS]).await;
    assert_eq!(refused.header("x-middleware"), Some("ran"));
    assert_eq!(send("POST", "/seen", &[CROSS]).await.status, 405);
    assert_eq!(send("POST", "/nothing", &[CROSS]).await.status, 404);
}

#[tokio::test]
async fn a_refused_write_invalidates_nothing() {
    let app = app::builder(Shared::default()).service();
    let get = || request_with_body("GET", "/forms/7", &[("host", "shop.example")], "");
    let status = async || {
        let response = BufferedResponse::of(app.clone(), get()).await;
        response.header("cache-status").unwrap().to_owned()
    };
    assert!(status().await.contains("fwd=miss"));
    let write = request_with_body("POST", "/forms/7", &[("host", "shop.example"), CROSS], "");
    assert_eq!(BufferedResponse::of(app.clone(), write).await.status, 403);
    assert!(status().await.contains("hit"));
}

#[tokio::test]
async fn the_host_that_a_proxy_reports_is_the_own_one() {
    let proxies = TrustedProxies::new([crate::PROXY]).x_forwarded_host();
    let server = crate::Server::start(Some(proxies)).await;
    for (origin, expected) in [("https://shop.example", 200), ("http://inner", 403)] {
        let mut client = router_tests::raw::Client::connect(server.address()).await;
        client
            .write(format!(
                "POST /forms HTTP/1.1\r\nhost: inner\r\nx-forwarded-host: shop.example\r\norigin: {origin}\r\n\
                 content-length: 0\r\n\r\n"
            ))
            .await;
        let response = client.response().await;
        let start = format!("HTTP/1.1 {expected} ");
        assert!(response.starts_with(&start), "{origin} {response}");
    }
}
