//! The log of handlers that fail.

use crate::{both, builder, send};
use router_runtime::{ErrorContext, observe::RequestIds};
use router_tests::log::Log;

#[tokio::test]
async fn a_failure_has_the_line_of_the_question_mark_and_the_id() {
    let builder = builder().request_ids(RequestIds::new());
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder) {
        let headers = [("x-request-id", "mine"), ("x-text", "disk is full")];
        send(&router, "/fails", &headers).await;
        let line = log.take().concat();
        let expected = r#"disk is full method=GET route="/fails" path="/fails" file="tests/observe/app/fails/route.rs" line=6 request_id="mine""#;
        assert!(line.ends_with(expected), "{way} {line}");
        send(&router, "/panics", &headers).await;
        let line = log.take().concat();
        let expected = r#"panicked: on    purpose method=GET route="/panics" path="/panics" file="observe/app/panics/route.rs" request_id="mine""#;
        assert!(line.ends_with(expected), "{way} {line}");
    }
}

#[tokio::test]
async fn the_renderer_of_errors_knows_the_id() {
    let builder = builder().request_ids(RequestIds::new());
    let builder = builder.render_error(|error: &ErrorContext| {
        let id = error.request_id().map(ToString::to_string);
        id.unwrap_or_default()
    });
    for (way, router) in both(&builder) {
        for (path, status) in [("/fails", 500), ("/panics", 500), ("/nowhere", 404)] {
            let headers = [("x-request-id", "mine"), ("x-text", "a")];
            let response = send(&router, path, &headers).await;
            assert_eq!(
                (response.status, &*response.body),
                (status, "mine"),
                "{way}"
            );
        }
    }
}

#[tokio::test]
async fn a_failure_of_a_page_for_errors_has_its_file() {
    let builder = builder().not_found(async || -> String { panic!("the option panics") });
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder) {
        for (path, text, fields) in [
            (
                "/shop/pen",
                "the error page panics",
                r#"route="/shop/[id]" path="/shop/pen" file="observe/app/shop/[id]/error.rs""#,
            ),
            (
                "/shop/early",
                "too early",
                r#"route="/shop/[id]" path="/shop/early" file="observe/app/shop/[id]/error.rs""#,
            ),
            (
                "/shop/pen/ink",
                "the not-found page panics",
                r#"path="/shop/pen/ink" file="observe/app/shop/not-found.rs""#,
            ),
            (
                "/nowhere",
                "the option panics",
                r#"path="/nowhere" file="builder().not_found(…)""#,
            ),
        ] {
            assert_eq!(send(&router, path, &[]).await.status, 500, "{way} {path}");
            let line = log.take().concat();
            assert!(line.contains(text), "{way} {line}");
            assert!(
                line.ends_with(&format!(" method=GET {fields}")),
                "{way} {line}"
            );
        }
    }
}
