use super::{PreparedRequest, cache_key};
use crate::{
    cache::Clock,
    fetch::{client::FetchClient, label::RequestLabel},
};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, Method},
};
use reqwest::Url;
use std::{collections::BTreeSet, time::Duration};

fn prepared(
    method: &Method,
    url: &str,
    headers: &[(&'static str, &'static str)],
) -> PreparedRequest {
    let url = Url::parse(url).unwrap();
    let headers = headers.iter().map(|(name, value)| {
        let name = HeaderName::from_static(name);
        (name, HeaderValue::from_static(value))
    });
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(name, value);
    }
    PreparedRequest {
        client: FetchClient::default(),
        clock: Clock::default(),
        label: RequestLabel::new(method, &url),
        method: method.clone(),
        url,
        headers: map,
        body: None,
        timeout: Duration::ZERO,
        body_limit: 0,
    }
}

fn get(url: &str) -> PreparedRequest {
    prepared(&Method::GET, url, &[])
}

fn with_body(body: &'static str) -> PreparedRequest {
    PreparedRequest {
        body: Some(Bytes::from_static(body.as_bytes())),
        ..get("http://a/")
    }
}

#[tokio::test]
async fn requests_with_different_responses_have_different_keys() {
    let headers = |headers| cache_key(&prepared(&Method::GET, "http://a/", headers), None, &[]);
    let tags = |tags: &[&str]| {
        let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
        cache_key(&get("http://a/"), None, &tags)
    };
    let keys = [
        cache_key(&get("http://a/"), None, &[]),
        cache_key(&get("http://a/"), Some(60), &[]),
        cache_key(&get("http://a/"), Some(61), &[]),
        cache_key(&get("http://a/b"), None, &[]),
        cache_key(&get("http://a/?b"), None, &[]),
        cache_key(&get("http://a/?b=1"), None, &[]),
        cache_key(&get("http://u:p@a/"), None, &[]),
        cache_key(&get("https://a/"), None, &[]),
        cache_key(&get("http://a:81/"), None, &[]),
        cache_key(&prepared(&Method::HEAD, "http://a/", &[]), None, &[]),
        headers(&[("b", "c")]),
        headers(&[("b", "c"), ("b", "c")]),
        headers(&[("b", "cc")]),
        headers(&[("bc", "")]),
        headers(&[("authorization", "Bearer 1")]),
        headers(&[("authorization", "Bearer 2")]),
        cache_key(&with_body("b"), None, &[]),
        cache_key(&with_body("bc"), None, &[]),
        tags(&["b"]),
        tags(&["b", "c"]),
        tags(&["bc"]),
    ];
    let different: BTreeSet<&String> = keys.iter().collect();
    assert_eq!(different.len(), keys.len());
    for (one, other) in [
        (
            headers(&[("b", "1"), ("c", "2")]),
            headers(&[("c", "2"), ("b", "1")]),
        ),
        (
            headers(&[]),
            headers(&[("traceparent", "00-1-2-00"), ("tracestate", "a=1")]),
        ),
        (tags(&["b", "c"]), tags(&["c", "b", "c"])),
        (
            cache_key(&get("http://a/"), None, &[]),
            cache_key(&get("http://a#b"), None, &[]),
        ),
    ] {
        assert_eq!(one, other);
    }
}

#[tokio::test]
async fn keys_and_labels_are_bounded_and_have_no_secrets() {
    let url = format!(
        "http://ada:pass@a/{}?key=secret#there",
        "long/".repeat(1_000)
    );
    let request = prepared(&Method::GET, &url, &[("authorization", "Bearer secret")]);
    let key = cache_key(&request, None, &["tag".to_owned()]);
    assert!(key.starts_with("fetch GET http://a/long/long/"), "{key}");
    assert!(key.len() < 400, "{}", key.len());
    for secret in ["ada", "pass", "key", "secret"] {
        assert!(!key.contains(secret), "{key}");
    }
    for (url, expected) in [
        ("/rates?key=secret", "GET /rates"),
        ("ftp://ada:pass@a/b", "GET a/b"),
        ("a\r\nb#c", "GET ab"),
        ("", "GET "),
    ] {
        let label = RequestLabel::of_invalid_url(&Method::GET, url);
        assert_eq!(label.to_string(), expected);
    }
}

#[tokio::test]
async fn requests_with_credentials_and_other_methods_are_not_public() {
    let public = [
        get("http://a/?b"),
        prepared(&Method::HEAD, "http://a/", &[("accept", "*/*")]),
    ];
    assert!(public.iter().all(PreparedRequest::is_public));
    for other in [
        prepared(&Method::POST, "http://a/", &[]),
        prepared(&Method::GET, "http://a/", &[("authorization", "Bearer 1")]),
        prepared(&Method::GET, "http://a/", &[("cookie", "a=1")]),
        get("http://ada@a/"),
        get("http://:pass@a/"),
    ] {
        assert!(!other.is_public(), "{} {}", other.method, other.url);
    }
}
