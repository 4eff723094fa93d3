//! The length of a response is that of its body, not the one that a handler or a middleware declares.

use super::{
    both_ways, erring,
    sockets::{both_servers, exchange},
};
use router_tests::request::request_line;

const BODY: &str = "a body of twenty-five b.\n";

#[tokio::test]
async fn a_length_that_contradicts_the_body_is_not_sent() {
    for (way, address) in both_servers().await {
        for path in [
            "/lengths/25",
            "/lengths/5",
            "/lengths/0",
            "/lengths/99",
            "/lengths/none",
            "/lengths/replaced/cached",
            "/lengths/replaced/cached",
            "/lengths/replaced/uncached",
            "/lengths/appended/cached",
            "/lengths/appended/cached",
            "/lengths/appended/uncached",
        ] {
            // The second response begins where the first one ends.
            let requests = format!(
                "GET {path} HTTP/1.1\r\nhost: x\r\n\r\n\
                 HEAD {path} HTTP/1.1\r\nhost: x\r\n\r\n\
                 GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
            );
            let responses = exchange(address, requests.as_bytes()).await;
            let mut rest = String::from_utf8(responses).unwrap();
            for body in [BODY, "", BODY] {
                let (head, after) = rest.split_once("\r\n\r\n").unwrap();
                assert!(head.starts_with("HTTP/1.1 200"), "{way} {path}: {head}");
                let lengths = head
                    .lines()
                    .filter(|line| line.starts_with("content-length"));
                let lengths: Vec<_> = lengths.collect();
                assert_eq!(lengths, ["content-length: 25"], "{way} {path}: {head}");
                let after = after.strip_prefix(body);
                rest = after.unwrap_or_else(|| panic!("{way} {path}")).to_owned();
            }
            assert_eq!(rest, "", "{way} {path}");
        }
    }
}

#[tokio::test]
async fn a_head_handler_declares_the_length() {
    for (way, address) in both_servers().await {
        let request = b"HEAD /lengths/head HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        let response = exchange(address, request).await;
        let response = String::from_utf8(response).unwrap();
        assert!(
            response.contains("\r\ncontent-length: 1234\r\n"),
            "{way}: {response}"
        );
    }
}

#[tokio::test]
async fn a_head_handler_sends_no_body() {
    let builder = erring::builder();
    for (query, status, length) in [
        ("body", 200, "6"),
        ("length", 200, "1234"),
        ("none", 404, "14"),
        ("io", 500, "26"),
        ("panic", 500, "26"),
    ] {
        for accept in ["*/*", "text/html"] {
            let line = format!("HEAD /head?{query}");
            let request = || request_line(&line, &[("accept", accept)], "");
            for (way, response) in both_ways(&builder, request).await {
                response.assert(status, "");
                let declared = response.header_list("content-length");
                if status == 200 || accept == "*/*" {
                    assert_eq!(declared, length, "{way} {query}");
                } else {
                    assert!(declared.parse::<u32>().unwrap() > 100, "{way} {query}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_method_that_an_extractor_refuses_has_the_others_in_allow() {
    for (way, address) in both_servers().await {
        for path in ["/ws", "/wrapped/ws"] {
            let request = format!("HEAD {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
            let response = exchange(address, request.as_bytes()).await;
            let response = String::from_utf8(response).unwrap();
            assert!(
                response.starts_with("HTTP/1.1 405"),
                "{way} {path}: {response}"
            );
            assert!(
                response.contains("\r\nallow: GET, OPTIONS\r\n"),
                "{way} {path}: {response}"
            );
        }
    }
}
