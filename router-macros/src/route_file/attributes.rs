//! Attributes that leave the items of a file as they are written.

use super::lexer::{Token, TokenKind, tokens};

/// Attributes of rustc and its tools, and attribute macros that keep the signature of a function.
const PLAIN: [&str; 21] = [
    "allow",
    "cold",
    "debug_handler",
    "deny",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "forbid",
    "inline",
    "instrument",
    "must_use",
    "non_exhaustive",
    "path",
    "repr",
    "rustfmt",
    "serde",
    "test",
    "track_caller",
    "warn",
    "error",
];

/// Derive macros that implement the trait of their name and nothing else.
const DERIVES: [&str; 12] = [
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Eq",
    "Error",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Serialize",
];

/// Returns `true` if no attribute may change its item or generate others. `#[cfg]` may remove the item, but counts as plain.
pub(super) fn are_plain(source: &str, attributes: &[Token]) -> bool {
    attributes.iter().all(|it| is_plain(source, it))
}

fn is_plain(source: &str, attribute: &Token) -> bool {
    let Some(inside) = tokens(source, attribute.inner()) else {
        return false;
    };
    let is_end = |token: &Token| matches!(token.kind, TokenKind::Group(_)) || token.is_punct(b'=');
    let end = inside.iter().position(is_end).unwrap_or(inside.len());
    let mut words = inside[..end]
        .iter()
        .filter(|token| token.kind == TokenKind::Ident)
        .map(|token| token.text(source));
    let first = words.next().unwrap_or_default();
    let name = words.next_back().unwrap_or(first);
    match (name, inside.get(end)) {
        ("derive", Some(list)) => derives(source, list).all(|it| DERIVES.contains(&it)),
        ("cfg", _) => true,
        _ => PLAIN.contains(&name) || matches!(first, "clippy" | "rustfmt"),
    }
}

/// The names of the derive macros in a list.
fn derives<'s>(source: &'s str, list: &Token) -> impl Iterator<Item = &'s str> {
    let inside = tokens(source, list.inner()).unwrap_or_default();
    let next_of = |at: usize| inside.get(at + 1).is_none_or(|token| token.is_punct(b','));
    let names: Vec<&str> = inside
        .iter()
        .enumerate()
        .filter(|(at, token)| token.kind == TokenKind::Ident && next_of(*at))
        .map(|(_, token)| token.text(source))
        .collect();
    names.into_iter()
}

/// Returns `true` if one of the attributes derives the trait.
pub(super) fn derive(source: &str, attributes: &[Token], name: &str) -> bool {
    attributes.iter().any(|attribute| {
        let inside = tokens(source, attribute.inner()).unwrap_or_default();
        match inside.as_slice() {
            [word, list] if word.is_ident(source, "derive") => {
                derives(source, list).any(|it| it == name)
            }
            _ => false,
        }
    })
}
