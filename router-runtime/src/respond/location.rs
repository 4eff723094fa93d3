//! The `Location` header of a redirect.

use axum::http::HeaderValue;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Control characters and the space. Non-ASCII characters are always escaped.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ');

/// Returns the target as a header value, or `None` if it is empty.
///
/// Query, fragment and existing escapes of the target are preserved (RFC 9110 section 10.2.2).
pub(super) fn location(target: &str) -> Option<HeaderValue> {
    if target.is_empty() {
        return None;
    }
    let escaped = utf8_percent_encode(target, ESCAPED).to_string();
    HeaderValue::try_from(escaped).ok()
}

#[cfg(test)]
mod tests {
    use super::location;

    #[test]
    fn targets_are_preserved_and_cannot_split_the_header() {
        let cases = [
            ("/target?x=1&y=a%20b#h", "/target?x=1&y=a%20b#h"),
            ("sibling", "sibling"),
            ("../up", "../up"),
            ("?page=2", "?page=2"),
            ("https://example.org/", "https://example.org/"),
            ("/日本", "/%E6%97%A5%E6%9C%AC"),
            ("/a b", "/a%20b"),
            ("/a\r\nSet-Cookie: x=1", "/a%0D%0ASet-Cookie:%20x=1"),
            ("/\0\t\u{7f}\u{85}", "/%00%09%7F%C2%85"),
        ];
        for (target, header) in cases {
            assert_eq!(location(target).unwrap(), header, "{target:?}");
        }
        assert_eq!(location(""), None);
    }
}
