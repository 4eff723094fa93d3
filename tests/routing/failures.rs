//! The responses of handlers that fail.

use super::{app, both, both_ways, request, send};
use router_runtime::{ErrorCause, ErrorContext};

#[tokio::test]
async fn panics_and_errors_are_500_without_their_text() {
    for (method, path) in [
        ("GET", "/failing/panic"),
        ("POST", "/failing/panic"),
        ("GET", "/failing/error"),
    ] {
        let failed = both(method, path, "").await;
        assert_eq!(
            (failed.status, failed.body.as_str()),
            (500, "500 Internal Server Error\n"),
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

fn describe(error: &ErrorContext) -> String {
    let cause = match error.cause() {
        ErrorCause::Error(error) => format!("error: {error}"),
        ErrorCause::Panic(message) => format!("panic: {message}"),
        other => format!("{other:?}"),
    };
    let file = error.route().map_or("none", |route| route.file);
    format!("{cause} in {file}")
}

#[tokio::test]
async fn errors_that_do_not_implement_error_are_500() {
    let builder = app::builder().render_error(describe);
    for (method, cause) in [("GET", "boxed"), ("POST", "anyhow"), ("PUT", "text")] {
        let response = both(method, "/converted", "").await;
        assert_eq!(
            (response.status, &*response.body),
            (500, "500 Internal Server Error\n"),
            "{method}"
        );
        let expected = format!("error: {cause} in routing/app/converted/route.rs");
        for (way, response) in both_ways(&builder, || request(method, "/converted", "")).await {
            assert_eq!(response.body, expected, "{method} {way}");
        }
    }
}

#[tokio::test]
async fn a_renderer_sees_the_failure() {
    let builder = app::builder().render_error(describe);
    for (path, expected) in [
        (
            "/failing/panic",
            "panic: on purpose in routing/app/failing/panic/route.rs",
        ),
        (
            "/failing/error",
            "error: invalid digit found in string in routing/app/failing/error/route.rs",
        ),
    ] {
        for (way, response) in both_ways(&builder, || request("GET", path, "")).await {
            assert_eq!((response.status, &*response.body), (500, expected), "{way}");
        }
    }
}
