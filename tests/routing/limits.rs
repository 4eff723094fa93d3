//! `max_duration` and `body_limit`.

use super::{app, both, send};
use axum::{body::Body, extract::DefaultBodyLimit, http::Request};
use std::convert::Infallible;

#[tokio::test(start_paused = true)]
async fn a_handler_beyond_its_max_duration_is_a_504() {
    assert_eq!(both("GET", "/limits/slow", "").await.body, "in time");
    let late = both("POST", "/limits/slow", "").await;
    assert_eq!((late.status, late.body.as_str()), (504, ""));
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
