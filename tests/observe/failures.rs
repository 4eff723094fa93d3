//! The log of handlers that fail.

use crate::{Log, both, builder, send};
use router_runtime::{ErrorContext, observe::RequestIds};

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
