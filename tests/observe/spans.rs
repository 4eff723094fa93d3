//! The span of a request.

use crate::{both, builder, send};
use router_runtime::observe::RequestIds;
use router_tests::log::Log;

#[tokio::test]
async fn a_request_runs_in_a_span_with_the_names_of_opentelemetry() {
    let builder = builder()
        .request_spans()
        .access_log()
        .request_ids(RequestIds::new());
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder) {
        send(&router, "/items/pen", &[("x-request-id", "mine")]).await;
        let lines = log.take();
        let [handler, access, close] = &lines[..] else {
            panic!("{way} {lines:?}");
        };
        let start = r#"request{otel.kind="server" http.request.method="GET" url.path="/items/pen" request_id="mine" http.route="/items/[slug]"#;
        assert!(
            handler.contains(&format!("{start}\"}}: ")),
            "{way} {handler}"
        );
        let end = r#"" http.response.status_code=200 otel.name="GET /items/[slug]"}: "#;
        for line in [access, close] {
            assert!(line.contains(&format!("{start}{end}")), "{way} {line}");
        }
        assert!(
            access.contains("router_runtime::access: method="),
            "{way} {access}"
        );
        assert!(
            close.contains("router_runtime::request: close"),
            "{way} {close}"
        );
    }
}

#[tokio::test]
async fn a_span_of_an_unknown_method_without_a_route_is_named_http() {
    let builder = builder().request_spans();
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder) {
        send(&router, "BREW /gone", &[]).await;
        let line = log.take().concat();
        for part in [
            r#"http.request.method="_OTHER" http.request.method_original="BREW""#,
            r#"http.response.status_code=404 otel.name="HTTP"}"#,
        ] {
            assert!(line.contains(part), "{way} {line}");
        }
        assert!(!line.contains("http.route"), "{way} {line}");
        send(&router, "/panics", &[]).await;
        let line = log.take().pop().unwrap();
        assert!(line.contains(r#"otel.status_code="ERROR""#), "{way} {line}");
    }
}
