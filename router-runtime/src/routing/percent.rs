//! Percent-encoding of one path segment (RFC 3986 section 2.1).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// Everything but `pchar` (RFC 3986 section 3.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The text of a segment; `None` for a malformed escape, NUL, or bytes that are not UTF-8.
pub(crate) fn decode(raw: &str) -> Option<Cow<'_, str>> {
    let mut rest = raw;
    while let Some(at) = rest.find('%') {
        let digits = rest.as_bytes().get(at + 1..at + 3)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        rest = &rest[at + 3..];
    }
    let text = percent_decode_str(raw).decode_utf8().ok()?;
    (!text.contains('\0')).then_some(text)
}

/// The plain spelling of a segment: `pchar` as it is, the rest escaped with upper-case digits.
pub(crate) fn encode_segment(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, ESCAPED).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_decoded_once_or_refused() {
        for (raw, expected) in [
            ("plain", Some("plain")),
            ("a%20b", Some("a b")),
            ("a%2Fb", Some("a/b")),
            ("a%252Fb", Some("a%2Fb")),
            ("caf%c3%A9", Some("café")),
            ("café", Some("café")),
            ("%", None),
            ("%2", None),
            ("%zz", None),
            ("%é", None),
            ("%00", None),
            ("%FF", None),
        ] {
            assert_eq!(decode(raw).as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn segments_have_one_plain_spelling() {
        for (text, expected) in [
            ("a-z_0.9~", "a-z_0.9~"),
            ("!$&'()*+,;=:@", "!$&'()*+,;=:@"),
            ("a b/c?d#e", "a%20b%2Fc%3Fd%23e"),
            ("café", "caf%C3%A9"),
            ("{x}|^`\"<>\\", "%7Bx%7D%7C%5E%60%22%3C%3E%5C"),
            ("%41", "%2541"),
        ] {
            assert_eq!(encode_segment(text), expected);
            assert_eq!(decode(expected).as_deref(), Some(text));
        }
    }
}
