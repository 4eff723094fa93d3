//! Cases 118 and 119: errors of the prelude, which are rendered outside of the cache.

use crate::{TestApp, both_ways};
use router_runtime::prelude::*;
use router_tests::{
    handlers::Gate, request::request, response::BufferedResponse, test_app::Connection,
};

const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

/// The `Accept` of clients with their form of the error.
const CLIENTS: [(&str, &str); 3] = [
    ("*/*", "text/plain; charset=utf-8"),
    (BROWSER, "text/html; charset=utf-8"),
    ("application/json", "application/problem+json"),
];

async fn get(app: &TestApp, path: &str, accept: &str) -> BufferedResponse {
    app.get_with(path, &[("accept", accept)]).await
}

#[tokio::test]
async fn case_118_a_stored_error_is_rendered_for_each_request() {
    for app in both_ways().await {
        app.state.respond("tagged", |_| not_found());
        assert_eq!(app.get("/tagged").await.state(), "MISS stored");
        for (accept, kind) in CLIENTS {
            for headers in [
                &[("accept", accept)][..],
                &[("accept", accept), ("if-none-match", "*")],
                &[("accept", accept), ("range", "bytes=0-1")],
            ] {
                let response = app.get_with("/tagged", headers).await;
                assert_eq!(response.status, 404, "{headers:?}");
                assert_eq!(response.state(), "HIT", "{headers:?}");
                assert_eq!(response.value("content-type"), kind);
                assert_eq!(response.header_list("vary"), "accept");
                // A validator would be that of every form.
                assert_eq!(response.header("etag"), None);
                assert_eq!(response.header("last-modified"), None);
                assert_eq!(response.age(), Some(0));
                assert!(response.body.contains("Not Found"), "{}", response.body);
                let length = response.bytes.len().to_string();
                assert_eq!(response.value("content-length"), length);
            }
            let head = app
                .send(request("HEAD", "/tagged", &[("accept", accept)]))
                .await;
            let whole = get(&app, "/tagged", accept).await;
            assert_eq!(head.value("content-length"), whole.value("content-length"));
            assert_eq!(head.body, "");
        }
        // Stale, and replaced by a success.
        app.advance(61);
        app.state.reset("tagged");
        let stale = get(&app, "/tagged", BROWSER).await;
        assert_eq!((stale.status, &*stale.state()), (404, "STALE"));
        assert!(stale.body.starts_with("<!doctype html>"));
        let fresh = app.get_until("/tagged", "tagged 2").await;
        assert!(fresh.header("etag").is_some());
        assert_eq!(fresh.header_list("vary"), "");
    }
}

#[tokio::test]
async fn case_118_the_text_of_a_stored_error_is_in_every_form() {
    for app in both_ways().await {
        let gone = |_| Error::new(StatusCode::GONE, "<sold> to Ada");
        app.state.respond("tagged", gone);
        for (accept, expected) in [
            ("*/*", "<sold> to Ada"),
            (BROWSER, "&lt;sold&gt; to Ada"),
            ("application/json", r#""detail":"<sold> to Ada""#),
        ] {
            let response = get(&app, "/tagged", accept).await;
            assert_eq!(response.status, 410);
            assert!(response.body.contains(expected), "{}", response.body);
        }
        assert_eq!(app.state.runs("tagged"), 1);
        // A response of the handler itself is stored with its bytes.
        app.state.respond("two", |_| StatusCode::NOT_FOUND);
        for (accept, _) in CLIENTS {
            let own = get(&app, "/two", accept).await;
            assert_eq!((own.status, &*own.body), (404, ""));
            assert_eq!(own.header_list("vary"), "");
        }
    }
}

#[tokio::test]
async fn case_119_waiters_of_a_failed_flight_get_their_own_form() {
    for app in both_ways().await {
        let gate = Gate::default();
        let passed = gate.clone();
        app.state.plan("minute", move |_| {
            let gate = passed.clone();
            async move {
                gate.pass().await;
                Err(Error::new(StatusCode::SERVICE_UNAVAILABLE, "closed"))
            }
        });
        let mut pending = Vec::new();
        for (accept, kind) in CLIENTS {
            let mut connection = Connection::open(app.address()).await;
            let sent = request("GET", "/minute", &[("accept", accept)]);
            let response = tokio::spawn(async move { connection.send(sent).await });
            pending.push((response, kind));
            app.wait_for_runs("minute", 1).await;
            app.round_trip().await;
        }
        gate.open(3);
        for (response, kind) in pending {
            let response = response.await.unwrap();
            assert_eq!(response.status, 503);
            assert_eq!(response.value("content-type"), kind);
            assert!(response.body.contains("closed"), "{}", response.body);
            assert!(response.value("cache-control").contains("no-store"));
        }
    }
}

#[tokio::test]
async fn case_119_panics_and_refusals_are_rendered_too() {
    for app in both_ways().await {
        app.state
            .respond("minute", |_| -> StatusCode { panic!("on purpose") });
        for (accept, kind) in CLIENTS {
            let response = get(&app, "/minute", accept).await;
            assert_eq!(response.status, 500);
            assert_eq!(response.value("content-type"), kind);
            assert!(!response.body.contains("on purpose"));
        }
        // A response that is not storable belongs to one request.
        app.state.respond("two", |_| forbidden());
        for (accept, kind) in CLIENTS {
            let response = get(&app, "/two", accept).await;
            assert_eq!(response.status, 403);
            assert_eq!(response.value("content-type"), kind);
        }
    }
}
