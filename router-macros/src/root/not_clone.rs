//! The mistake of a state that certainly is not `Clone`.
//!
//! The compiler reports it as well, once for each use of the state.

use super::Root;
use crate::{
    diagnostics::{Code, Problem},
    input::Input,
    route_file::{
        ItemKind, SourceItem,
        lexer::{MAX_NESTED, Token, TokenKind, tokens},
    },
};
use std::{
    ops::Range,
    path::{Path, PathBuf},
};
use syn::Type;

/// Attributes that implement no trait.
const PLAIN: [&str; 7] = [
    "allow",
    "derive",
    "doc",
    "expect",
    "must_use",
    "non_exhaustive",
    "warn",
];

/// Derive macros that do not implement `Clone`.
const DERIVES: [&str; 7] = [
    "Debug",
    "Default",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
];

impl Root {
    /// The mistake of a state that is declared here without an implementation of `Clone` anywhere. `sources` are the files of the
    /// package, by their paths below its folder.
    pub(crate) fn state_without_clone(
        &self,
        input: &Input,
        sources: impl FnOnce() -> Vec<(PathBuf, String)>,
    ) -> Option<Problem> {
        let Type::Path(path) = input.state.as_ref()? else {
            return None;
        };
        let mut segments: Vec<_> = path.path.segments.iter().collect();
        if segments.len() == 2 && (segments[0].ident == "crate" || segments[0].ident == "self") {
            segments.remove(0);
        }
        let [segment] = segments.as_slice() else {
            return None;
        };
        let name = segment.ident.to_string();
        let mut named = self.items.iter().filter(|item| {
            let is_type = matches!(
                item.kind,
                ItemKind::Struct | ItemKind::Enum | ItemKind::Type | ItemKind::Union
            );
            is_type && item.name.text(&self.source) == name
        });
        let (item, None) = (named.next()?, named.next()) else {
            return None;
        };
        let is_declared = matches!(item.kind, ItemKind::Struct | ItemKind::Enum);
        if !is_declared || !self.is_plain(item) {
            return None;
        }
        let sources = sources();
        let root = (PathBuf::from(&self.shown), self.source.clone());
        let mut sources = sources.iter().chain([&root]);
        if sources.any(|(path, source)| may_implement_clone(path, source, &name)) {
            return None;
        }
        let problem = Problem::new(
            Code::StateNotClone,
            format!("the state `{name}` is not `Clone`, and every request gets a clone of it"),
            format!(
                "write `#[derive(Clone)]` before `{name}`; put what is expensive to clone into an `Arc`"
            ),
        );
        Some(problem.at([self.place(item)]))
    }

    /// Returns `true` if no attribute of an item implements `Clone`.
    fn is_plain(&self, item: &SourceItem) -> bool {
        item.attributes.iter().all(|attribute| {
            let inside = tokens(&self.source, attribute.inner()).unwrap_or_default();
            let words = |run: &[Token]| -> Vec<&str> {
                let words = run.iter().filter(|it| it.kind == TokenKind::Ident);
                words.map(|it| it.text(&self.source)).collect()
            };
            let is_plain = words(&inside).first().is_some_and(|it| PLAIN.contains(it));
            let derived = match inside.as_slice() {
                [name, list] if name.is_ident(&self.source, "derive") => {
                    words(&tokens(&self.source, list.inner()).unwrap_or_default())
                }
                _ => Vec::new(),
            };
            is_plain && derived.iter().all(|it| DERIVES.contains(it))
        })
    }
}

/// Returns `true` if a source may implement `Clone` for a type of this name: it implements `Clone` for that name, renames `Clone`,
/// passes the type to a macro or composes names there, renames the type, or includes a file from elsewhere.
fn may_implement_clone(path: &Path, source: &str, name: &str) -> bool {
    let is_relevant = ["Clone", name, "include", "path"];
    let is_relevant = is_relevant.iter().any(|it| source.contains(it));
    let folders = path.components().count().saturating_sub(1);
    is_relevant && may_in(source, 0..source.len(), name, folders, false, MAX_NESTED)
}

fn may_in(
    source: &str,
    range: Range<usize>,
    name: &str,
    folders: usize,
    is_input: bool,
    depth: usize,
) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        let text = source.get(range).unwrap_or_default();
        return [name, "Clone", "include", "path"]
            .iter()
            .any(|it| text.contains(it));
    };
    // A text that does not lex does not compile.
    let all = tokens(source, range).unwrap_or_default();
    let is_word = |at: usize, word: &str| all.get(at).is_some_and(|it| it.is_ident(source, word));
    all.iter().enumerate().any(|(at, token)| match token.kind {
        TokenKind::Ident => match token.text(source) {
            "Clone" if is_word(at + 1, "for") => may_name(source, &all[at + 2..], name),
            "Clone" => is_word(at + 1, "as"),
            "include" => match all.get(at + 1..at + 3) {
                Some([mark, input]) if mark.is_punct(b'!') && input.is_group(b'(') => {
                    let path = tokens(source, input.inner()).unwrap_or_default();
                    !matches!(path.as_slice(), [path] if !leads_outside(path.text(source), folders))
                }
                _ => false,
            },
            "type" => all[at..]
                .iter()
                .take_while(|it| !it.is_punct(b';'))
                .any(|it| it.is_ident(source, name)),
            word => word == name && (is_input || is_word(at + 1, "as")),
        },
        TokenKind::Group(_) => {
            let before = at.checked_sub(2).and_then(|from| all.get(from..at));
            let is_call = matches!(before, Some([_, mark]) if mark.is_punct(b'!'))
                && !is_word(at.saturating_sub(2), "routes");
            let is_attribute = token.is_group(b'[') && at > 0 && all[at - 1].is_punct(b'#');
            let text = token.text(source);
            // `paste! { [<A B>] }`
            let is_composed = (is_input || is_call) && text[1..].trim_start().starts_with('<');
            is_composed
                || (is_attribute && text.contains("path") && leads_outside(text, folders))
                || may_in(
                    source,
                    token.inner(),
                    name,
                    folders,
                    is_input || is_call,
                    depth,
                )
        }
        _ => false,
    })
}

/// Returns `true` if the type at the head of these tokens, up to the body of its `impl`, mentions this name or may be made by a macro.
fn may_name(source: &str, tokens: &[Token], name: &str) -> bool {
    let is_end = |it: &Token| it.is_group(b'{') || it.is_ident(source, "where");
    let mut ty = tokens.iter().take_while(|it| !is_end(it));
    ty.any(|token| match token.kind {
        TokenKind::Ident => token.text(source).trim_start_matches("r#") == name,
        TokenKind::Group(_) => true,
        _ => token.is_punct(b'!'),
    })
}

/// Returns `true` if the string literal in a text is a path that leaves a folder at this depth of the package.
fn leads_outside(text: &str, folders: usize) -> bool {
    let path = text.split('"').nth(1).unwrap_or_default();
    path.starts_with('/') || path.matches("..").count() > folders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostics::render, location::position};

    /// The problem of the state `S` in a package with the files `main.rs` and another.
    fn problem(main: &str, other: &str) -> Option<String> {
        let root = Root::of(
            PathBuf::new(),
            "src/main.rs".to_owned(),
            main.to_owned(),
            position(main, 0),
        )
        .unwrap();
        let input: Input = syn::parse_str("\"app\", state = S").unwrap();
        let problem =
            root.state_without_clone(&input, || vec![("src/a/b.rs".into(), other.to_owned())]);
        problem.as_ref().map(render)
    }

    #[test]
    fn a_state_without_clone_is_a_mistake() {
        assert_eq!(
            problem(
                "/// The state.\n#[derive(Debug, Default)]\nstruct S { a: u8 }",
                ""
            )
            .as_deref(),
            Some(
                "[R0133] the state `S` is not `Clone`, and every request gets a clone of it\
               \n         --> src/main.rs:3:8\
               \n         = help: write `#[derive(Clone)]` before `S`; put what is expensive to clone into an `Arc`"
            )
        );
        for (main, other) in [
            ("enum S {}", ""),
            ("struct S; routes!(\"app\", state = S);", ""),
            (
                "#[allow(dead_code)] struct S;",
                "#[derive(Clone)] struct Other(S);",
            ),
            ("struct S;", "fn new() -> S { format!(\"{}\", 1); S }"),
            ("struct S;", "// impl Clone for S {}"),
            ("struct S;", "impl Clone for Other {}"),
            (
                "struct S;",
                "impl<T> Clone for crate::a::Other<T> where T: Into<S> {}",
            ),
            (
                "struct S;",
                "macro_rules! m { ($t:ty) => { impl Clone for $t {} } } m!(Other);",
            ),
            ("struct S;", "#[path = \"../../app/b.rs\"] mod b;"),
            ("struct S;", "include!(\"c.rs\");"),
        ] {
            assert!(problem(main, other).is_some(), "{main} {other}");
        }
    }

    #[test]
    fn a_state_may_be_clone_by_any_means() {
        for main in [
            "#[derive(Clone)] struct S;",
            "#[derive(derive_more::Clone)] struct S;",
            "#[derive(Everything)] struct S;",
            "#[cfg_attr(x, derive(Clone))] struct S;",
            "#[magic] struct S;",
            "#[cfg(a)] struct S; #[cfg(not(a))] #[derive(Clone)] struct S;",
            "#[cfg(a)] struct S; #[cfg(not(a))] type S = u8;",
            "union S { a: u8 }",
            "use crate::other::S;",
        ] {
            assert_eq!(problem(main, ""), None, "{main}");
        }
        for other in [
            "impl Clone for S { }",
            "impl Clone for crate::S { }",
            "impl Clone for r#S { }",
            "impl<T> std::clone::Clone\nfor /* the state */ super::S { }",
            "mod a { impl Clone for super::S { } }",
            "use std::clone::Clone as Copied; impl Copied for S {}",
            "use crate::S as T; clone!(T);",
            "type T = crate::S; clone!(T);",
            "clone!(S);",
            "clone! { u8, (crate::S) }",
            "paste! { clone!([<Sta te>]); }",
            "paste! { impl Clone for crate::[<Sta te>] {} }",
            "impl Clone for name!() {}",
            "impl Clone for <u8 as Trait>::S {}",
            "macro_rules! clone { ($name:ident) => { impl Clone for $name {} } } clone!(S);",
            "macro_rules! clone { () => { copied!(S); } }",
            "include!(concat!(env!(\"OUT_DIR\"), \"/state.rs\"));",
            "#[path = \"../../../shared/state.rs\"] mod state;",
            "#[cfg_attr(a, path = \"/shared/state.rs\")] mod state;",
        ] {
            assert_eq!(problem("struct S;", other), None, "{other}");
            assert_eq!(problem(&format!("struct S; {other}"), ""), None, "{other}");
        }
        let (open, close) = ("{".repeat(10_000), "}".repeat(10_000));
        let deep = |inside: &str| format!("fn x() {{ {open}{inside}{close} }} // S");
        assert_eq!(problem("struct S;", &deep("impl Clone for S {}")), None);
        assert!(problem("struct S;", &deep("")).is_some());
    }
}
