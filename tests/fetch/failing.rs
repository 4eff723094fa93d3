//! Upstreams that fail, and the messages of the errors.

use crate::{TestApp, both_ways};
use axum::{
    body::{Body, Bytes},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use router_runtime::fetch::FetchRequest;
use std::time::Duration;
use tokio_stream::StreamExt;

type Call = fn(FetchRequest) -> FetchRequest;

/// A call that is not cached, and one that is.
const BOTH: [Call; 2] = [|call| call, |call| call.revalidate(60)];

fn set_call(app: &TestApp, url: String, call: Call, more: Call) {
    app.state.plan_calls(move |fetch| {
        let sending = more(call(fetch.get(&url))).send();
        async { Ok(sending.await?.text()) }
    });
}

/// The message of a handler's error, with its causes.
async fn error(app: &TestApp) -> String {
    let response = app.get("/live").await;
    assert_eq!(response.status, 500, "{}", response.body);
    response.body
}

#[tokio::test]
async fn connection_refused() {
    for app in both_ways().await {
        for call in BOTH {
            // No program listens on port 1.
            let address = "127.0.0.1:1";
            set_call(
                &app,
                format!("http://{address}/rates?key=secret"),
                call,
                |it| it,
            );
            let error = error(&app).await;
            let start = format!("`GET http://{address}/rates` could not connect: ");
            assert!(error.starts_with(&start), "{error}");
            assert!(error.contains("refused"), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_hung_upstream_times_out() {
    for app in both_ways().await {
        for (run, call) in BOTH.into_iter().enumerate() {
            app.handlers().hang("rates");
            let url = app.state.at("rates?key=secret");
            set_call(&app, url, call, |it| it);
            let pending = app.start("/live").await;
            app.wait_for_runs("rates", 2 * run + 1).await;
            app.clock.advance(Duration::from_millis(9_999));
            app.round_trip().await;
            assert!(!pending.is_finished());
            app.clock.advance(Duration::from_millis(1));
            let response = pending.await.unwrap();
            assert!(
                response
                    .body
                    .contains("/rates` timed out after 10 s; `timeout` sets"),
                "{}",
                response.body
            );
            assert!(!response.body.contains("secret"), "{}", response.body);

            let url = app.state.at("rates");
            set_call(&app, url, call, |it| it.timeout(Duration::from_millis(500)));
            let pending = app.start("/live").await;
            app.wait_for_runs("rates", 2 * run + 2).await;
            app.clock.advance(Duration::from_millis(500));
            let response = pending.await.unwrap();
            assert!(
                response.body.contains("timed out after 0.5 s"),
                "{}",
                response.body
            );
        }
    }
}

/// The deadline covers head and body: here the head arrives and the body does not.
#[tokio::test]
async fn an_endless_body_times_out() {
    for app in both_ways().await {
        app.handlers().respond("rates", |_| {
            let first = tokio_stream::once(Ok::<_, std::io::Error>(Bytes::from_static(b"1")));
            Body::from_stream(first.chain(tokio_stream::pending()))
        });
        let url = app.state.at("rates");
        set_call(&app, url, |it| it, |it| it);
        let pending = app.start("/live").await;
        app.wait_for_runs("rates", 1).await;
        app.round_trip().await;
        app.advance(10);
        let response = pending.await.unwrap();
        assert!(
            response.body.contains("timed out after 10 s"),
            "{}",
            response.body
        );
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_an_error_and_is_not_read_to_its_end() {
    for app in both_ways().await {
        // The body never ends.
        app.handlers().respond("rates", |_| {
            let piece = || Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 4096]));
            Body::from_stream(tokio_stream::iter(std::iter::repeat_with(piece)))
        });
        for call in BOTH {
            set_call(&app, app.state.at("rates"), call, |it| {
                it.body_limit(10_000)
            });
            let error = error(&app).await;
            let end =
                "/rates` returned a body of more than 10000 bytes; `body_limit` sets the limit";
            assert!(error.ends_with(end), "{error}");
            set_call(&app, app.state.at("rates"), call, |it| it);
            let error = self::error(&app).await;
            assert!(error.contains("more than 8388608 bytes"), "{error}");
        }
        app.handlers().respond("exact", |_| "x".repeat(100));
        for (limit, status) in [(100, 200), (99, 500)] {
            let url = app.state.at("exact");
            app.state.plan_calls(move |fetch| {
                let sending = fetch.get(&url).body_limit(limit).send();
                async { Ok(sending.await?.text()) }
            });
            assert_eq!(app.get("/live").await.status, status);
        }
    }
}

#[tokio::test]
async fn redirects_are_followed_up_to_a_limit() {
    for app in both_ways().await {
        app.handlers().respond("old", |_| {
            (StatusCode::FOUND, [(LOCATION, "/new")]).into_response()
        });
        app.handlers().respond("loop", |_| {
            (StatusCode::FOUND, [(LOCATION, "/loop?key=secret")]).into_response()
        });
        for call in BOTH {
            set_call(&app, app.state.at("old"), call, |it| it);
            assert!(app.get("/live").await.body.starts_with("new "));
            let before = app.handlers().runs("loop");
            set_call(&app, app.state.at("loop"), call, |it| it);
            let error = error(&app).await;
            assert!(
                error.ends_with("/loop` was redirected too often"),
                "{error}"
            );
            assert_eq!(app.handlers().runs("loop"), before + 11);
        }
    }
}

#[tokio::test]
async fn a_broken_connection_is_an_error() {
    for app in both_ways().await {
        app.handlers().respond("rates", |_| {
            let pieces = [
                Ok(Bytes::from_static(b"1")),
                Err(std::io::Error::other("gone")),
            ];
            Body::from_stream(tokio_stream::iter(pieces))
        });
        for call in BOTH {
            set_call(&app, app.state.at("rates"), call, |it| it);
            let error = error(&app).await;
            assert!(
                error.contains("/rates` was interrupted before the response was complete: "),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn invalid_requests_are_not_sent() {
    let cases: [(&str, Call, &str); 7] = [
        (
            "/rates?key=secret",
            |it| it,
            "`GET /rates` was not sent: expected an absolute URL",
        ),
        (
            "ftp://ada:secret@a/b",
            |it| it,
            "`GET a/b` was not sent: expected an absolute URL",
        ),
        (
            "data:text/plain,secret",
            |it| it,
            "expected an absolute URL",
        ),
        (
            "http://a/",
            |it| it.header("a b", "secret"),
            "`GET http://a/` was not sent: invalid header name",
        ),
        (
            "http://a/",
            |it| it.header("x-key", "secret\n"),
            "invalid value for the header `x-key`",
        ),
        (
            "http://a/",
            |it| it.query(&"secret"),
            "the query cannot be serialized: ",
        ),
        (
            "http://a/",
            |it| it.json(&std::collections::HashMap::from([((1, 2), 3)])),
            "the body cannot be serialized: ",
        ),
    ];
    for app in both_ways().await {
        for (url, call, expected) in cases {
            set_call(&app, url.to_owned(), call, |it| it);
            let error = error(&app).await;
            assert!(error.contains(expected), "{error}");
            assert!(
                !error.contains("secret") || url.starts_with("data:"),
                "{error}"
            );
        }
    }
}

/// Query, credentials and headers of a request may be secrets.
#[tokio::test]
async fn errors_contain_host_and_path_but_no_secrets() {
    let calls: [Call; 4] = [
        |call| call.timeout(Duration::ZERO),
        |call| call.timeout(Duration::ZERO).revalidate(60),
        |call| call.body_limit(0),
        |call| call.no_store().force_cache(),
    ];
    for app in both_ways().await {
        let url = app
            .state
            .at("rates?key=secret")
            .replace("http://", "http://ada:secret@");
        for call in calls {
            let url = url.clone();
            app.state.plan_calls(move |fetch| {
                let request = fetch.get(&url).header("authorization", "Bearer secret");
                let request = call(request.header("cookie", "a=secret").body("secret").tag("a"));
                let printed = format!("{request:?}");
                let sending = request.send();
                async move {
                    assert!(!printed.contains("secret"), "{printed}");
                    sending
                        .await
                        .map(|response| response.text())
                        .inspect_err(|error| {
                            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
                        })
                }
            });
            let error = error(&app).await;
            assert!(error.starts_with("`GET http://127.0.0.1:"), "{error}");
            assert!(
                error.contains("/rates` ") && !error.contains("secret"),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn a_status_is_an_error_only_with_error_for_status() {
    for app in both_ways().await {
        app.handlers().respond("rates", |_| -> Response {
            (StatusCode::SERVICE_UNAVAILABLE, "<html>").into_response()
        });
        for call in BOTH {
            let url = app.state.at("rates");
            set_call(&app, url.clone(), call, |it| it);
            assert_eq!(app.get("/live").await.body, "<html>");
            let request = url.clone();
            app.state.plan_calls(move |fetch| {
                let sending = call(fetch.get(&request)).send();
                async { Ok(sending.await?.error_for_status()?.text()) }
            });
            assert_eq!(
                error(&app).await,
                format!("`GET {url}` returned 503 Service Unavailable")
            );
            let request = url.clone();
            app.state.plan_calls(move |fetch| {
                let sending = call(fetch.get(&request)).send();
                async { Ok(sending.await?.json::<u32>()?.to_string()) }
            });
            let error = error(&app).await;
            assert!(
                error.contains("returned a body that is not the expected JSON: "),
                "{error}"
            );
        }
    }
}
