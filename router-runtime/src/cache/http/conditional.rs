//! The headers `If-None-Match` and `If-Modified-Since`.

use axum::http::{
    HeaderMap, HeaderValue,
    header::{IF_MODIFIED_SINCE, IF_NONE_MATCH},
};
use std::time::SystemTime;

/// Returns `true` if the client has the response already, so that a 304 is enough (RFC 9110, section 13.2.2). `If-Modified-Since` is
/// ignored if the request has `If-None-Match`. `last_modified` is in seconds since the Unix epoch.
pub(crate) fn not_modified(request: &HeaderMap, etag: &HeaderValue, last_modified: u64) -> bool {
    let mut matches = request.get_all(IF_NONE_MATCH).iter().peekable();
    if matches.peek().is_some() {
        return matches.any(|value| lists(value.as_bytes(), etag.as_bytes()));
    }
    request
        .get(IF_MODIFIED_SINCE)
        .and_then(date)
        .is_some_and(|since| last_modified <= since)
}

/// Parses a date, in seconds since the Unix epoch.
pub(super) fn date(value: &HeaderValue) -> Option<u64> {
    let date = httpdate::parse_http_date(value.to_str().ok()?).ok()?;
    let since = date.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(since.as_secs())
}

/// Returns `true` if a list of entity tags, or `*`, contains this one by weak comparison.
fn lists(list: &[u8], etag: &[u8]) -> bool {
    let opaque = |tag: &[u8]| tag.strip_prefix(b"W/").unwrap_or(tag).to_vec();
    if list == etag || list.trim_ascii() == b"*" {
        return true;
    }
    let own = opaque(etag);
    let mut rest = list;
    loop {
        rest = rest.trim_ascii_start();
        if let Some(after) = rest.strip_prefix(b",") {
            rest = after;
            continue;
        }
        let tag = rest.strip_prefix(b"W/").unwrap_or(rest);
        // The quotes may contain a comma.
        let Some(end) = tag
            .strip_prefix(b"\"")
            .and_then(|inside| inside.iter().position(|byte| *byte == b'"'))
        else {
            return false;
        };
        let (tag, after) = tag.split_at(end + 2);
        if tag == own {
            return true;
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_not_modified(headers: &[(&'static str, &str)]) -> bool {
        let mut request = HeaderMap::new();
        for (name, value) in headers {
            request.append(*name, value.parse().unwrap());
        }
        not_modified(&request, &HeaderValue::from_static("\"a,b\""), 784_111_777)
    }

    #[test]
    fn case_25_entity_tags_are_compared_weakly() {
        for (value, matches) in [
            ("\"a,b\"", true),
            ("W/\"a,b\"", true),
            ("*", true),
            ("\"x\", W/\"y\",, \"a,b\"", true),
            ("\"x\"", false),
            ("a,b", false),
            ("\"a\", \"b\"", false),
            ("\"a,b", false),
            ("", false),
        ] {
            assert_eq!(
                is_not_modified(&[("if-none-match", value)]),
                matches,
                "{value}"
            );
        }
        assert!(is_not_modified(&[
            ("if-none-match", "\"x\""),
            ("if-none-match", "\"a,b\"")
        ]));
    }

    #[test]
    fn case_26_a_date_counts_without_an_entity_tag() {
        let same = "Sun, 06 Nov 1994 08:49:37 GMT";
        for (date, matches) in [
            (same, true),
            ("Sun, 06 Nov 1994 08:49:38 GMT", true),
            ("Sun, 06 Nov 1994 08:49:36 GMT", false),
            ("yesterday", false),
        ] {
            assert_eq!(
                is_not_modified(&[("if-modified-since", date)]),
                matches,
                "{date}"
            );
        }
        assert!(!is_not_modified(&[
            ("if-none-match", "\"x\""),
            ("if-modified-since", same)
        ]));
        assert!(!is_not_modified(&[]));
    }
}
