//! Texts of clients in the log, which must not forge lines of it.

use axum::{
    extract::{OriginalUri, Request},
    http::{HeaderValue, Method},
};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::{
    borrow::Cow,
    fmt::{self, Write},
};

/// The maximum length of a path in the log, in bytes.
const MAX_PATH: usize = 1024;
/// The maximum length of a method in the log, in bytes.
const MAX_METHOD: usize = 32;
/// The maximum length of the value of a header in the log, in bytes.
const MAX_VALUE: usize = 256;
/// The maximum length of the text of an error in the log, in bytes.
const MAX_TEXT: usize = 16 << 10;

/// Returns the path that the client sent, which an outer axum Router may have shortened.
pub(super) fn sent_path(request: &Request) -> &str {
    let original = request.extensions().get::<OriginalUri>();
    original.map_or(request.uri(), |original| original).path()
}

/// Returns a path for the log: as it was sent, with escapes for what is not printable ASCII, and shortened.
pub(crate) fn printable_path(path: &str) -> Cow<'_, str> {
    // A path may contain unescaped UTF-8, such as the characters that change the direction of text.
    const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"');
    let (shown, is_cut) = cut(path, MAX_PATH);
    let shown: Cow<'_, str> = utf8_percent_encode(shown, ESCAPED).into();
    if is_cut { shown + "…" } else { shown }
}

/// Returns a method for the log, shortened. The grammar of HTTP limits its characters, but not its length.
pub(crate) fn printable_method(method: &Method) -> Cow<'_, str> {
    match cut(method.as_str(), MAX_METHOD) {
        (method, false) => method.into(),
        (start, true) => format!("{start}…").into(),
    }
}

/// Returns the value of a header for the log, with escapes for what is not printable ASCII, and shortened.
pub(crate) fn printable_value(value: &HeaderValue) -> String {
    let value = value.as_bytes();
    match value.get(..MAX_VALUE) {
        Some(start) if value.len() > MAX_VALUE => format!("{}…", start.escape_ascii()),
        _ => value.escape_ascii().to_string(),
    }
}

/// The start of a text that is at most as long as this, and `true` if that is not all of it.
pub(super) fn cut(text: &str, length: usize) -> (&str, bool) {
    if text.len() <= length {
        return (text, false);
    }
    let mut end = length;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (&text[..end], true)
}

/// The text of an error, whose further lines are indented, so that none of them can be taken for an event of its own. Control characters
/// and those that change the direction of text are escaped, and the text is shortened.
pub(crate) struct Indented<T>(pub(crate) T);

impl<T: fmt::Display> fmt::Display for Indented<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer {
            out: f,
            rest: MAX_TEXT,
        };
        match write!(writer, "{}", self.0) {
            // The text may be longer than what is written of it.
            Err(_) if writer.rest == 0 => f.write_str("…"),
            result => result,
        }
    }
}

struct Writer<'a, 'f> {
    out: &'a mut fmt::Formatter<'f>,
    rest: usize,
}

impl Write for Writer<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let (shown, is_cut) = cut(text, self.rest);
        for piece in shown.split_inclusive(must_be_escaped) {
            let Some(last) = piece.chars().next_back().filter(|it| must_be_escaped(*it)) else {
                self.out.write_str(piece)?;
                continue;
            };
            self.out
                .write_str(&piece[..piece.len() - last.len_utf8()])?;
            match last {
                '\n' => self.out.write_str("\n    ")?,
                other => write!(self.out, "{}", other.escape_unicode())?,
            }
        }
        self.rest -= shown.len();
        if is_cut {
            self.rest = 0;
            return Err(fmt::Error);
        }
        Ok(())
    }
}

fn must_be_escaped(letter: char) -> bool {
    let ends_line_or_turns = matches!(letter,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (letter.is_control() && letter != '\t') || ends_line_or_turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_printable_and_bounded() {
        let long = format!("/{}", "é".repeat(MAX_PATH));
        let shown = printable_path(&long);
        assert!(shown.ends_with("%C3%A9…"), "{shown}");
        assert!(shown.len() <= 3 * MAX_PATH + "…".len());
        for (path, shown) in [
            ("/items/p%C3%A9n", "/items/p%C3%A9n"),
            ("/a\u{202e}b\u{7f}", "/a%E2%80%AEb%7F"),
            ("/a\nb\"", "/a%0Ab%22"),
        ] {
            assert_eq!(printable_path(path), shown);
        }
    }

    #[test]
    fn a_method_is_bounded() {
        let long = Method::from_bytes(&[b'A'; 4000]).unwrap();
        let shown = format!("{}…", "A".repeat(MAX_METHOD));
        assert_eq!(printable_method(&long), shown);
        assert_eq!(printable_method(&Method::GET), "GET");
    }

    #[test]
    fn a_value_is_printable_and_bounded() {
        let value = |bytes: &[u8]| printable_value(&HeaderValue::from_bytes(bytes).unwrap());
        assert_eq!(value(b"https://a.example"), "https://a.example");
        assert_eq!(value(b"\"\xff\t"), "\\\"\\xff\\t");
        assert_eq!(value(&[b'a'; 4000]), "a".repeat(MAX_VALUE) + "…");
    }

    #[test]
    fn a_text_has_no_line_of_its_own() {
        let text = "a\n2026 INFO b\r\u{1b}[31mc\u{202e}d\u{2028}e\tf";
        assert_eq!(
            Indented(text).to_string(),
            "a\n    2026 INFO b\\u{d}\\u{1b}[31mc\\u{202e}d\\u{2028}e\tf"
        );
        let long = Indented("ä".repeat(MAX_TEXT)).to_string();
        assert_eq!(long.len(), MAX_TEXT + "…".len());
        let pieces = Indented(format_args!("{}{}", "a".repeat(MAX_TEXT), "b")).to_string();
        assert_eq!(pieces, "a".repeat(MAX_TEXT) + "…");
    }
}
