//! States that a program passes and that `routes!` does not declare.

use crate::{
    diagnostics::{Code, Problem},
    route_file::lexer::{MAX_NESTED, Token, TokenKind, tokens},
};
use std::{collections::BTreeSet, ops::Range};

/// The functions of the generated module that take the state.
const ENTRY_POINTS: [&str; 4] = ["builder", "router", "routes", "service"];

/// The entry points that a file calls with an argument: `app::router(x)`, also after `crate::` or `self::`.
pub(crate) fn calls_with_state(source: &str, module: &str) -> Vec<&'static str> {
    let file = Calls {
        source,
        module: plain(module),
    };
    let mut found = BTreeSet::new();
    file.collect(0..source.len(), MAX_NESTED, &mut found);
    found.into_iter().collect()
}

struct Calls<'s> {
    source: &'s str,
    module: &'s str,
}

impl Calls<'_> {
    /// Collects those in a part of the file, and in the groups of it. Nothing is found in a part that does not lex.
    fn collect(&self, part: Range<usize>, depth: usize, found: &mut BTreeSet<&'static str>) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        let tokens = tokens(self.source, part).unwrap_or_default();
        for (at, token) in tokens.iter().enumerate() {
            if matches!(token.kind, TokenKind::Group(_)) {
                self.collect(token.inner(), depth, found);
            }
            let (before, rest) = tokens.split_at(at);
            if self.is_at_the_root(before) {
                found.extend(self.call(rest));
            }
        }
    }

    /// The entry point that the tokens begin to call with an argument.
    fn call(&self, tokens: &[Token]) -> Option<&'static str> {
        let [module, colon, second, name, arguments, ..] = tokens else {
            return None;
        };
        let is_path = self.is_name(*module, self.module)
            && colon.is_punct(b':')
            && second.is_punct(b':')
            && arguments.is_group(b'(');
        if !is_path || tokens_of(self.source, *arguments).is_empty() {
            return None;
        }
        let mut names = ENTRY_POINTS.into_iter();
        names.find(|it| self.is_name(*name, it))
    }

    /// Returns `true` if a path that follows these tokens begins at the root of the crate.
    fn is_at_the_root(&self, before: &[Token]) -> bool {
        match before {
            [rest @ .., first, second] if first.is_punct(b':') && second.is_punct(b':') => {
                let is_root = |word| ["crate", "self"].iter().any(|it| self.is_name(word, it));
                rest.last().is_some_and(|word| is_root(*word))
            }
            _ => true,
        }
    }

    fn is_name(&self, token: Token, name: &str) -> bool {
        token.kind == TokenKind::Ident && plain(token.text(self.source)) == name
    }
}

fn tokens_of(source: &str, group: Token) -> Vec<Token> {
    tokens(source, group.inner()).unwrap_or_default()
}

fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// The problems with one for each undeclared state.
pub(crate) fn merged(problems: Vec<Problem>) -> Vec<Problem> {
    let mut merged: Vec<Problem> = Vec::new();
    for problem in problems {
        let is_same = |it: &&mut Problem| it.code == problem.code && it.help == problem.help;
        let mut earlier = merged.iter_mut().filter(|_| problem.code == Code::NoState);
        match earlier.find(is_same) {
            Some(first) => first.places.extend(problem.places),
            None => merged.push(problem),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_with_an_argument() {
        for (source, expected) in [
            ("app::builder(Shop::new());", &["builder"][..]),
            ("app::service(\n  shop);", &["service"]),
            ("fn main() { serve(app :: router(shop)) }", &["router"]),
            ("crate::app::router(shop)", &["router"]),
            ("self::app::router(shop)", &["router"]),
            ("r#app::r#router(shop)", &["router"]),
            ("Server { router: app::router(shop) }", &["router"]),
            (
                "let a: Router = app::routes(shop); b::<Self, app::c>",
                &["routes"],
            ),
            (
                "if a { app::builder(b) } else { app::service(b) }",
                &["builder", "service"],
            ),
            ("app::router( )", &[]),
            ("app::router(/* no state */)", &[]),
            ("my_app::routes(shop)", &[]),
            ("admin::app::router(shop)", &[]),
            ("crate::admin::app::router(shop)", &[]),
            ("::app::router(shop)", &[]),
            ("app::admin::router(shop)", &[]),
            ("app::router", &[]),
            ("app.router(shop)", &[]),
            ("// app::routes(shop)", &[]),
            ("/* app::routes(shop) */", &[]),
            ("let text = \"app::routes(shop)\";", &[]),
            ("let text = r#\"app::routes(shop)\"#;", &[]),
            ("} app::routes(shop)", &[]),
        ] {
            assert_eq!(calls_with_state(source, "app"), expected, "{source}");
        }
        assert_eq!(calls_with_state("r#type::router(a)", "r#type"), ["router"]);
    }

    #[test]
    fn one_problem_for_each_state() {
        let problem = |code, message, help| Problem::new(code, message, help);
        let merged = merged(vec![
            problem(Code::NoState, "a", "A"),
            problem(Code::NoState, "b", "B"),
            problem(Code::NoState, "c", "A"),
            problem(Code::Extractor, "d", "A"),
        ]);
        let messages: Vec<&str> = merged.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages, ["a", "b", "d"]);
    }
}
