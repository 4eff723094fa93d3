//! Types as text, parsed far enough to distinguish `Query<Page>` from `Option<Query<Page>>`.

use super::{
    lexer::{MAX_NESTED, Token, TokenKind, tokens},
    split::at_commas,
};

/// A path type: `router_runtime::Path<(A, B)>`.
#[derive(Debug, PartialEq)]
pub(crate) struct PathType<'t> {
    /// The path up to and including the last `::`.
    pub(crate) prefix: &'t str,
    /// `Path`
    pub(crate) name: &'t str,
    /// `(A, B)`
    pub(crate) arguments: Vec<&'t str>,
}

/// Reads a path type. Returns `None` for references, tuples and the like.
pub(crate) fn path_type(ty: &str) -> Option<PathType<'_>> {
    let all = tokens(ty, 0..ty.len())?;
    let open = all
        .iter()
        .position(|token| token.is_punct(b'<'))
        .unwrap_or(all.len());
    let (path, generic) = all.split_at(open);
    let is_path = |token: &Token| token.kind == TokenKind::Ident || token.is_punct(b':');
    let last = path.last().filter(|token| token.kind == TokenKind::Ident)?;
    if !path.iter().all(is_path) {
        return None;
    }
    let arguments = match generic {
        [_, inside @ .., close] if close.is_punct(b'>') => at_commas(inside)
            .into_iter()
            .filter_map(|part| span(ty, part))
            .collect(),
        _ => Vec::new(),
    };
    Some(PathType {
        prefix: &ty[..last.start],
        name: last.text(ty),
        arguments,
    })
}

/// Returns the types in a tuple type.
pub(crate) fn tuple(ty: &str) -> Option<Vec<&str>> {
    let all = tokens(ty, 0..ty.len())?;
    let [group] = all.as_slice() else {
        return None;
    };
    if !group.is_group(b'(') {
        return None;
    }
    let inside = tokens(ty, group.inner())?;
    let parts: Vec<&str> = at_commas(&inside)
        .into_iter()
        .filter_map(|part| span(ty, part))
        .collect();
    // `(A)` is `A` in parentheses.
    let is_tuple = parts.len() != 1 || inside.last().is_some_and(|token| token.is_punct(b','));
    is_tuple.then_some(parts)
}

fn span<'t>(ty: &'t str, part: &[Token]) -> Option<&'t str> {
    ty.get(part.first()?.start..part.last()?.end)
}

/// Returns a type without white space and `'static`.
pub(crate) fn without_lifetimes(ty: &str) -> String {
    plain(ty, MAX_NESTED)
}

fn plain(ty: &str, depth: usize) -> String {
    let Some(all) = tokens(ty, 0..ty.len()) else {
        return ty.to_owned();
    };
    let mut text = String::new();
    for token in all {
        match token.kind {
            TokenKind::Lifetime => {}
            TokenKind::Group(b'[') if depth > 0 => {
                let inside = ty.get(token.inner()).unwrap_or_default();
                text.push('[');
                text.push_str(&plain(inside, depth - 1));
                text.push(']');
            }
            _ => text.push_str(token.text(ty)),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_path_types() {
        let read = |prefix, name, arguments: &[&'static str]| {
            Some(PathType {
                prefix,
                name,
                arguments: arguments.to_vec(),
            })
        };
        assert_eq!(
            path_type("Path<(A, B<C, D>)>"),
            read("", "Path", &["(A, B<C, D>)"])
        );
        assert_eq!(
            path_type("a::Query<A, B<C, D>>"),
            read("a::", "Query", &["A", "B<C, D>"])
        );
        assert_eq!(path_type("HeaderMap"), read("", "HeaderMap", &[]));
        assert_eq!(path_type("&str"), None);
        assert_eq!(path_type("(A, B)"), None);
    }

    #[test]
    fn reads_tuples() {
        assert_eq!(tuple("(A, B<C, D>)"), Some(vec!["A", "B<C, D>"]));
        assert_eq!(tuple("(A,)"), Some(vec!["A"]));
        assert_eq!(tuple("()"), Some(vec![]));
        assert_eq!(tuple("(A)"), None);
        assert_eq!(tuple("A"), None);
    }

    #[test]
    fn drops_lifetimes() {
        for (ty, plain) in [
            ("&'static str", "&str"),
            ("&'static [&'static str]", "&[&str]"),
            ("u32", "u32"),
        ] {
            assert_eq!(without_lifetimes(ty), plain);
        }
    }
}
