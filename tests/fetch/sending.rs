//! What is sent, and by which client.

use super::{Lab, app, house::House, houses};
use axum::{Router, http::Method};
use router_runtime::{fetch::client_builder, testing::Clock};
use serde_json::json;

#[tokio::test]
async fn method_query_headers_and_body_arrive() {
    for house in houses().await {
        let url = house.lab.at("orders?a=1");
        house.lab.asks(move |fetch| {
            let asked = fetch
                .post(&url)
                .query(&[("b", "2 & 3")])
                .query(&json!({ "c": 4 }));
            let asked = asked.header("x-key", "k").header("x-key", "l");
            let sending = asked.json(&json!({ "item": "pen" })).send();
            async { Ok(sending.await?.text()) }
        });
        assert_eq!(house.get("/live").await.body, "orders 1");
        let heads = house.lab.heads();
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
    for house in houses().await {
        let url = house.lab.at("a").replace("http://", "http://ada:pass@");
        house.lab.asks(move |fetch| {
            let sending = fetch.request(Method::DELETE, &url).send();
            async { Ok(sending.await?.text()) }
        });
        assert_eq!(house.method("POST", "/live").await.body, "a 1");
        let heads = house.lab.heads();
        assert!(heads[0].starts_with("DELETE /a "), "{heads:?}");
        assert!(
            heads[0].contains(" authorization: Basic YWRhOnBhc3M="),
            "{heads:?}"
        );
    }
}

#[tokio::test]
async fn an_application_may_bring_its_client() {
    let client = client_builder().user_agent("of-its-own").build().unwrap();
    let (lab, clock) = (Lab::default(), Clock::new());
    let builder = app::builder(lab.clone()).fetch_client(client);
    let apps = [
        Router::new().fallback_service(builder.service()),
        builder.router(),
    ];
    lab.open().await;
    for (number, app) in apps.into_iter().enumerate() {
        let house = House::open(app, lab.clone(), clock.clone(), builder.cache_handle()).await;
        let url = house.lab.at("a");
        house.lab.asks(move |fetch| {
            let sending = fetch.get(&url).send();
            async { Ok(sending.await?.text()) }
        });
        assert_eq!(house.get("/live").await.status, 200);
        assert!(house.lab.heads()[number].contains(" user-agent: of-its-own"));
    }
}

/// TLS is there, and is ring's; this upstream speaks none. Nothing was installed for the process.
#[tokio::test]
async fn https_is_spoken_without_a_provider_for_the_process() {
    for house in houses().await {
        let url = house.lab.at("a").replace("http://", "https://");
        house.lab.asks(move |fetch| {
            let sending = fetch.get(&url).send();
            async { Ok(sending.await?.text()) }
        });
        let answer = house.get("/live").await;
        assert_eq!((answer.status, house.lab.runs("a")), (500, 0));
        assert!(
            answer.body.starts_with("`GET https://127.0.0.1:"),
            "{}",
            answer.body
        );
        assert!(
            answer.body.contains("found no connection: "),
            "{}",
            answer.body
        );
    }
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}
