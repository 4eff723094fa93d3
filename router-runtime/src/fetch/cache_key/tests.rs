use super::{Exchange, Method, Url, is_plain, name, shown, shown_as_told};
use crate::{
    cache::Clock,
    fetch::{FetchClient, error::Asked},
};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue},
};
use std::{collections::BTreeSet, time::Duration};

fn asking(method: &Method, url: &str, headers: &[(&'static str, &'static str)]) -> Exchange {
    let url = Url::parse(url).unwrap();
    let headers = headers.iter().map(|(name, value)| {
        let name = HeaderName::from_static(name);
        (name, HeaderValue::from_static(value))
    });
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(name, value);
    }
    Exchange {
        client: FetchClient::default(),
        clock: Clock::default(),
        asked: Asked(shown(method, &url).into()),
        method: method.clone(),
        url,
        headers: map,
        body: None,
        patience: Duration::ZERO,
        body_limit: 0,
    }
}

fn get(url: &str) -> Exchange {
    asking(&Method::GET, url, &[])
}

fn with_body(body: &'static str) -> Exchange {
    Exchange {
        body: Some(Bytes::from_static(body.as_bytes())),
        ..get("http://a/")
    }
}

#[tokio::test]
async fn what_tells_two_answers_apart_tells_their_names_apart() {
    let headers = |headers| name(&asking(&Method::GET, "http://a/", headers), None, &[]);
    let tags = |tags: &[&str]| {
        let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
        name(&get("http://a/"), None, &tags)
    };
    let names = [
        name(&get("http://a/"), None, &[]),
        name(&get("http://a/"), Some(60), &[]),
        name(&get("http://a/"), Some(61), &[]),
        name(&get("http://a/b"), None, &[]),
        name(&get("http://a/?b"), None, &[]),
        name(&get("http://a/?b=1"), None, &[]),
        name(&get("http://u:p@a/"), None, &[]),
        name(&get("https://a/"), None, &[]),
        name(&get("http://a:81/"), None, &[]),
        name(&asking(&Method::HEAD, "http://a/", &[]), None, &[]),
        headers(&[("b", "c")]),
        headers(&[("b", "c"), ("b", "c")]),
        headers(&[("b", "cc")]),
        headers(&[("bc", "")]),
        headers(&[("authorization", "Bearer 1")]),
        headers(&[("authorization", "Bearer 2")]),
        name(&with_body("b"), None, &[]),
        name(&with_body("bc"), None, &[]),
        tags(&["b"]),
        tags(&["b", "c"]),
        tags(&["bc"]),
    ];
    let different: BTreeSet<&String> = names.iter().collect();
    assert_eq!(different.len(), names.len());
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
            name(&get("http://a/"), None, &[]),
            name(&get("http://a#b"), None, &[]),
        ),
    ] {
        assert_eq!(one, other);
    }
}

#[tokio::test]
async fn names_are_bounded_and_have_no_secrets() {
    let url = format!(
        "http://ada:pass@a/{}?key=secret#there",
        "long/".repeat(1_000)
    );
    let asked = asking(&Method::GET, &url, &[("authorization", "Bearer secret")]);
    let name = name(&asked, None, &["tag".to_owned()]);
    assert!(name.starts_with("fetch GET http://a/long/long/"), "{name}");
    assert!(name.len() < 400, "{}", name.len());
    for secret in ["ada", "pass", "key", "secret"] {
        assert!(!name.contains(secret), "{name}");
    }
    for (told, shown) in [
        ("/rates?key=secret", "GET /rates"),
        ("ftp://ada:pass@a/b", "GET a/b"),
        ("a\r\nb#c", "GET ab"),
        ("", "GET "),
    ] {
        assert_eq!(shown_as_told(&Method::GET, told), shown);
    }
}

#[tokio::test]
async fn credentials_and_other_methods_are_not_plain() {
    let plain = [
        get("http://a/?b"),
        asking(&Method::HEAD, "http://a/", &[("accept", "*/*")]),
    ];
    assert!(plain.iter().all(is_plain));
    for other in [
        asking(&Method::POST, "http://a/", &[]),
        asking(&Method::GET, "http://a/", &[("authorization", "Bearer 1")]),
        asking(&Method::GET, "http://a/", &[("cookie", "a=1")]),
        get("http://ada@a/"),
        get("http://:pass@a/"),
    ] {
        assert!(!is_plain(&other), "{} {}", other.method, other.url);
    }
}
