//! `If-None-Match` and `If-Modified-Since`: whether the client has the answer already.

use axum::http::{
    HeaderMap, HeaderValue,
    header::{IF_MODIFIED_SINCE, IF_NONE_MATCH},
};
use std::time::SystemTime;

/// Whether 304 says enough (RFC 9110 section 13.2.2); a date counts only without `If-None-Match`.
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

/// A date, in seconds.
pub(super) fn date(value: &HeaderValue) -> Option<u64> {
    let date = httpdate::parse_http_date(value.to_str().ok()?).ok()?;
    let since = date.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(since.as_secs())
}

/// Whether a list of validators, or `*`, names this one; weak and strong ones are alike.
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
        // A comma may stand inside the quotes.
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

    fn verdict(headers: &[(&'static str, &str)]) -> bool {
        let mut request = HeaderMap::new();
        for (name, value) in headers {
            request.append(*name, value.parse().unwrap());
        }
        not_modified(&request, &HeaderValue::from_static("\"a,b\""), 784_111_777)
    }

    #[test]
    fn case_25_validators_are_compared_weakly() {
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
            assert_eq!(verdict(&[("if-none-match", value)]), matches, "{value}");
        }
        assert!(verdict(&[
            ("if-none-match", "\"x\""),
            ("if-none-match", "\"a,b\"")
        ]));
    }

    #[test]
    fn case_26_a_date_counts_without_a_validator() {
        let same = "Sun, 06 Nov 1994 08:49:37 GMT";
        for (date, matches) in [
            (same, true),
            ("Sun, 06 Nov 1994 08:49:38 GMT", true),
            ("Sun, 06 Nov 1994 08:49:36 GMT", false),
            ("yesterday", false),
        ] {
            assert_eq!(verdict(&[("if-modified-since", date)]), matches, "{date}");
        }
        assert!(!verdict(&[
            ("if-none-match", "\"x\""),
            ("if-modified-since", same)
        ]));
        assert!(!verdict(&[]));
    }
}
