//! Errors that the router responds with, in the form that the client prefers.

#[path = "errors/renderer.rs"]
mod renderer;

use super::{both_ways, erring, sockets::exchange};
use axum::{body::Body, http::Request};
use router_runtime::{AppBuilder, ErrorContext};
use router_tests::{request::request_with_body, response::BufferedResponse};
use std::net::SocketAddr;
use tokio::net::TcpListener;

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

type Header = (&'static str, &'static str);

const JSON: Header = ("content-type", "application/json");
const FORM: Header = ("content-type", "application/x-www-form-urlencoded");
const NONE: Header = ("x-none", "");

/// Requests with a header and a body, and the status and the reason of the errors that the router responds with.
const ERRORS: &[(&str, Header, &str, u16, &str)] = &[
    ("GET /nowhere", NONE, "", 404, "Not Found"),
    ("GET /%zz", NONE, "", 400, "Bad Request"),
    ("GET /json", NONE, "", 405, "Method Not Allowed"),
    ("POST /json", JSON, "[", 400, "Bad Request"),
    ("POST /json", JSON, "{}", 422, "Unprocessable Entity"),
    ("POST /json", NONE, "[]", 415, "Unsupported Media Type"),
    ("POST /form", FORM, "count=x", 422, "Unprocessable Entity"),
    ("POST /form", NONE, "count=1", 415, "Unsupported Media Type"),
    ("GET /query?page=x", NONE, "", 400, "Bad Request"),
    ("GET /number/x", NONE, "", 400, "Bad Request"),
    ("POST /number/x", NONE, "", 400, "Bad Request"),
    (
        "POST /text",
        NONE,
        "more than eight",
        413,
        "Payload Too Large",
    ),
    ("GET /extension", NONE, "", 500, "Internal Server Error"),
    ("GET /shortcut/not-found", NONE, "", 404, "Not Found"),
    ("GET /shortcut/forbidden", NONE, "", 403, "Forbidden"),
    ("GET /shortcut/unauthorized", NONE, "", 401, "Unauthorized"),
    ("POST /shortcut/x", NONE, "", 404, "Not Found"),
    ("GET /returned/414", NONE, "", 414, "URI Too Long"),
    ("GET /returned/429", NONE, "", 429, "Too Many Requests"),
    ("GET /returned/503", NONE, "", 503, "Service Unavailable"),
    ("GET /failing", NONE, "", 500, "Internal Server Error"),
    ("POST /failing", NONE, "", 500, "Internal Server Error"),
    ("PUT /failing", NONE, "", 504, "Gateway Timeout"),
    ("POST /guarded?closed", NONE, "", 403, "Forbidden"),
    ("POST /guarded", NONE, "", 401, "Unauthorized"),
    ("PUT /guarded", NONE, "", 405, "Method Not Allowed"),
];

fn request(line: &str, accept: Option<&str>, header: (&str, &str), body: &str) -> Request<Body> {
    let (method, path) = line.split_once(' ').unwrap();
    let mut headers = vec![("host", "here"), header];
    headers.extend(accept.map(|accept| ("accept", accept)));
    request_with_body(method, path, &headers, body)
}

async fn send_both(
    builder: &AppBuilder<()>,
    line: &str,
    accept: Option<&str>,
) -> [(&'static str, BufferedResponse); 2] {
    both_ways(builder, || request(line, accept, NONE, "")).await
}

#[tokio::test(start_paused = true)]
async fn every_error_has_the_form_that_the_client_prefers() {
    let builder = erring::builder();
    for (line, header, body, status, reason) in ERRORS {
        for (accept, kind) in [
            (None, "text/plain; charset=utf-8"),
            (Some("*/*"), "text/plain; charset=utf-8"),
            (Some(BROWSER), "text/html; charset=utf-8"),
            (Some("application/json"), "application/problem+json"),
        ] {
            let sent = || request(line, accept, *header, body);
            for (way, response) in both_ways(&builder, sent).await {
                let of = format!("{line} {accept:?} {way}: {response:?}");
                assert_eq!(response.status, *status, "{of}");
                assert_eq!(response.value("content-type"), kind, "{of}");
                assert_eq!(response.header_list("vary"), "accept", "{of}");
                assert!(!response.body.contains("secret"), "{of}");
                match kind {
                    "text/html; charset=utf-8" => {
                        let title = format!("<title>{status} {reason}</title>");
                        assert!(response.body.contains(&title), "{of}");
                    }
                    "application/problem+json" => {
                        let problem: serde_json::Value =
                            serde_json::from_str(&response.body).unwrap();
                        assert_eq!(problem["status"], *status, "{of}");
                        assert_eq!(problem["title"], *reason, "{of}");
                    }
                    _ => assert!(!response.body.is_empty(), "{of}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn a_missing_host_is_an_error_like_others() {
    let sent = || request_with_body("GET", "/origin", &[("accept", "application/json")], "");
    for (way, response) in both_ways(&erring::builder(), sent).await {
        assert_eq!(response.status, 400, "{way}");
        assert_eq!(response.value("content-type"), "application/problem+json");
    }
}

#[tokio::test]
async fn a_text_is_the_line_of_the_status_or_that_of_the_cause() {
    let builder = erring::builder();
    for (line, header, sent, expected) in [
        ("GET /nowhere", NONE, "", "404 Not Found\n"),
        ("GET /json", NONE, "", "405 Method Not Allowed\n"),
        ("GET /shortcut/forbidden", NONE, "", "403 Forbidden\n"),
        ("GET /failing", NONE, "", "500 Internal Server Error\n"),
        ("GET /returned/409", NONE, "", "<b>not</b> today"),
        (
            "GET /number/x",
            NONE,
            "",
            "Invalid URL: Cannot parse `x` to a `u32`",
        ),
        (
            "POST /json",
            JSON,
            "[",
            "Failed to parse the request body as JSON: EOF while parsing a list at line 1 column 1",
        ),
    ] {
        for (way, response) in both_ways(&builder, || request(line, None, header, sent)).await {
            assert_eq!(response.body, expected, "{line} {way}");
        }
    }
}

#[tokio::test]
async fn the_headers_of_an_error_remain() {
    let builder = erring::builder();
    for accept in [None, Some(BROWSER), Some("application/json")] {
        for (way, response) in send_both(&builder, "GET /json", accept).await {
            assert_eq!(response.value("allow"), "OPTIONS, POST", "{way}");
        }
        for (way, response) in send_both(&builder, "POST /returned/503", accept).await {
            assert_eq!(response.status, 503, "{way}");
            assert_eq!(response.value("retry-after"), "7", "{way}");
        }
        // Middleware sees the form that is sent.
        for (way, response) in send_both(&builder, "POST /guarded", accept).await {
            let kind = response.value("content-type");
            assert_eq!(response.value("x-seen"), kind, "{way}");
        }
    }
}

#[tokio::test]
async fn responses_of_handlers_and_rejections_of_their_extractors_are_unchanged() {
    let builder = erring::builder().render_error(|_: &ErrorContext| "rendered");
    for (line, status, body) in [
        ("GET /own", 404, "mine"),
        ("POST /own", 404, ""),
        ("PUT /own", 409, "mine"),
        (
            "PATCH /own",
            415,
            "Expected request with `Content-Type: application/json`",
        ),
    ] {
        for (way, response) in send_both(&builder, line, Some(BROWSER)).await {
            response.assert(status, body);
            assert_eq!(response.header_list("vary"), "", "{line} {way}");
        }
    }
}

#[tokio::test]
async fn a_head_request_gets_the_headers_without_the_body() {
    let builder = erring::builder();
    for path in ["/nowhere", "/json", "/shortcut/not-found", "/%zz"] {
        for accept in [None, Some(BROWSER), Some("application/json")] {
            let whole = send_both(&builder, &format!("GET {path}"), accept).await;
            let head = send_both(&builder, &format!("HEAD {path}"), accept).await;
            for ((way, whole), (_, head)) in whole.into_iter().zip(head) {
                assert_eq!(head.body, "", "{path} {way}");
                assert_eq!(head.status, whole.status, "{path} {way}");
                let length = whole.bytes.len().to_string();
                assert_eq!(
                    head.value("content-length"),
                    length,
                    "{path} {accept:?} {way}"
                );
                let kind = whole.value("content-type");
                assert_eq!(head.value("content-type"), kind, "{path} {way}");
            }
        }
    }
}

#[tokio::test]
async fn parts_of_a_request_are_escaped() {
    let builder = erring::builder();
    for line in [
        "GET /number/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "GET /returned/409",
        "GET /query?page=%3Cscript%3E",
        "GET /nowhere/%3Cscript%3E",
    ] {
        for (way, response) in send_both(&builder, line, Some(BROWSER)).await {
            let body = &response.body;
            assert!(
                !body.contains("<script") && !body.contains("<b>not"),
                "{way}: {body}"
            );
        }
    }
    for (way, response) in send_both(&builder, "GET /returned/409", Some(BROWSER)).await {
        let body = &response.body;
        assert!(
            body.contains("&lt;b&gt;not&lt;/b&gt; today"),
            "{way}: {body}"
        );
    }
}

#[tokio::test]
async fn a_page_refers_to_nothing_outside_of_itself() {
    for (way, response) in send_both(&erring::builder(), "GET /nowhere", Some(BROWSER)).await {
        for part in [
            "http:", "https:", "src=", "<link", "url(", "@import", "<script",
        ] {
            assert!(!response.body.contains(part), "{way}: {part}");
        }
    }
}

/// The addresses of both servers.
async fn servers(builder: &AppBuilder<()>) -> [(&'static str, SocketAddr); 2] {
    let listen = async || TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (first, second) = (listen().await, listen().await);
    let addresses = [
        ("router()", first.local_addr().unwrap()),
        ("service()", second.local_addr().unwrap()),
    ];
    let (router, service) = (builder.router(), builder.service());
    tokio::spawn(async { axum::serve(first, router).await });
    tokio::spawn(async { axum::serve(second, service.into_make_service()).await });
    addresses
}

#[tokio::test]
async fn an_error_over_a_socket_has_one_head_and_one_body() {
    let long = "a".repeat(60_000);
    for (way, address) in servers(&erring::builder()).await {
        for accept in [
            "*/*",
            BROWSER,
            "application/json",
            "\"",
            "text/html;q=\"",
            ",;=,",
        ] {
            for path in [
                "/nowhere",
                "/number/x%0d%0aset-cookie:%20a=b",
                &*format!("/{long}"),
            ] {
                let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\naccept: {accept}\r\n");
                let request = format!("{head}connection: close\r\n\r\n");
                let response = exchange(address, request.as_bytes()).await;
                let response = String::from_utf8(response).unwrap();
                let (head, body) = response.split_once("\r\n\r\n").unwrap();
                assert!(head.starts_with("HTTP/1.1 4"), "{way} {accept}: {head}");
                assert!(!head.contains("set-cookie"), "{way} {accept}: {head}");
                let length = format!("content-length: {}", body.len());
                assert!(head.contains(&length), "{way} {accept}: {head}");
                assert!(body.len() < 4_000, "{way} {accept}: {}", body.len());
            }
        }
        // Two fields are one list.
        let request = b"GET /nowhere HTTP/1.1\r\nhost: x\r\naccept: text/html;q=0.5\r\naccept: application/json\r\n\
                        connection: close\r\n\r\n";
        let response = String::from_utf8(exchange(address, request).await).unwrap();
        assert!(
            response.contains("application/problem+json"),
            "{way}: {response}"
        );
    }
}
