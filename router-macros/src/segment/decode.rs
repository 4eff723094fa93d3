//! Percent-encoded folder names.

use crate::{
    diagnostics::{Code, Problem},
    unicode::composed,
};

/// Decodes the `%XX` of a static segment once, and composes its letters.
pub(super) fn decode(name: &str) -> Result<String, Problem> {
    let Some(bytes) = bytes(name) else {
        let escaped = name.replace('%', "%25");
        return Err(Problem::new(
            Code::PercentEncoding,
            format!("`{name}` contains a `%` that is not followed by two hexadecimal digits"),
            format!("rename the folder to `{escaped}` for a URL with `%`"),
        ));
    };
    let rename = |code, message| {
        let help = format!("rename the folder to `{}`", unescaped(name));
        Problem::new(code, message, help)
    };
    let Ok(text) = String::from_utf8(bytes) else {
        let message = format!("`{name}` does not decode to valid UTF-8");
        return Err(rename(Code::PercentEncoding, message));
    };
    let refused = match text.as_str() {
        "." | ".." => Some("decodes to a dot segment, which no URL can reach".to_owned()),
        _ => text
            .chars()
            .find(|&letter| letter.is_control() || matches!(letter, '/' | '\\' | '[' | ']'))
            .map(|letter| {
                let encoded = if name.contains(letter) {
                    ""
                } else {
                    "an encoded "
                };
                format!("contains {encoded}{letter:?}, which is not allowed in a segment")
            }),
    };
    match refused {
        Some(found) => {
            let message = format!("`{name}` {found}");
            Err(rename(Code::ForbiddenCharacter, message))
        }
        None => Ok(composed(&text).into_owned()),
    }
}

/// The decoded bytes; `None` if a `%` has no two digits.
fn bytes(name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |at: usize| char::from(*behind.get(at)?).to_digit(16);
        bytes.extend(u8::try_from(digit(0)? * 16 + digit(1)?));
        rest = &behind[2..];
    }
    Some(bytes)
}

/// The name without its escapes.
fn unescaped(name: &str) -> String {
    let mut pieces = name.split('%');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        plain.push_str(piece.get(2..).unwrap_or_default());
    }
    let plain = plain.trim_matches('.').replace('\\', "-");
    if plain.is_empty() {
        "name".to_owned()
    } else {
        plain
    }
}
