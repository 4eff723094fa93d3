//! `max_duration` and `body_limit`.

use super::{app, both, limited, send};
use axum::{
    body::{Body, to_bytes},
    extract::DefaultBodyLimit,
    http::Request,
};
use router_runtime::{AppBuilder, prelude::Result};
use std::{convert::Infallible, time::Duration};

/// The handler of `GET` in `limited`.
pub(crate) async fn wait(seconds: u64) -> &'static str {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    "in time"
}

/// The handler of `POST` in `limited`.
pub(crate) async fn echo(body: Body) -> Result<String> {
    let body = to_bytes(body, usize::MAX).await?;
    Ok(body.len().to_string())
}

/// Asserts the limits of a route: in seconds and in bytes; `None` for no limit.
async fn expect(
    builder: &AppBuilder<()>,
    route: &str,
    (seconds, bytes): (Option<u64>, Option<usize>),
) {
    for way in ["router()", "service()"] {
        let send = async |method, seconds: u64, length: usize, is_stream: bool| {
            let body = "x".repeat(length);
            let body = if is_stream {
                Body::from_stream(tokio_stream::iter([Ok::<_, Infallible>(body)]))
            } else {
                Body::from(body)
            };
            let request = Request::builder().method(method);
            let request = request.uri(format!("{route}/{seconds}")).body(body);
            match way {
                "router()" => send(builder.router(), request.unwrap()).await,
                _ => send(builder.service(), request.unwrap()).await,
            }
        };
        let get = async |seconds| send("GET", seconds, 0, false).await.status;
        match seconds {
            Some(limit) => {
                assert_eq!(get(limit - 1).await, 200, "{route} {way}");
                assert_eq!(get(limit + 1).await, 504, "{route} {way}");
            }
            None => assert_eq!(get(1_000).await, 200, "{route} {way}"),
        }
        for is_stream in [false, true] {
            let post = async |length| send("POST", 0, length, is_stream).await.status;
            match bytes {
                Some(limit) => {
                    assert_eq!(post(limit).await, 200, "{route} {way}");
                    assert_eq!(post(limit + 1).await, 413, "{route} {way}");
                }
                None => assert_eq!(post(1_000).await, 200, "{route} {way}"),
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_nearest_limits_apply() {
    let none = limited::builder();
    let all = limited::builder()
        .max_duration(Duration::from_secs(20))
        .body_limit(2);
    expect(&none, "/plain", (None, None)).await;
    expect(&all, "/plain", (Some(20), Some(2))).await;
    for builder in [none, all] {
        expect(&builder, "/a", (Some(30), Some(8))).await;
        expect(&builder, "/b", (Some(50), Some(16))).await;
        expect(&builder, "/inner/c", (Some(30), Some(4))).await;
    }
}

#[test]
fn the_table_shows_the_limits_of_files_and_folders() {
    let limits = [
        limited::plain::seconds::ROUTE.info(),
        limited::a::seconds::ROUTE.info(),
        limited::b::seconds::ROUTE.info(),
        limited::inner::c::seconds::ROUTE.info(),
    ]
    .map(|route| (route.config.max_duration, route.config.body_limit));
    let expected = [
        (None, None),
        (Some(30), Some(8)),
        (Some(50), Some(16)),
        (Some(30), Some(4)),
    ];
    assert_eq!(limits, expected);
}

#[test]
#[should_panic(expected = "greater than 0")]
fn a_limit_of_no_time_is_refused() {
    let _ = limited::builder().max_duration(Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_handler_beyond_its_max_duration_is_a_504() {
    assert_eq!(both("GET", "/limits/slow", "").await.body, "in time");
    let late = both("POST", "/limits/slow", "").await;
    assert_eq!(
        (late.status, late.body.as_str()),
        (504, "504 Gateway Timeout\n")
    );
}

#[tokio::test]
async fn bodies_beyond_the_limit_are_a_413() {
    assert_eq!(
        both("POST", "/limits/small", "12345678").await.body,
        "12345678"
    );
    assert_eq!(both("POST", "/limits/small", "123456789").await.status, 413);
}

/// A body without a length.
fn stream(pieces: &'static [&'static str]) -> Body {
    let pieces = pieces.iter().map(|piece| Ok::<_, Infallible>(*piece));
    Body::from_stream(tokio_stream::iter(pieces))
}

#[tokio::test]
async fn streams_are_cut_at_the_limit() {
    for method in ["POST", "PUT"] {
        let request = || {
            let body = stream(&["1234", "5678", "9"]);
            Request::builder()
                .method(method)
                .uri("/limits/small")
                .body(body)
                .unwrap()
        };
        let router = send(app::router(), request()).await;
        let service = send(app::service(), request()).await;
        assert_eq!(router.status, 413, "{method} router()");
        assert_eq!(service.status, 413, "{method} service()");
    }
}

#[tokio::test]
async fn a_limit_above_two_mebibytes_lifts_that_of_axum() {
    let three_mebibytes = "x".repeat(3 * 1024 * 1024);
    assert_eq!(
        both("POST", "/limits/large", &three_mebibytes).await.body,
        "3145728"
    );
    assert_eq!(
        both("POST", "/failing/rejected", &three_mebibytes)
            .await
            .status,
        413
    );
}

#[tokio::test]
async fn a_default_limit_from_outside_is_respected() {
    let router = app::router().layer(DefaultBodyLimit::max(4));
    let request = super::request("POST", "/failing/rejected", "[1, 2]");
    assert_eq!(send(router, request).await.status, 413);
}
