use super::*;
use axum::http::header::{LOCATION, VARY};

fn map(headers: &[(&'static str, &str)]) -> HeaderMap {
    let header = |(name, value): &(&'static str, &str)| {
        let value = HeaderValue::from_str(value).unwrap();
        (HeaderName::from_static(name), value)
    };
    headers.iter().map(header).collect()
}

/// The headers as they are sent.
fn sent(headers: &StoredHeaders) -> Vec<(String, String)> {
    let mut sent = headers.to_map();
    assert!(sent.remove(AGE).is_some() && sent.remove(CACHE_STATUS).is_some());
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        (name.to_string(), value.to_str().unwrap().to_owned())
    };
    let mut sent: Vec<_> = sent.iter().map(text).collect();
    let mut stored: Vec<_> = headers.iter().map(text).collect();
    // Removals change the order.
    sent.sort();
    stored.sort();
    assert_eq!(sent, stored);
    stored
}

#[test]
fn the_headers_are_those_of_the_response() {
    let long = "x".repeat(MIN_OWN_BYTES);
    for headers in [
        &[][..],
        &[("etag", "\"1\"")],
        &[("etag", "\"2\"")],
        &[
            ("vary", "a"),
            ("x-one", "1"),
            ("vary", "b"),
            ("etag", "\"1\""),
        ],
        &[
            ("vary", "a"),
            ("x-one", "2"),
            ("vary", "c"),
            ("etag", "\"1\""),
        ],
        &[("location", &*long), ("x-last", "1")],
        &[("location", "/a"), ("x-last", "2")],
        &[("location", "/b"), ("x-last", "")],
    ] {
        let stored = StoredHeaders::new(&map(headers));
        let mut expected = headers.to_vec();
        expected.sort_unstable();
        let expected = expected
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()));
        assert_eq!(sent(&stored), expected.collect::<Vec<_>>());
        let first: Vec<_> = stored.to_map().into_iter().take(2).collect();
        let blank = |name| (Some(name), HeaderValue::from_static(""));
        assert_eq!(first, BLANKS.map(blank));
    }
}

#[test]
fn responses_with_the_same_names_share_a_map() {
    let headers = |page: &str| {
        let etag = format!("\"{page}\"");
        StoredHeaders::new(&map(&[
            ("x-shared-test", "1"),
            ("x-page", page),
            ("etag", &etag),
        ]))
    };
    let (one, other) = (headers("1"), headers("2"));
    assert!(Arc::ptr_eq(&one.shared, &other.shared));
    assert_eq!(one.own.len(), 1, "only the entity tag");
    assert_eq!(other.own.len(), 2, "the entity tag and the page");
    let shared = weight_of_map(&one.shared);
    assert_eq!(one.weight(), shared + weight_of_values(&one.own));
    assert_eq!(other.weight(), shared / 2 + weight_of_values(&other.own));
    assert_eq!(other.size(), shared + weight_of_values(&other.own));
    // Routes usually differ in these.
    let html = map(&[("x-shared-test", "1"), ("content-type", "text/html")]);
    let text = map(&[("x-shared-test", "1"), ("content-type", "text/plain")]);
    let (html, text) = (StoredHeaders::new(&html), StoredHeaders::new(&text));
    assert!(!Arc::ptr_eq(&html.shared, &text.shared));
    assert!(html.own.is_empty() && text.own.is_empty());
}

#[test]
fn a_sensitive_value_is_sensitive_when_it_is_sent() {
    let mut headers = map(&[("x-sensitive-test", "1"), ("x-other", "2")]);
    for is_sensitive in [true, false, true] {
        let value = headers.get_mut("x-sensitive-test").unwrap();
        value.set_sensitive(is_sensitive);
        let sent = StoredHeaders::new(&headers).to_map();
        assert_eq!(sent["x-sensitive-test"].is_sensitive(), is_sensitive);
        assert!(!sent["x-other"].is_sensitive());
    }
}

#[test]
fn changes_do_not_concern_other_responses() {
    let headers = map(&[("x-changed-test", "1"), ("vary", "a")]);
    let one = StoredHeaders::new(&headers);
    let other = one.changed(|headers| {
        headers.remove(VARY);
        headers.insert(LOCATION, HeaderValue::from_static("/"));
    });
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(sent(&one), [pair("vary", "a"), pair("x-changed-test", "1")]);
    assert_eq!(
        sent(&other),
        [pair("location", "/"), pair("x-changed-test", "1")]
    );
}

#[cfg(feature = "second-tier")]
#[test]
fn malformed_headers_of_a_record_are_refused() {
    type Pairs<'a> = &'a [(&'a [u8], &'a [u8])];
    let read = |pairs: Pairs<'_>| StoredHeaders::read(pairs).map(|headers| sent(&headers));
    let valid: Pairs<'_> = &[(b"x-read-test", b"1"), (b"vary", b"a"), (b"vary", b"b")];
    for _ in 0..2 {
        assert_eq!(read(valid).unwrap().len(), 3);
    }
    let names: Vec<_> = (0..30_000).map(|number| format!("x-{number}")).collect();
    let many: Vec<_> = names
        .iter()
        .map(|name| (name.as_bytes(), &b"1"[..]))
        .collect();
    assert_eq!(read(&many), None);
    assert_eq!(read(&many[..MAX_HEADERS]).unwrap().len(), MAX_HEADERS);
    for malformed in [
        &[
            (&b"x-read-test"[..], &b"1\n"[..]),
            (b"vary", b"a"),
            (b"vary", b"b"),
        ][..],
        &[(b"x-read-test", b"1"), (b"vary", b"a"), (b"vary", b"b\0")],
        &[(b"x read test", b"1")],
        &[(b"", b"1")],
        // Names are in lower case.
        &[(b"X-Read-Test", b"1")],
        // A map would not return them in this order.
        &[(b"vary", b"a"), (b"x-read-test", b"1"), (b"vary", b"b")],
        &[(b"age", b"1")],
        &[(b"cache-status", b"1")],
    ] {
        assert_eq!(read(malformed), None, "{malformed:?}");
    }
}
