//! Conditional requests: `If-Match`, `If-Unmodified-Since`, `If-None-Match` and `If-Modified-Since`.

use axum::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE},
};
use std::time::SystemTime;

/// The result of the conditions of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precondition {
    /// All are met: the response is sent.
    Met,
    /// The client has the response already: a 304.
    NotModified,
    /// The client expects another version: a 412.
    Failed,
}

/// Evaluates the conditions of a request in the order of RFC 9110, section 13.2.2. A date counts only without the header with entity
/// tags of the same kind, and only if the time of the last change is known. `last_modified` is in seconds since the Unix epoch.
pub(crate) fn evaluate(
    request: &HeaderMap,
    etag: &HeaderValue,
    last_modified: Option<u64>,
) -> Precondition {
    let date_of = |name| last_modified.zip(date_of(request, name));
    let is_expected = match lists(request, &IF_MATCH, etag, Comparison::Strong) {
        Some(is_listed) => is_listed,
        None => date_of(&IF_UNMODIFIED_SINCE).is_none_or(|(modified, since)| modified <= since),
    };
    if !is_expected {
        return Precondition::Failed;
    }
    let is_known = match lists(request, &IF_NONE_MATCH, etag, Comparison::Weak) {
        Some(is_listed) => is_listed,
        None => date_of(&IF_MODIFIED_SINCE).is_some_and(|(modified, since)| modified <= since),
    };
    if is_known {
        Precondition::NotModified
    } else {
        Precondition::Met
    }
}

/// Returns the value of a header that must be sent at most once. Several fields are a list, which is ignored like a malformed value.
pub(super) fn single(request: &HeaderMap, name: &HeaderName) -> Option<HeaderValue> {
    let mut values = request.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.clone())
}

fn date_of(request: &HeaderMap, name: &HeaderName) -> Option<u64> {
    date(&single(request, name)?)
}

/// Parses a date, in seconds since the Unix epoch.
pub(super) fn date(value: &HeaderValue) -> Option<u64> {
    let date = httpdate::parse_http_date(value.to_str().ok()?).ok()?;
    let since = date.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(since.as_secs())
}

/// The comparison of entity tags (RFC 9110, section 8.8.3.2).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    /// Weak tags equal none.
    Strong,
    /// The prefix `W/` does not matter.
    Weak,
}

/// Returns whether a header with entity tags, or `*`, contains this one; `None` if the request does not have the header.
pub(super) fn lists(
    request: &HeaderMap,
    name: &HeaderName,
    etag: &HeaderValue,
    comparison: Comparison,
) -> Option<bool> {
    let mut lists = request.get_all(name).iter().peekable();
    lists.peek()?;
    Some(lists.any(|list| contains(list.as_bytes(), etag.as_bytes(), comparison)))
}

fn contains(list: &[u8], etag: &[u8], comparison: Comparison) -> bool {
    let list = list.trim_ascii();
    if list == b"*" {
        return true;
    }
    let own = match (etag.strip_prefix(b"W/"), comparison) {
        (Some(_), Comparison::Strong) => return false,
        (Some(opaque), Comparison::Weak) => opaque,
        (None, _) => etag,
    };
    // A handler's tag may lack its quotes.
    if list == etag {
        return true;
    }
    let mut rest = list;
    loop {
        rest = rest.trim_ascii_start();
        if let Some(after) = rest.strip_prefix(b",") {
            rest = after;
            continue;
        }
        let (tag, is_weak) = match rest.strip_prefix(b"W/") {
            Some(tag) => (tag, true),
            None => (rest, false),
        };
        // The quotes may contain a comma.
        let Some(end) = tag
            .strip_prefix(b"\"")
            .and_then(|inside| inside.iter().position(|byte| *byte == b'"'))
        else {
            return false;
        };
        let (tag, after) = tag.split_at(end + 2);
        if tag == own && (!is_weak || comparison == Comparison::Weak) {
            return true;
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluated(headers: &[(&'static str, &str)], etag: &'static str) -> Precondition {
        let mut request = HeaderMap::new();
        for (name, value) in headers {
            request.append(*name, value.parse().unwrap());
        }
        evaluate(&request, &HeaderValue::from_static(etag), Some(784_111_777))
    }

    fn is_not_modified(headers: &[(&'static str, &str)]) -> bool {
        evaluated(headers, "\"a,b\"") == Precondition::NotModified
    }

    fn is_failed(headers: &[(&'static str, &str)]) -> bool {
        evaluated(headers, "\"a,b\"") == Precondition::Failed
    }

    const SAME: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const LATER: &str = "Sun, 06 Nov 1994 08:49:38 GMT";
    const EARLIER: &str = "Sun, 06 Nov 1994 08:49:36 GMT";

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
        for (date, matches) in [
            (SAME, true),
            (LATER, true),
            (EARLIER, false),
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
            ("if-modified-since", SAME)
        ]));
        assert!(!is_not_modified(&[
            ("if-modified-since", SAME),
            ("if-modified-since", SAME)
        ]));
        assert!(!is_not_modified(&[]));
    }

    #[test]
    fn case_25_expected_tags_are_compared_strongly() {
        for (value, fails) in [
            ("\"a,b\"", false),
            ("\"x\", \"a,b\"", false),
            ("W/\"x\",, \"a,b\"", false),
            (" * ", false),
            ("W/\"a,b\"", true),
            ("\"x\"", true),
            ("\"a\", \"b\"", true),
            ("\"a,b", true),
            ("a,b", true),
            ("", true),
        ] {
            assert_eq!(is_failed(&[("if-match", value)]), fails, "{value}");
        }
        assert!(!is_failed(&[
            ("if-match", "\"x\""),
            ("if-match", "\"a,b\"")
        ]));
        // A weak tag is never expected, except as any.
        for (value, outcome) in [
            ("W/\"w\"", Precondition::Failed),
            ("\"w\"", Precondition::Failed),
            ("*", Precondition::Met),
        ] {
            assert_eq!(evaluated(&[("if-match", value)], "W/\"w\""), outcome);
        }
    }

    #[test]
    fn case_25_an_expected_date_counts_without_an_expected_tag() {
        for (date, fails) in [
            (SAME, false),
            (LATER, false),
            (EARLIER, true),
            ("yesterday", false),
        ] {
            assert_eq!(is_failed(&[("if-unmodified-since", date)]), fails, "{date}");
        }
        assert!(!is_failed(&[
            ("if-unmodified-since", EARLIER),
            ("if-unmodified-since", EARLIER)
        ]));
        let earlier = ("if-unmodified-since", EARLIER);
        assert!(!is_failed(&[("if-match", "\"a,b\""), earlier]));
        assert!(is_failed(&[
            ("if-match", "\"x\""),
            ("if-unmodified-since", SAME)
        ]));
    }

    #[test]
    fn case_25_expectations_come_before_what_the_client_has() {
        let known = ("if-none-match", "\"a,b\"");
        assert!(is_failed(&[("if-match", "\"x\""), known]));
        assert!(is_not_modified(&[("if-match", "\"a,b\""), known]));
        assert!(is_failed(&[("if-unmodified-since", EARLIER), known]));
        assert!(is_not_modified(&[("if-unmodified-since", LATER), known]));
    }
}
