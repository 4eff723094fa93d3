//! Every status: the headers of rules, and the length of responses without a body.

use super::mount;
use crate::sockets::exchange;
use axum::Router;
use router_runtime::rules::HeaderRule;
use std::net::SocketAddr;
use tokio::net::TcpListener;

async fn servers() -> [(&'static str, SocketAddr); 3] {
    let builder = || {
        let rule = HeaderRule::new("/:path*").set("x-rule", "1");
        mount::builder().headers([rule])
    };
    let mut addresses = Vec::new();
    let mut listeners = Vec::new();
    for way in ["router()", "service()", "into_make_service()"] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        addresses.push((way, listener.local_addr().unwrap()));
        listeners.push(listener);
    }
    let [router, behind, service] = listeners.try_into().unwrap();
    tokio::spawn(async move { axum::serve(router, builder().router()).await });
    let fallback = Router::new().fallback_service(builder().service());
    tokio::spawn(async move { axum::serve(behind, fallback).await });
    let make_service = builder().service().into_make_service();
    tokio::spawn(async move { axum::serve(service, make_service).await });
    addresses.try_into().unwrap()
}

/// The head and the body of a response.
async fn send(address: SocketAddr, line: &str, rest: &str) -> (String, String) {
    let request = format!("{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{rest}\r\n");
    let body = if rest.contains("content-length") {
        "too long"
    } else {
        ""
    };
    let response = exchange(address, (request + body).as_bytes()).await;
    let response = String::from_utf8(response).unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

#[tokio::test]
async fn header_rules_reach_every_status() {
    for (way, address) in servers().await {
        for (line, rest, status) in [
            ("GET /p/7", "", 200),
            ("OPTIONS /p/7", "", 204),
            ("GET /p/%ff", "", 400),
            ("GET /nothing", "", 404),
            ("DELETE /p/7", "", 405),
            ("POST /bare/200", "content-length: 8\r\n", 413),
            ("POST /shop/a", "x: y\r\n", 200),
            ("GET /wrong/a", "", 500),
            ("PUT /wrong/a", "", 500),
            ("GET /slow", "", 504),
        ] {
            let (head, _) = send(address, line, rest).await;
            let start = format!("HTTP/1.1 {status} ");
            assert!(head.starts_with(&start), "{way} {line}: {head}");
            assert!(head.contains("\r\nx-rule: 1"), "{way} {line}: {head}");
        }
    }
}

#[tokio::test]
async fn a_response_without_a_body_has_no_length() {
    for (way, address) in servers().await {
        let (head, _) = send(address, "GET /data/9", "").await;
        let etag = head.lines().find(|line| line.starts_with("etag: "));
        let etag = etag.unwrap().replace("etag", "if-none-match") + "\r\n";
        for (line, rest, status, length) in [
            ("OPTIONS /p/7", "", 204, None),
            ("GET /bare/204", "", 204, None),
            ("HEAD /bare/204", "", 204, None),
            ("GET /bare/304", "", 304, None),
            ("GET /data/9", &*etag, 304, None),
            ("HEAD /data/9", &*etag, 304, None),
            ("GET /bare/200", "", 200, Some("0")),
            ("HEAD /p/seven", "", 200, Some("5")),
        ] {
            let (head, body) = send(address, line, rest).await;
            let start = format!("HTTP/1.1 {status} ");
            assert!(head.starts_with(&start), "{way} {line}: {head}");
            let mut lengths = head
                .lines()
                .filter_map(|it| it.strip_prefix("content-length: "));
            assert_eq!(lengths.next(), length, "{way} {line}: {head}");
            assert!(!head.contains("transfer-encoding"), "{way} {line}: {head}");
            assert_eq!(body, "", "{way} {line}");
        }
    }
}
