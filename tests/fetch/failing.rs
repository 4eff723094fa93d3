//! What goes wrong with an upstream, and what is said of it.

use super::{house::House, houses};
use axum::{
    body::{Body, Bytes},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use router_runtime::fetch::FetchRequest;
use std::time::Duration;
use tokio_stream::StreamExt;

type Call = fn(FetchRequest) -> FetchRequest;

/// What each of these asks for, kept and not.
const BOTH: [Call; 2] = [|call| call, |call| call.revalidate(60)];

fn asks(house: &House, url: String, call: Call, more: Call) {
    house.lab.asks(move |fetch| {
        let sending = more(call(fetch.get(&url))).send();
        async { Ok(sending.await?.text()) }
    });
}

/// What a handler's error says, with its causes.
async fn error(house: &House) -> String {
    let answer = house.get("/live").await;
    assert_eq!(answer.status, 500, "{}", answer.body);
    answer.body
}

#[tokio::test]
async fn nobody_listens() {
    for house in houses().await {
        for call in BOTH {
            // Of the first ports nobody is given one.
            let address = "127.0.0.1:1";
            asks(
                &house,
                format!("http://{address}/rates?key=secret"),
                call,
                |it| it,
            );
            let error = error(&house).await;
            let start = format!("`GET http://{address}/rates` found no connection: ");
            assert!(error.starts_with(&start), "{error}");
            assert!(error.contains("refused"), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}

#[tokio::test]
async fn an_upstream_that_hangs_is_left_after_the_deadline() {
    for house in houses().await {
        for (run, call) in BOTH.into_iter().enumerate() {
            house.lab.hang("rates");
            let url = house.lab.at("rates?key=secret");
            asks(&house, url, call, |it| it);
            let asking = house.start("/live");
            house.started("rates", 2 * run + 1).await;
            house.clock.advance(Duration::from_millis(9_999));
            house.settle().await;
            assert!(!asking.is_finished());
            house.clock.advance(Duration::from_millis(1));
            let answer = asking.await.unwrap();
            assert!(
                answer
                    .body
                    .contains("/rates` was not answered within 10 s; `timeout` sets"),
                "{}",
                answer.body
            );
            assert!(!answer.body.contains("secret"), "{}", answer.body);

            let url = house.lab.at("rates");
            asks(&house, url, call, |it| {
                it.timeout(Duration::from_millis(500))
            });
            let asking = house.start("/live");
            house.started("rates", 2 * run + 2).await;
            house.clock.advance(Duration::from_millis(500));
            let answer = asking.await.unwrap();
            assert!(answer.body.contains("within 0.5 s"), "{}", answer.body);
        }
    }
}

/// The head came, the body does not: the deadline is for both.
#[tokio::test]
async fn a_body_that_never_ends_is_left_after_the_deadline() {
    for house in houses().await {
        house.lab.reply("rates", |_| {
            let first = tokio_stream::once(Ok::<_, std::io::Error>(Bytes::from_static(b"1")));
            Body::from_stream(first.chain(tokio_stream::pending()))
        });
        let url = house.lab.at("rates");
        asks(&house, url, |it| it, |it| it);
        let asking = house.start("/live");
        house.started("rates", 1).await;
        house.settle().await;
        house.advance(10);
        let answer = asking.await.unwrap();
        assert!(
            answer.body.contains("was not answered within 10 s"),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_an_error_and_is_not_read_to_its_end() {
    for house in houses().await {
        // It has no end.
        house.lab.reply("rates", |_| {
            let piece = || Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 4096]));
            Body::from_stream(tokio_stream::iter(std::iter::repeat_with(piece)))
        });
        for call in BOTH {
            asks(&house, house.lab.at("rates"), call, |it| {
                it.body_limit(10_000)
            });
            let error = error(&house).await;
            let end = "/rates` was answered with more than 10000 bytes; `body_limit` sets how many there may be";
            assert!(error.ends_with(end), "{error}");
            asks(&house, house.lab.at("rates"), call, |it| it);
            let error = self::error(&house).await;
            assert!(error.contains("more than 8388608 bytes"), "{error}");
        }
        house.lab.reply("exact", |_| "x".repeat(100));
        for (limit, status) in [(100, 200), (99, 500)] {
            let url = house.lab.at("exact");
            house.lab.asks(move |fetch| {
                let sending = fetch.get(&url).body_limit(limit).send();
                async { Ok(sending.await?.text()) }
            });
            assert_eq!(house.get("/live").await.status, status);
        }
    }
}

#[tokio::test]
async fn redirects_are_followed_a_while_and_a_loop_is_an_error() {
    for house in houses().await {
        house.lab.reply("old", |_| {
            (StatusCode::FOUND, [(LOCATION, "/new")]).into_response()
        });
        house.lab.reply("loop", |_| {
            (StatusCode::FOUND, [(LOCATION, "/loop?key=secret")]).into_response()
        });
        for call in BOTH {
            asks(&house, house.lab.at("old"), call, |it| it);
            assert!(house.get("/live").await.body.starts_with("new "));
            let before = house.lab.runs("loop");
            asks(&house, house.lab.at("loop"), call, |it| it);
            let error = error(&house).await;
            assert!(
                error.ends_with("/loop` was redirected too often"),
                "{error}"
            );
            assert_eq!(house.lab.runs("loop"), before + 11);
        }
    }
}

#[tokio::test]
async fn an_exchange_that_breaks_off_is_an_error() {
    for house in houses().await {
        house.lab.reply("rates", |_| {
            let pieces = [
                Ok(Bytes::from_static(b"1")),
                Err(std::io::Error::other("gone")),
            ];
            Body::from_stream(tokio_stream::iter(pieces))
        });
        for call in BOTH {
            asks(&house, house.lab.at("rates"), call, |it| it);
            let error = error(&house).await;
            assert!(
                error.contains("/rates` was not answered: the exchange broke off: "),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_no_request_is_not_sent() {
    let cases: [(&str, Call, &str); 7] = [
        (
            "/rates?key=secret",
            |it| it,
            "`GET /rates` was not sent: it has no absolute URL",
        ),
        (
            "ftp://ada:secret@a/b",
            |it| it,
            "`GET a/b` was not sent: it has no absolute URL",
        ),
        ("data:text/plain,secret", |it| it, "it has no absolute URL"),
        (
            "http://a/",
            |it| it.header("a b", "secret"),
            "`GET http://a/` was not sent: the name of a header is none",
        ),
        (
            "http://a/",
            |it| it.header("x-key", "secret\n"),
            "the value of its header `x-key` is none",
        ),
        (
            "http://a/",
            |it| it.query(&"secret"),
            "its query cannot be written: ",
        ),
        (
            "http://a/",
            |it| it.json(&std::collections::HashMap::from([((1, 2), 3)])),
            "its body cannot be written: ",
        ),
    ];
    for house in houses().await {
        for (url, call, expected) in cases {
            asks(&house, url.to_owned(), call, |it| it);
            let error = error(&house).await;
            assert!(error.contains(expected), "{error}");
            assert!(
                !error.contains("secret") || url.starts_with("data:"),
                "{error}"
            );
        }
    }
}

/// The query, credentials and headers of a request are nobody's business.
#[tokio::test]
async fn errors_name_host_and_path_and_no_secrets() {
    let calls: [Call; 4] = [
        |call| call.timeout(Duration::ZERO),
        |call| call.timeout(Duration::ZERO).revalidate(60),
        |call| call.body_limit(0),
        |call| call.no_store().force_cache(),
    ];
    for house in houses().await {
        let url = house
            .lab
            .at("rates?key=secret")
            .replace("http://", "http://ada:secret@");
        for call in calls {
            let url = url.clone();
            house.lab.asks(move |fetch| {
                let asked = fetch.get(&url).header("authorization", "Bearer secret");
                let asked = call(asked.header("cookie", "a=secret").body("secret").tag("a"));
                let told = format!("{asked:?}");
                let sending = asked.send();
                async move {
                    assert!(!told.contains("secret"), "{told}");
                    sending
                        .await
                        .map(|answer| answer.text())
                        .inspect_err(|error| {
                            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
                        })
                }
            });
            let error = error(&house).await;
            assert!(error.starts_with("`GET http://127.0.0.1:"), "{error}");
            assert!(
                error.contains("/rates` ") && !error.contains("secret"),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn a_status_is_an_error_only_where_it_is_made_one() {
    for house in houses().await {
        house.lab.reply("rates", |_| -> Response {
            (StatusCode::SERVICE_UNAVAILABLE, "<html>").into_response()
        });
        for call in BOTH {
            let url = house.lab.at("rates");
            asks(&house, url.clone(), call, |it| it);
            assert_eq!(house.get("/live").await.body, "<html>");
            let asked = url.clone();
            house.lab.asks(move |fetch| {
                let sending = call(fetch.get(&asked)).send();
                async { Ok(sending.await?.error_for_status()?.text()) }
            });
            assert_eq!(
                error(&house).await,
                format!("`GET {url}` was answered with 503 Service Unavailable")
            );
            let asked = url.clone();
            house.lab.asks(move |fetch| {
                let sending = call(fetch.get(&asked)).send();
                async { Ok(sending.await?.json::<u32>()?.to_string()) }
            });
            let error = error(&house).await;
            assert!(
                error.contains("was answered with what is not the JSON asked for: "),
                "{error}"
            );
        }
    }
}
