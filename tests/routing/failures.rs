//! The responses of handlers that fail.

use super::{app, both, both_ways, request, send};
use axum::http::StatusCode;
use router_runtime::{FailureCause, HandlerFailure};

#[tokio::test]
async fn panics_and_errors_are_500_with_an_empty_body() {
    for (method, path) in [
        ("GET", "/failing/panic"),
        ("POST", "/failing/panic"),
        ("GET", "/failing/error"),
    ] {
        let failed = both(method, path, "").await;
        assert_eq!(
            (failed.status, failed.body.as_str()),
            (500, ""),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn malformed_bodies_get_the_rejections_of_axum() {
    assert_eq!(both("POST", "/failing/rejected", "{").await.status, 400);
    let untyped = axum::http::Request::post("/failing/rejected")
        .body("{}".into())
        .unwrap();
    assert_eq!(send(app::service(), untyped).await.status, 415);
}

fn describe(failure: HandlerFailure) -> (StatusCode, String) {
    let cause = match failure.cause {
        FailureCause::Error(_) => "error",
        FailureCause::Panic(_) => "panic",
        _ => "other",
    };
    let file = failure.route.map_or("none", |route| route.file);
    (failure.status(), format!("{cause} in {file}: {failure}"))
}

#[tokio::test]
async fn errors_that_do_not_implement_error_are_500() {
    let builder = app::builder().on_error(describe);
    for (method, cause) in [("GET", "boxed"), ("POST", "anyhow: inner"), ("PUT", "text")] {
        let response = both(method, "/converted", "").await;
        assert_eq!((response.status, &*response.body), (500, ""), "{method}");
        let expected = format!("error in routing/app/converted/route.rs: {cause}");
        for (way, response) in both_ways(&builder, || request(method, "/converted", "")).await {
            assert_eq!(response.body, expected, "{method} {way}");
        }
    }
}

/// A panic in `on_error` must not close the connection without a response.
#[tokio::test]
async fn on_error_may_panic_itself() {
    let builder = app::builder().on_error(|_| -> String { panic!("while panicking") });
    for path in ["/failing/panic", "/failing/error"] {
        for (way, response) in both_ways(&builder, || request("GET", path, "")).await {
            assert_eq!(response.status, 500, "{path} {way}");
        }
    }
}

#[tokio::test]
async fn on_error_replaces_the_response_of_a_failure() {
    let builder = app::builder().on_error(describe);
    for (path, expected) in [
        (
            "/failing/panic",
            "panic in routing/app/failing/panic/route.rs: panicked: on purpose",
        ),
        (
            "/failing/error",
            "error in routing/app/failing/error/route.rs: invalid digit found in string",
        ),
    ] {
        for (way, response) in both_ways(&builder, || request("GET", path, "")).await {
            assert_eq!((response.status, &*response.body), (500, expected), "{way}");
        }
    }
}
