//! Folder names in the spelling of other routers: `:slug`, `{slug}`, `<slug>`, `$slug`, `*`, `[slug?]`.

use super::model::Segment;
use crate::diagnostics::{Code, Problem};
use std::fmt::Write as _;

/// The mistake in a folder name that is a parameter of another router; `None` for every other name.
pub(super) fn parameter(name: &str) -> Option<Problem> {
    let found = colon(name)
        .or_else(|| braces(name))
        .or_else(|| angles(name))
        .or_else(|| dollar(name))
        .or_else(|| star(name))
        .or_else(|| group(name))
        .or_else(|| brackets(name))?;
    Some(problem(name, &found))
}

/// A parameter as another router means it.
enum Found<'n> {
    One(&'n str),
    Many(&'n str),
    /// One segment, or none.
    Optional(&'n str),
}

fn problem(name: &str, found: &Found<'_>) -> Problem {
    let (what, word) = match *found {
        Found::One(word) => ("a parameter", word),
        Found::Many(word) => ("a catch-all", word),
        Found::Optional(word) => ("an optional parameter", word),
    };
    let many = Segment::CatchAll(word.to_owned());
    let one = Segment::Dynamic(word.to_owned());
    let mut help = match found {
        Found::One(_) => format!("rename the folder to `{}`", one.spelled()),
        Found::Many(_) => format!("rename the folder to `{}`", many.spelled()),
        Found::Optional(_) => format!(
            "rename the folder to `{}`, or to `{}` for zero or more segments",
            one.spelled(),
            Segment::OptionalCatchAll(word.to_owned()).spelled()
        ),
    };
    // A static segment cannot contain these.
    if !name.contains(['[', ']', '\\']) {
        let _ = write!(help, ", or to `{}` for a URL with `{name}`", escaped(name));
    }
    Problem::new(
        Code::OtherRouter,
        format!("`{name}` is {what} in the syntax of another router"),
        help,
    )
}

/// `:slug`, `:slug?`, `:slug*`, `:slug+`, `:slug(\d+)`
fn colon(name: &str) -> Option<Found<'_>> {
    let rest = name.strip_prefix(':')?;
    let end = rest.find(['?', '*', '+', '(']).unwrap_or(rest.len());
    let (word, suffix) = rest.split_at(end);
    match suffix {
        "" => one(word),
        "?" => optional(word),
        "*" | "+" | "(.*)" | "(.+)" | "(.*)*" => many(word),
        _ if suffix.starts_with('(') && suffix.ends_with(')') => one(word),
        _ => None,
    }
}

/// `{slug}`, `{slug?}`, `{slug:int}`, `{*rest}`, `{rest...}`, `{$slug}`, `{-$slug}`
fn braces(name: &str) -> Option<Found<'_>> {
    let inner = name.strip_prefix('{')?.strip_suffix('}')?;
    if let Some(word) = inner.strip_prefix("-$") {
        return optional(word);
    }
    let inner = inner.strip_prefix(['$', ':']).unwrap_or(inner);
    if let Some(word) = inner.strip_prefix("...").or_else(|| stars(inner)) {
        return many(word);
    }
    if let Some(word) = inner.strip_suffix("...").or(inner.strip_suffix('*')) {
        return many(word);
    }
    if let Some(word) = inner.strip_suffix('?') {
        return optional(word);
    }
    match inner.split_once(':') {
        Some((word, ".*" | ".+")) => many(word),
        Some((word, _)) => one(word),
        None => one(inner),
    }
}

/// `<slug>`, `<path..>`, `<int:id>`, `<path:rest>`
fn angles(name: &str) -> Option<Found<'_>> {
    let inner = name.strip_prefix('<')?.strip_suffix('>')?;
    if let Some(word) = inner.strip_suffix("..") {
        return many(word);
    }
    match inner.split_once(':') {
        Some(("path", word)) => many(word),
        Some((_, word)) => one(word),
        None => one(inner),
    }
}

/// `$slug`, `$`
fn dollar(name: &str) -> Option<Found<'_>> {
    match name.strip_prefix('$')? {
        "" => many("path"),
        word => one(word),
    }
}

/// `*`, `**`, `*rest`
fn star(name: &str) -> Option<Found<'_>> {
    match stars(name)? {
        "" => many("path"),
        word => many(word),
    }
}

/// `(:slug)`, `($slug)`
fn group(name: &str) -> Option<Found<'_>> {
    let inner = name.strip_prefix('(')?.strip_suffix(')')?;
    optional(inner.strip_prefix([':', '$'])?)
}

/// `[slug?]`, `[slug]?`, `[slug=matcher]`
fn brackets(name: &str) -> Option<Found<'_>> {
    let rest = name.strip_prefix('[')?;
    if let Some(word) = rest.strip_suffix("?]").or(rest.strip_suffix("]?")) {
        return optional(word);
    }
    match rest.strip_suffix(']')?.split_once('=')? {
        (word, matcher) if is_word(matcher) => one(word),
        _ => None,
    }
}

/// The text after one or two stars.
fn stars(text: &str) -> Option<&str> {
    text.strip_prefix("**").or_else(|| text.strip_prefix('*'))
}

fn one(word: &str) -> Option<Found<'_>> {
    is_word(word).then_some(Found::One(word))
}

fn many(word: &str) -> Option<Found<'_>> {
    is_word(word).then_some(Found::Many(word))
}

fn optional(word: &str) -> Option<Found<'_>> {
    is_word(word).then_some(Found::Optional(word))
}

/// Returns `true` if a text can be the name of a parameter in any router; `$100` and `:)` are ordinary names.
fn is_word(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
}

/// The name with everything but letters, digits, `-`, `_` and `.` percent-encoded.
fn escaped(name: &str) -> String {
    let mut escaped = String::new();
    for letter in name.chars() {
        if letter.is_ascii()
            && !letter.is_ascii_alphanumeric()
            && !matches!(letter, '-' | '_' | '.')
        {
            // Writing to a `String` cannot fail.
            let _ = write!(escaped, "%{:02X}", u32::from(letter));
        } else {
            escaped.push(letter);
        }
    }
    escaped
}
