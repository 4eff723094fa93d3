//! Types as trees.

use crate::route_file::{
    lexer::{MAX_NESTED, Token, TokenKind, tokens},
    split::at_commas,
};

/// A type in a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ty<'t> {
    Path {
        /// The path up to and including the last `::`.
        prefix: &'t str,
        name: &'t str,
        arguments: Vec<Ty<'t>>,
    },
    /// `&T` or `&'a T`.
    Reference {
        is_static: bool,
        inner: Box<Ty<'t>>,
    },
    Tuple(Vec<Ty<'t>>),
    Slice(Box<Ty<'t>>),
    Array(Box<Ty<'t>>),
    /// `impl A`, without further bounds: the path of its trait.
    Impl {
        prefix: &'t str,
        name: &'t str,
    },
    /// `dyn …`: the path of its first trait.
    Dyn {
        prefix: &'t str,
        name: &'t str,
    },
    Other,
}

impl<'t> Ty<'t> {
    /// Reads a type.
    pub(super) fn read(text: &'t str) -> Self {
        match tokens(text, 0..text.len()) {
            Some(all) => read(text, &all, MAX_NESTED),
            None => Self::Other,
        }
    }
}

fn read<'t>(text: &'t str, run: &[Token], depth: usize) -> Ty<'t> {
    let Some(depth) = depth.checked_sub(1) else {
        return Ty::Other;
    };
    match run {
        [and, rest @ ..] if and.is_punct(b'&') => {
            let (lifetime, inner) = match rest {
                [first, inner @ ..] if first.kind == TokenKind::Lifetime => (Some(first), inner),
                _ => (None, rest),
            };
            Ty::Reference {
                is_static: lifetime.is_some_and(|it| it.text(text) == "'static"),
                inner: Box::new(read(text, inner, depth)),
            }
        }
        [group] if group.is_group(b'(') => in_parentheses(text, group, depth),
        [group] if group.is_group(b'[') => in_brackets(text, group, depth),
        [word, bounds @ ..] if word.is_ident(text, "impl") => match read(text, bounds, depth) {
            Ty::Path { prefix, name, .. } => Ty::Impl { prefix, name },
            _ => Ty::Other,
        },
        [word, bounds @ ..] if word.is_ident(text, "dyn") => {
            let plus = bounds.iter().position(|token| token.is_punct(b'+'));
            match read(text, &bounds[..plus.unwrap_or(bounds.len())], depth) {
                Ty::Path { prefix, name, .. } => Ty::Dyn { prefix, name },
                _ => Ty::Other,
            }
        }
        _ => path(text, run, depth).unwrap_or(Ty::Other),
    }
}

fn in_parentheses<'t>(text: &'t str, group: &Token, depth: usize) -> Ty<'t> {
    let Some(inside) = tokens(text, group.inner()) else {
        return Ty::Other;
    };
    let parts = at_commas(&inside);
    match parts.as_slice() {
        // `(A)` is `A` in parentheses.
        [part] if !inside.last().is_some_and(|it| it.is_punct(b',')) => read(text, part, depth),
        parts => Ty::Tuple(parts.iter().map(|part| read(text, part, depth)).collect()),
    }
}

fn in_brackets<'t>(text: &'t str, group: &Token, depth: usize) -> Ty<'t> {
    let Some(inside) = tokens(text, group.inner()) else {
        return Ty::Other;
    };
    let semicolon = inside.iter().position(|token| token.is_punct(b';'));
    match semicolon {
        Some(at) => Ty::Array(Box::new(read(text, &inside[..at], depth))),
        None => Ty::Slice(Box::new(read(text, &inside, depth))),
    }
}

fn path<'t>(text: &'t str, run: &[Token], depth: usize) -> Option<Ty<'t>> {
    let open = run
        .iter()
        .position(|token| token.is_punct(b'<'))
        .unwrap_or(run.len());
    let (path, generic) = run.split_at(open);
    let path = match path {
        // `Vec::<T>`
        [path @ .., one, two] if one.is_punct(b':') && two.is_punct(b':') => path,
        path => path,
    };
    let last = path.last().filter(|token| token.kind == TokenKind::Ident)?;
    let mut words = path.iter().filter(|token| token.kind == TokenKind::Ident);
    let colons = path.iter().filter(|token| token.is_punct(b':')).count();
    let is_path = words.clone().count() + colons == path.len()
        && !words.any(|word| matches!(word.text(text), "dyn" | "impl" | "fn" | "for" | "unsafe"));
    let arguments = match generic {
        [] => Vec::new(),
        [_, inside @ .., close] if close.is_punct(b'>') => at_commas(inside)
            .into_iter()
            .filter(|part| !matches!(part, [one] if one.kind == TokenKind::Lifetime))
            .map(|part| read(text, part, depth))
            .collect(),
        _ => return None,
    };
    // The angles of `A<B>::C<D>` do not belong together.
    let is_one_list = {
        let mut depth = 0_usize;
        let mut closings = 0;
        for (at, token) in generic.iter().enumerate() {
            if token.is_punct(b'<') {
                depth += 1;
            } else if token.is_punct(b'>') && !generic[at - 1].is_punct(b'-') {
                depth = depth.saturating_sub(1);
                closings += usize::from(depth == 0);
            }
        }
        closings <= 1
    };
    let first = path.first()?;
    (is_path && is_one_list).then(|| Ty::Path {
        prefix: &text[first.start..last.start],
        name: last.text(text),
        arguments,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain<'t>(prefix: &'t str, name: &'t str, arguments: &[Ty<'t>]) -> Ty<'t> {
        Ty::Path {
            prefix,
            name,
            arguments: arguments.to_vec(),
        }
    }

    #[test]
    fn reads_types() {
        let string = || plain("", "String", &[]);
        for (text, expected) in [
            ("String", string()),
            (
                "::std::string::String",
                plain("::std::string::", "String", &[]),
            ),
            ("Vec<String>", plain("", "Vec", &[string()])),
            ("Vec::<String>", plain("", "Vec", &[string()])),
            (
                "Cow<'static, str>",
                plain("", "Cow", &[plain("", "str", &[])]),
            ),
            (
                "a::Result<Json<X>, (E, String)>",
                plain(
                    "a::",
                    "Result",
                    &[
                        plain("", "Json", &[plain("", "X", &[])]),
                        Ty::Tuple(vec![plain("", "E", &[]), string()]),
                    ],
                ),
            ),
            ("(String)", string()),
            ("()", Ty::Tuple(vec![])),
            ("(String,)", Ty::Tuple(vec![string()])),
            ("[String]", Ty::Slice(Box::new(string()))),
            ("[String; X::Y]", Ty::Array(Box::new(string()))),
            (
                "impl a::B",
                Ty::Impl {
                    prefix: "a::",
                    name: "B",
                },
            ),
            (
                "dyn Error + Send",
                Ty::Dyn {
                    prefix: "",
                    name: "Error",
                },
            ),
            ("impl A + B", Ty::Other),
            ("A<B>::C", Ty::Other),
            ("A<B>::C<D>", Ty::Other),
            ("<A as B>::C", Ty::Other),
            ("fn(A) -> B", Ty::Other),
            ("!", Ty::Other),
            ("_", plain("", "_", &[])),
            ("a!()", Ty::Other),
        ] {
            assert_eq!(Ty::read(text), expected, "{text}");
        }
        let deep = format!("{}u8{}", "&(".repeat(10_000), ")".repeat(10_000));
        assert!(matches!(Ty::read(&deep), Ty::Reference { .. }));
        assert_eq!(
            Ty::read("&'static str"),
            Ty::Reference {
                is_static: true,
                inner: Box::new(plain("", "str", &[]))
            }
        );
    }
}
