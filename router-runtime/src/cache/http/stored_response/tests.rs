use super::*;
use crate::config::{builder::RouteConfigBuilder, revalidate::RevalidateValue};
use axum::http::{HeaderName, Response};
use std::time::Duration;

fn policy() -> Policy {
    let config = RouteConfigBuilder::new("").revalidate(RevalidateValue(60).get());
    Policy::of(&config.build(), "/", "route").unwrap().unwrap()
}

fn stored(headers: &[(&str, &str)], body: &'static str) -> StoredResponse {
    let mut response = Response::builder();
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    let (parts, ()) = response.body(()).unwrap().into_parts();
    let ended = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_900);
    let cdn_header = CdnHeader::Standard;
    StoredResponse::new(
        parts,
        body.as_bytes(),
        &policy(),
        "/",
        ended,
        &cdn_header,
        true,
    )
}

#[test]
fn headers_of_a_connection_a_client_or_a_moment_are_not_stored() {
    let stored = stored(
        &[
            ("connection", "x-a, close"),
            ("x-a", "1"),
            ("keep-alive", "timeout=5"),
            ("te", "trailers"),
            ("trailer", "x"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "h2c"),
            ("proxy-authenticate", "Basic"),
            ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
            ("age", "7"),
            ("cache-status", "other; hit"),
            ("content-length", "99"),
            ("content-type", "text/plain"),
            ("x-own", "1"),
        ],
        "hello",
    );
    let headers = stored.uncompressed.headers.to_map();
    let mut names: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "age",
            "cache-control",
            "cache-status",
            "cdn-cache-control",
            "content-type",
            "etag",
            "last-modified",
            "x-own"
        ]
    );
    assert_eq!(
        stored.uncompressed.headers.to_map()["last-modified"],
        "Tue, 14 Nov 2023 22:13:20 GMT"
    );
}

#[test]
fn an_etag_depends_only_on_body_type_and_encoding() {
    let etag = |headers: &[(&str, &str)], body| stored(headers, body).uncompressed.etag;
    let plain = etag(&[("content-type", "text/plain")], "hello");
    assert_eq!(plain.len(), 24);
    assert_eq!(
        plain,
        etag(&[("content-type", "text/plain"), ("x-b", "1")], "hello")
    );
    assert_ne!(plain, etag(&[("content-type", "text/html")], "hello"));
    assert_ne!(plain, etag(&[("content-type", "text/plain")], "hello!"));
    assert_ne!(
        plain,
        etag(
            &[("content-type", "text/plain"), ("content-encoding", "gzip")],
            "hello"
        )
    );
    assert_eq!(etag(&[("etag", "W/\"mine\"")], "hello"), "W/\"mine\"");
}

#[test]
fn a_small_response_takes_little_memory() {
    let stored = || {
        stored(
            &[
                ("content-type", "text/plain"),
                ("x-one", "1"),
                ("x-two", "2"),
                ("x-three", "3"),
                ("x-four", "4"),
            ],
            "0123456789",
        )
    };
    // All but the entity tag and the date are in a map that they share.
    let responses: Vec<_> = (0..100).map(|_| stored()).collect();
    let last = responses.last().unwrap();
    assert_eq!(last.uncompressed.headers.to_map().len(), 11);
    assert!(last.weight() < 800, "{}", last.weight());
}

#[test]
fn headers_of_the_handler_take_precedence() {
    let stored = stored(
        &[
            ("cache-control", "max-age=5"),
            ("last-modified", "Tue, 14 Nov 2023 00:00:00 GMT"),
        ],
        "",
    );
    assert_eq!(
        stored.uncompressed.headers.to_map()["cache-control"],
        "max-age=5"
    );
    assert_eq!(
        stored.uncompressed.headers.to_map()["last-modified"],
        "Tue, 14 Nov 2023 00:00:00 GMT"
    );
}
