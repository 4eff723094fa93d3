//! The request that is sent, and the client that sends it.

use crate::{TestApp, app, both_ways, upstream::Upstream};
use axum::http::Method;
use router_runtime::{fetch::client_builder, testing::Clock};
use router_tests::test_app::{ROUTER, SERVICE};
use serde_json::json;

#[tokio::test]
async fn method_query_headers_and_body_arrive() {
    for app in both_ways().await {
        let url = app.state.at("orders?a=1");
        app.state.plan_calls(move |fetch| {
            let request = fetch
                .post(&url)
                .query(&[("b", "2 & 3")])
                .query(&json!({ "c": 4 }));
            let request = request.header("x-key", "k").header("x-key", "l");
            let sending = request.json(&json!({ "item": "pen" })).send();
            async { Ok(sending.await?.text()) }
        });
        assert_eq!(app.get("/live").await.body, "orders 1");
        let heads = app.state.heads();
        let [head] = heads.as_slice() else {
            panic!("one request: {heads:?}");
        };
        assert!(
            head.starts_with("POST /orders?a=1&b=2+%26+3&c=4 "),
            "{head}"
        );
        for header in [
            " content-type: application/json",
            " content-length: 14",
            " x-key: k",
            " x-key: l",
            concat!(" user-agent: router-runtime/", env!("CARGO_PKG_VERSION")),
        ] {
            assert!(head.contains(header), "{header} in {head}");
        }
    }
}

#[tokio::test]
async fn any_method_is_sent_and_credentials_of_a_url_are_a_header() {
    for app in both_ways().await {
        let url = app.state.at("a").replace("http://", "http://ada:pass@");
        app.state.plan_calls(move |fetch| {
            let sending = fetch.request(Method::DELETE, &url).send();
            async { Ok(sending.await?.text()) }
        });
        assert_eq!(app.method("POST", "/live").await.body, "a 1");
        let heads = app.state.heads();
        let way = app.way;
        assert!(heads[0].starts_with("DELETE /a "), "{way}: {heads:?}");
        let credentials = " authorization: Basic YWRhOnBhc3M=";
        assert!(heads[0].contains(credentials), "{way}: {heads:?}");
    }
}

#[tokio::test]
async fn an_application_may_set_its_client() {
    let client = client_builder().user_agent("of-its-own").build().unwrap();
    let (upstream, clock) = (Upstream::default(), Clock::new());
    let builder = app::builder(upstream.clone()).fetch_client(client);
    upstream.open().await;
    for (number, way) in [SERVICE, ROUTER].into_iter().enumerate() {
        let app = TestApp::open(way, &builder, upstream.clone(), clock.clone()).await;
        let url = app.state.at("a");
        app.state.plan_calls(move |fetch| {
            let sending = fetch.get(&url).send();
            async { Ok(sending.await?.text()) }
        });
        assert_eq!(app.get("/live").await.status, 200);
        let heads = app.state.heads();
        let agent = " user-agent: of-its-own";
        assert!(heads[number].contains(agent), "{way}: {heads:?}");
    }
}

/// TLS works with ring, without a process-wide provider. The upstream does not support TLS, so the handshake fails.
#[tokio::test]
async fn https_works_without_a_process_wide_provider() {
    for app in both_ways().await {
        let url = app.state.at("a").replace("http://", "https://");
        app.state.plan_calls(move |fetch| {
            let sending = fetch.get(&url).send();
            async { Ok(sending.await?.text()) }
        });
        let response = app.get("/live").await;
        assert_eq!((response.status, app.handlers().runs("a")), (500, 0));
        assert!(
            response.body.starts_with("`GET https://127.0.0.1:"),
            "{}",
            response.body
        );
        assert!(
            response.body.contains("could not connect: "),
            "{}",
            response.body
        );
    }
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}
