//! The check that `routes!` is called at the root of the crate. Elsewhere rustc does not find the modules of the route files, and its
//! message does not show a way out.

use crate::{
    caller,
    diagnostics::{Code, Problem},
    location::Position,
    route_file::lexer::{Token, TokenKind, tokens},
    scan,
};
use proc_macro2::Span;
use std::path::{Path, PathBuf};

/// The mistake of a call that is elsewhere.
pub(crate) fn not_at_the_root() -> Option<Problem> {
    let file = caller::calling_file()?;
    let at = start(Span::call_site());
    let place = if is_enclosed(&scan::text(&file)?, at)? {
        "inside a module or function".to_owned()
    } else {
        format!("in the module `{}`", module(&file)?)
    };
    Some(Problem::new(
        Code::NotAtTheRoot,
        format!("`routes!` is called {place}, expected the root of the crate"),
        "move it to `main.rs` or `lib.rs`, outside of any braces",
    ))
}

/// The file in which the modules of the route files are declared: the one with the name of the folder. `None` if it is unknown, as under
/// rust-analyzer, or if that name is in a `macro_rules!`, which may be called from another file.
pub(crate) fn including_file(folder: Span) -> Option<PathBuf> {
    let file = caller::file_of(folder)?;
    let is_in_definition = scan::text(&file)
        .and_then(|text| is_in_macro_rules(&text, offset(&text, start(folder))?))
        .unwrap_or_default();
    (!is_in_definition).then_some(file)
}

/// The position of the start of a span.
pub(crate) fn start(span: Span) -> Position {
    let start = span.start();
    Position {
        line: start.line,
        column: start.column + 1,
    }
}

/// The name of the module if the crate root declares this file as one.
fn module(file: &Path) -> Option<&str> {
    let (folder, stem) = (file.parent()?, file.file_stem()?);
    let (folder, name) = if stem == "mod" {
        (folder.parent()?, folder.file_name()?)
    } else {
        (folder, stem)
    };
    let name = name.to_str()?;
    let declaration = format!("mod {name};");
    let declares =
        |root: &str| scan::text(&folder.join(root)).is_some_and(|text| text.contains(&declaration));
    (declares("main.rs") || declares("lib.rs")).then_some(name)
}

/// Returns `true` if braces enclose the call, or `None` if it comes from a macro or the compiler read another text.
fn is_enclosed(source: &str, at: Position) -> Option<bool> {
    let offset = offset(source, at)?;
    let mut range = 0..source.len();
    let mut is_enclosed = false;
    loop {
        let all = tokens(source, range)?;
        let index = all.iter().position(|token| token.end > offset)?;
        let found = all[index];
        if found.start == offset {
            return Some(is_enclosed);
        }
        if found.start > offset || !found.is_group(b'{') || follows_macro(&all[..index]) {
            return None;
        }
        is_enclosed = true;
        range = found.inner();
    }
}

/// Returns `true` if the token at `offset` is part of a `macro_rules!`.
fn is_in_macro_rules(source: &str, offset: usize) -> Option<bool> {
    let mut range = 0..source.len();
    loop {
        let all = tokens(source, range)?;
        let index = all.iter().position(|token| token.end > offset)?;
        let found = all[index];
        if found.start >= offset {
            return Some(false);
        }
        if let [.., rules, mark, _] = &all[..index]
            && rules.is_ident(source, "macro_rules")
            && mark.is_punct(b'!')
        {
            return Some(true);
        }
        if !matches!(found.kind, TokenKind::Group(_)) {
            return None;
        }
        range = found.inner();
    }
}

/// The byte index of a position.
pub(crate) fn offset(source: &str, at: Position) -> Option<usize> {
    let line = source.split_inclusive('\n').take(at.line.saturating_sub(1));
    let line_start: usize = line.map(str::len).sum();
    let columns = source.get(line_start..)?.char_indices();
    let mut columns = columns.map(|(index, _)| line_start + index);
    columns.nth(at.column.saturating_sub(1))
}

/// `name!` or `macro_rules! name`.
fn follows_macro(before: &[Token]) -> bool {
    let mut before = before.iter().rev().take(2);
    before.any(|token| token.is_punct(b'!'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::position;

    #[test]
    fn folders_are_named_in_calls_or_in_definitions() {
        for (source, expected) in [
            ("routes!(\"app\");", Some(false)),
            ("x::routes! { mod app = \"app\" }", Some(false)),
            (
                "cfg_if! { if #[cfg(unix)] { routes!(\"app\"); } }",
                Some(false),
            ),
            (
                "macro_rules! site { ($f:literal) => { routes!($f); } }\nsite!(\"app\");",
                Some(false),
            ),
            (
                "macro_rules! site { () => { routes!(\"app\"); } }",
                Some(true),
            ),
            (
                "mod a { macro_rules! site { () => { routes!(\"app\"); } } }",
                Some(true),
            ),
        ] {
            let offset = source.find("\"app\"").unwrap();
            assert_eq!(is_in_macro_rules(source, offset), expected, "{source}");
        }
    }

    #[test]
    fn braces_enclose() {
        for (source, expected) in [
            ("routes!(\"app\");", Some(false)),
            (
                "mod a { fn b() {} }\nuse x::{y, z};\nroutes!(\"app\");",
                Some(false),
            ),
            ("mod web {\n    routes!(\"app\");\n}", Some(true)),
            (
                "fn main() { let _ = 1;\n    routes!(\"app\");\n}",
                Some(true),
            ),
            ("mod a { mod b { routes!(\"app\"); } }", Some(true)),
            ("macro_rules! site { () => { routes!(\"app\"); } }", None),
            ("cfg_if! { if #[cfg(unix)] { routes!(\"app\"); } }", None),
            ("/// routes!(\"app\");\nfn x() {}", None),
            ("mod a { // routes!(\"app\");\n}", None),
        ] {
            let offset = source.find("routes!").unwrap_or_default();
            assert_eq!(
                is_enclosed(source, position(source, offset)),
                expected,
                "{source}"
            );
        }
    }
}
