//! Names whose letters can be encoded in several ways, or are not visible.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization as _;

/// The composed form of a name (NFC), in which browsers send what a user types. Some file systems and tools decompose names.
pub(crate) fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.nfc().collect())
}

/// The first character of a name that cannot be seen in it. Joiners and variants of letters are part of some scripts and of emoji.
pub(crate) fn invisible(name: &str) -> Option<char> {
    if name.is_ascii() {
        return None;
    }
    let mut before = ' ';
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_allowed = match letter {
            '\u{200c}' | '\u{200d}' => {
                let is_joined = letters.peek().is_some_and(|behind| !behind.is_ascii());
                !before.is_ascii() && is_joined && !is_invisible(before)
            }
            '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180f}' => {
                !before.is_ascii_alphabetic() && before != ' ' && !is_invisible(before)
            }
            // The flags of England, Scotland and Wales.
            '\u{e0020}'..='\u{e007f}' => name.contains('\u{1f3f4}'),
            _ => !is_invisible(letter),
        };
        if !is_allowed {
            return Some(letter);
        }
        before = letter;
    }
    None
}

/// Marks of direction, joiners, fillers and other characters without a shape of their own.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// A name with `\u{…}` for every character that is not ASCII.
pub(crate) fn escaped(name: &str) -> String {
    name.chars()
        .flat_map(|letter| {
            let escape = (!letter.is_ascii()).then(|| letter.escape_unicode());
            let plain = letter.is_ascii().then_some(letter);
            escape.into_iter().flatten().chain(plain)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_found() {
        for (name, expected) in [
            ("a b", None),
            ("caf\u{e9}", None),
            ("cafe\u{301}", None),
            ("a\u{200b}b", Some('\u{200b}')),
            ("\u{202e}gpj", Some('\u{202e}')),
            ("a\u{ad}b", Some('\u{ad}')),
            ("\u{feff}a", Some('\u{feff}')),
            ("a\u{200d}b", Some('\u{200d}')),
            ("a\u{fe0f}", Some('\u{fe0f}')),
            // Persian, Sinhala, a heart, a family, a keycap, the flag of Wales.
            (
                "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
                None,
            ),
            ("\u{dc1}\u{dca}\u{200d}\u{dbb}\u{dd3}", None),
            ("\u{2764}\u{fe0f}", None),
            ("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}", None),
            ("1\u{fe0f}\u{20e3}", None),
            (
                "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
                None,
            ),
        ] {
            assert_eq!(invisible(name), expected, "{}", escaped(name));
        }
    }

    #[test]
    fn names_are_composed_and_escaped() {
        assert_eq!(composed("cafe\u{301}"), "caf\u{e9}");
        assert_eq!(escaped("a-cafe\u{301}"), "a-cafe\\u{301}");
    }
}
