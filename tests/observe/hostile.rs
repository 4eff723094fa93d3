//! Requests that try to forge lines of the log, or to fill it.

use crate::{AccessLog, both, builder, respond, send, serve};
use axum::{
    body::Body,
    http::{HeaderValue, Method, Request},
};
use router_runtime::{ErrorCause, ErrorContext, observe::RequestIds};
use router_tests::{log::Log, raw::Client, wait::wait_for};

const FORGED: &str = "2026-11-29T08:00:00Z  INFO router_runtime::access: method=GET";

#[tokio::test]
async fn malformed_ids_of_clients_are_replaced() {
    let builder = builder().request_ids(RequestIds::new()).access_log();
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder) {
        let long = "a".repeat(129);
        let huge = "a".repeat(60_000);
        for value in [
            &b""[..],
            b" ",
            b"a b",
            b"a\tb",
            b"a\"b",
            b"a;b",
            b"a\x80b",
            "a\u{202e}b".as_bytes(),
            b"<script>",
            b"$(id)",
            long.as_bytes(),
            huge.as_bytes(),
        ] {
            let mut request = Request::new(Body::empty());
            let value = HeaderValue::from_bytes(value).unwrap();
            request.headers_mut().insert("x-request-id", value.clone());
            let response = respond(&router, request).await;
            let id = response.headers()["x-request-id"]
                .to_str()
                .unwrap()
                .to_owned();
            assert_eq!(id.len(), 32, "{way} {value:?}");
            drop(response);
            let line = log.access_lines().pop().unwrap();
            assert!(
                line.contains(&format!("request_id=\"{id}\"")),
                "{way} {line}"
            );
        }
        let mut request = Request::get("/id").body(Body::empty()).unwrap();
        for id in ["a", "b"] {
            let id = HeaderValue::from_static(id);
            request.headers_mut().append("x-request-id", id);
        }
        let response = respond(&router, request).await;
        assert_eq!(response.status(), 200, "{way}: the request has one id");
        assert_eq!(response.headers()["x-request-id"].len(), 32, "{way}");
    }
}

#[tokio::test]
async fn paths_and_methods_forge_no_line() {
    let builder = builder().access_log().request_spans();
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder) {
        let address = serve(router).await;
        let long = "/x".repeat(20_000);
        for path in [
            "/a%0A%0D%1B[31m",
            "/\u{202e}gnp",
            "/\"\u{2028}\u{85}",
            "/a\"b",
            &long,
        ] {
            let mut client = Client::connect(address).await;
            client
                .write(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n"))
                .await;
            let status = client.until("\r\n").await;
            let line = next_line_of_access(&log, path).await;
            assert!(
                line.is_ascii() || line.contains('…'),
                "{way} {status} {line}"
            );
            assert!(line.len() < 3_000, "{way} {}", line.len());
            assert!(
                !line.contains(['\u{1b}', '\u{202e}', '\u{2028}', '\u{85}']),
                "{way} {line}"
            );
        }
        let mut client = Client::connect(address).await;
        let method = "A".repeat(4_000);
        client
            .write(format!("{method} / HTTP/1.1\r\nhost: x\r\n\r\n"))
            .await;
        client.until("\r\n\r\n").await;
        let line = next_line_of_access(&log, "a long method").await;
        assert!(
            line.contains(&format!("method={}… ", &method[..32])),
            "{way} {line}"
        );
        assert!(line.len() < 500, "{way} {line}");
    }
}

#[tokio::test]
async fn the_log_of_a_refused_origin_is_bounded() {
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder()) {
        let origin = format!("https://evil.example{}", "x".repeat(60_000));
        let response = send(&router, "POST /upload", &[("origin", &origin)]).await;
        assert_eq!(response.status, 403, "{way}");
        let line = log.take().concat();
        let start = r#" method=POST route="/upload" origin="https://evil.examplexx"#;
        assert!(line.contains(start), "{way} {line:.600}");
        assert!(line.len() < 600, "{way} {}", line.len());
    }
}

#[tokio::test]
async fn texts_of_errors_forge_no_line() {
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder()) {
        let text = format!("oops|{FORGED}|\u{202e}");
        let mut request = Request::get("/fails").body(Body::empty()).unwrap();
        let text = HeaderValue::from_bytes(text.as_bytes()).unwrap();
        request.headers_mut().insert("x-text", text);
        assert_eq!(respond(&router, request).await.status(), 500);
        let lines = log.take();
        assert_eq!(lines[1], format!("    {FORGED}"), "{way} {lines:?}");
        assert!(!lines.iter().any(|line| line.starts_with(FORGED)), "{way}");
        assert!(
            lines[2].starts_with("    \\u{202e} method=GET"),
            "{way} {lines:?}"
        );
        let method = Method::from_bytes(&[b'B'; 4_000]).unwrap();
        let mut request = Request::get("/fails").body(Body::empty()).unwrap();
        *request.method_mut() = method;
        assert_eq!(respond(&router, request).await.status(), 405);
        let path = format!("/fails?{}", "x".repeat(4_000));
        send(&router, &path, &[("x-text", &"y".repeat(100_000))]).await;
        let lines = log.take().concat();
        assert!(lines.len() < 17_000, "{way} {}", lines.len());
    }
}

#[tokio::test]
async fn a_panic_of_the_renderer_forges_no_line() {
    let builder = builder().render_error(|error: &ErrorContext| -> String {
        match error.cause() {
            ErrorCause::Error(error) => panic!("{error}"),
            other => panic!("{other:?}"),
        }
    });
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder) {
        let text = format!("oops|{FORGED}");
        let response = send(&router, "/fails", &[("x-text", &text)]).await;
        response.assert(500, "500 Internal Server Error\n");
        let lines = log.take();
        let panicked = lines
            .iter()
            .position(|it| it.contains("`render_error` panicked: oops"));
        let panicked = panicked.unwrap_or_else(|| panic!("{way} {lines:?}"));
        assert_eq!(lines[panicked + 1], format!("    {FORGED}"), "{way}");
        let huge = "y".repeat(100_000);
        send(&router, "/fails", &[("x-text", &huge)]).await;
        assert!(log.take().concat().len() < 34_000, "{way}");
    }
}

async fn next_line_of_access(log: &Log, request: &str) -> String {
    let name = format!("the access line of {request:.20}");
    wait_for(&name, async || {
        let mut lines = log.take().into_iter();
        lines.find(|line| line.contains(" router_runtime::access: "))
    })
    .await
}
