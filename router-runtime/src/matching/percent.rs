//! Percent-encoding of path segments.

use super::swar::each;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode_byte, utf8_percent_encode};
use std::borrow::Cow;

/// All characters except the unreserved ones, which need no escape anywhere in a URI (RFC 3986 section 2.3).
pub(crate) const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The characters that RFC 3986 does not allow in a segment (`pchar`).
const NOT_PCHAR: &AsciiSet = &NOT_UNRESERVED
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

/// The characters to escape in a segment that may contain escapes.
const NOT_IN_LOCATION: &AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?');

/// By byte: `true` for the unreserved characters.
const IS_UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    loop {
        table[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

/// Decodes a segment once. Returns `None` for a malformed escape, a NUL, or bytes that are not UTF-8.
pub(crate) fn decode(raw: &str) -> Option<Cow<'_, str>> {
    if is_plain(raw.as_bytes()) {
        return Some(Cow::Borrowed(raw));
    }
    let mut decoded = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, after) = match first {
            b'%' => (escaped_byte(rest)?, &rest[3..]),
            byte => (*byte, after),
        };
        if byte == 0 {
            return None;
        }
        decoded.push(byte);
        rest = after;
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

/// Returns `true` if no byte is `%` or NUL, eight at a time.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    // The expression is zero if and only if no byte of the word is zero.
    let no_zero = |word: u64| word.wrapping_sub(each(1)) & !word & each(0x80) == 0;
    let plain = |chunk: &[u8; 8]| {
        let word = u64::from_le_bytes(*chunk);
        no_zero(word) && no_zero(word ^ each(b'%'))
    };
    match bytes.last_chunk() {
        Some(last) => bytes.as_chunks().0.iter().all(plain) && plain(last),
        None => bytes.iter().all(|byte| !matches!(byte, b'%' | 0)),
    }
}

/// Encodes a decoded segment: only the characters that RFC 3986 does not allow are escaped, in upper-case hex.
pub(crate) fn encode_segment(text: &str) -> Cow<'_, str> {
    // Most segments need no escape, and a loop over a table takes less than the search for one.
    if text.bytes().all(|byte| IS_UNRESERVED[usize::from(byte)]) {
        return Cow::Borrowed(text);
    }
    utf8_percent_encode(text, NOT_PCHAR).into()
}

/// Returns a path in which each segment is decoded and encoded. Returns `None` unless all escapes are well-formed and no segment
/// is empty, consists of dots, or has an escaped dot, slash or NUL.
pub(super) fn canonical_path(path: &str) -> Option<String> {
    let mut canonical = String::with_capacity(path.len());
    for segment in path.strip_prefix('/')?.split('/') {
        if matches!(segment, "" | "." | "..") {
            return None;
        }
        canonical.push('/');
        let (mut rest, mut is_ascii) = (segment.as_bytes(), true);
        while let [first, after @ ..] = rest {
            if *first == b'%' {
                let byte = escaped_byte(rest)?;
                match byte {
                    0 | b'.' | b'/' | b'\\' => return None,
                    byte if is_pchar(byte) => canonical.push(char::from(byte)),
                    byte => canonical += percent_encode_byte(byte),
                }
                is_ascii &= byte.is_ascii();
                rest = &rest[3..];
            } else if is_pchar(*first) {
                canonical.push(char::from(*first));
                rest = after;
            } else {
                return None;
            }
        }
        if !is_ascii && decode(segment).is_none() {
            return None;
        }
    }
    Some(canonical)
}

/// Returns a path in which only the characters that a segment cannot contain are escaped, in upper-case hex: two paths with the same
/// decoded segments become equal. A malformed escape remains unchanged.
pub(crate) fn normalize_path(path: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte == b'/' || byte != b'%' && is_pchar(byte);
    if path.bytes().all(is_plain) {
        return Cow::Borrowed(path);
    }
    let mut normal = String::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escaped = escaped_byte(rest);
        rest = if escaped.is_some() { &rest[3..] } else { after };
        match escaped {
            Some(byte) if is_pchar(byte) => normal.push(char::from(byte)),
            Some(byte) => normal += percent_encode_byte(byte),
            None if first == b'/' || first == b'%' || is_pchar(first) => {
                normal.push(char::from(first));
            }
            None => normal += percent_encode_byte(first),
        }
    }
    Cow::Owned(normal)
}

fn is_pchar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte)
}

/// Returns the byte of the escape at the beginning.
fn escaped_byte(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else {
        return None;
    };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

/// Escapes the characters that a `Location` cannot contain. Existing escapes stay as they are.
pub(super) fn encode_location(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, NOT_IN_LOCATION).into()
}

#[cfg(test)]
mod tests {
    use super::{decode, encode_segment, normalize_path};

    #[test]
    fn paths_with_equal_segments_have_one_normal_form() {
        for (path, normal) in [
            ("/", "/"),
            ("/a/b-._~!$&'()*+,;=:@", "/a/b-._~!$&'()*+,;=:@"),
            ("/%73ecret", "/secret"),
            ("/a%27b", "/a'b"),
            ("/a%2fb", "/a%2Fb"),
            ("/caf%c3%a9", "/caf%C3%A9"),
            ("/caf\u{e9}", "/caf%C3%A9"),
            ("/a%2541", "/a%2541"),
            ("/a|b c", "/a%7Cb%20c"),
            ("/%ff%zz%4", "/%FF%zz%4"),
        ] {
            assert_eq!(normalize_path(path), normal, "{path}");
            assert_eq!(normalize_path(normal), normal, "{normal}");
        }
    }

    #[test]
    fn escapes_are_decoded_once() {
        for (raw, decoded) in [
            ("", Some("")),
            ("a", Some("a")),
            ("a%20b", Some("a b")),
            ("a+b", Some("a+b")),
            ("%2525", Some("%25")),
            ("caf%c3%A9", Some("café")),
            ("café", Some("café")),
            ("a%2Fb", Some("a/b")),
            ("%", None),
            ("%4", None),
            ("%4%41", None),
            ("%zz", None),
            ("%é", None),
            ("a%00", None),
            ("%ff", None),
            ("%c3", None),
            ("twelve-bytes", Some("twelve-bytes")),
            ("twelve%2dbytes", Some("twelve-bytes")),
            ("twelve-byte%73", Some("twelve-bytes")),
            ("twelve-byte\0", None),
            ("%00twelve-byte", None),
        ] {
            assert_eq!(decode(raw).as_deref(), decoded, "{raw}");
        }
    }

    #[test]
    fn only_disallowed_characters_are_encoded() {
        let plain = "AZaz09-._~!$&'()*+,;=:@";
        assert_eq!(encode_segment(plain), plain);
        assert_eq!(
            encode_segment("a b/é%?#[]{}|\\"),
            "a%20b%2F%C3%A9%25%3F%23%5B%5D%7B%7D%7C%5C"
        );
    }
}
