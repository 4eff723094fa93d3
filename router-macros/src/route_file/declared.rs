//! The types that a route file declares.

use super::{
    attributes::{are_plain, derive},
    cfg,
    lexer::{Token, TokenKind, tokens},
    skim::{ItemKind, SourceItem},
    split::{after_colon, at_commas},
    text::folded,
};
use crate::location::{Position, Positions};
use std::collections::HashMap;

/// A struct, enum or union.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of the text of its own"
)]
pub(crate) struct Declared {
    pub(crate) name: String,
    /// `struct`, `enum` or `union`.
    pub(crate) keyword: &'static str,
    /// No other module can name it.
    pub(crate) is_private: bool,
    /// It has type parameters or lifetimes, on which an implementation may depend.
    pub(crate) is_generic: bool,
    pub(crate) at: Position,
    /// It derives `Deserialize`, and a field without attributes is a reference, so that it can be read only from data that outlives it.
    pub(crate) borrows: bool,
    /// The file declares it once, without `#[cfg]` and without attributes that may change it.
    pub(crate) is_certain: bool,
    derives: Vec<&'static str>,
    /// The names of the traits of which the file contains an implementation.
    implements: Vec<String>,
}

/// A type alias without parameters.
#[derive(Debug)]
pub(crate) struct Alias {
    pub(crate) name: String,
    /// The type as source text, white space folded.
    pub(crate) ty: String,
}

/// The traits that rules look for.
const TRAITS: [&str; 2] = ["Deserialize", "Serialize"];

impl Declared {
    /// Returns `true` if the file derives or implements a trait.
    pub(crate) fn implements(&self, name: &str) -> bool {
        self.derives.contains(&name) || self.implements.iter().any(|it| it == name)
    }
}

/// The structs, enums and unions of a file.
pub(super) fn declared(source: &str, items: &[SourceItem]) -> Vec<Declared> {
    let mut found: Vec<Declared> = Vec::new();
    let mut indices: HashMap<&str, usize> = HashMap::new();
    let mut positions = Positions::of(source);
    for item in items {
        let keyword = match item.kind {
            ItemKind::Struct => "struct",
            ItemKind::Enum => "enum",
            ItemKind::Union => "union",
            _ => continue,
        };
        let name = item.plain_name(source);
        if let Some(first) = indices.get(name).and_then(|it| found.get_mut(*it)) {
            first.is_certain = false;
            continue;
        }
        indices.insert(name, found.len());
        let derives = TRAITS.into_iter();
        let derives = derives.filter(|it| derive(source, &item.attributes, it));
        let derives: Vec<&str> = derives.collect();
        found.push(Declared {
            name: name.to_owned(),
            keyword,
            is_private: !item.is_public && !item.is_scoped,
            is_generic: item.rest.first().is_some_and(|it| it.is_punct(b'<')),
            at: positions.next(item.name.start),
            is_certain: !has_cfg(source, item) && are_plain(source, &item.attributes),
            borrows: derives.contains(&"Deserialize") && has_reference(source, item),
            derives,
            implements: Vec::new(),
        });
    }
    let impls = items.iter().filter(|item| item.kind == ItemKind::Impl);
    for (name, ty) in impls.filter_map(|item| implementation(source, item)) {
        if let Some(ty) = indices.get(ty).and_then(|it| found.get_mut(*it)) {
            ty.implements.push(name.to_owned());
        }
    }
    found
}

/// The aliases of a file that exist in every build.
pub(super) fn aliases(source: &str, items: &[SourceItem]) -> Vec<Alias> {
    let aliases = items.iter().filter(|item| item.kind == ItemKind::Type);
    let aliases = aliases.filter(|item| !has_cfg(source, item));
    aliases
        .filter_map(|item| match item.rest.as_slice() {
            [equals, ty @ .., _semicolon] if equals.is_punct(b'=') => Some(Alias {
                name: item.plain_name(source).to_owned(),
                ty: folded(source, ty),
            }),
            _ => None,
        })
        .collect()
}

/// Returns `true` if a named field is a reference and no field has an attribute, or if one has `#[serde(borrow)]`.
fn has_reference(source: &str, item: &SourceItem) -> bool {
    let body = item.rest.last().filter(|token| token.is_group(b'{'));
    let inside = body
        .and_then(|body| tokens(source, body.inner()))
        .unwrap_or_default();
    let is_plain = !inside.iter().any(|token| token.is_punct(b'#'));
    if !is_plain && inside.iter().any(|token| is_borrow(source, *token)) {
        return true;
    }
    let mut fields = at_commas(&inside).into_iter().filter_map(after_colon);
    is_plain && fields.any(|ty| ty.first().is_some_and(|it| it.is_punct(b'&')))
}

/// Returns `true` for the brackets of `#[serde(borrow)]`.
fn is_borrow(source: &str, token: Token) -> bool {
    let inside = |token: Token| tokens(source, token.inner()).unwrap_or_default();
    token.is_group(b'[')
        && match &*inside(token) {
            [serde, list] if serde.is_ident(source, "serde") && list.is_group(b'(') => {
                let words = inside(*list);
                words.iter().any(|it| it.is_ident(source, "borrow"))
            }
            _ => false,
        }
}

fn has_cfg(source: &str, item: &SourceItem) -> bool {
    cfg::predicate(source, item.attributes.iter()).is_some()
}

/// The names of the trait and the type of an `impl` without `#[cfg]`.
fn implementation<'s>(source: &'s str, item: &SourceItem) -> Option<(&'s str, &'s str)> {
    let head = after_generics(&item.rest);
    let at = head.iter().position(|it| it.is_ident(source, "for"))?;
    let (name, behind) = head.split_at(at);
    let ends = |token: &Token| token.is_punct(b'<') || !is_path(token);
    let last = |path: &[Token]| {
        let end = path.iter().position(ends).unwrap_or(path.len());
        let last = path[..end].last()?;
        Some(last.text(source))
    };
    (!has_cfg(source, item)).then_some((last(name)?, last(&behind[1..])?))
}

fn is_path(token: &Token) -> bool {
    token.kind == TokenKind::Ident || token.is_punct(b':')
}

/// The tokens after the parameters of `impl<…>`.
fn after_generics(head: &[Token]) -> &[Token] {
    if !head.first().is_some_and(|it| it.is_punct(b'<')) {
        return head;
    }
    let mut depth = 0_usize;
    for (at, token) in head.iter().enumerate() {
        match token.kind {
            TokenKind::Punct(b'<') => depth += 1,
            TokenKind::Punct(b'>') if at > 0 && !head[at - 1].is_punct(b'-') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return &head[at + 1..];
                }
            }
            _ => {}
        }
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route_file::skim;
    use std::fmt::Write as _;

    fn read(source: &str) -> Vec<Declared> {
        declared(source, &skim(source).unwrap().items)
    }

    #[test]
    fn implementations_are_read() {
        for (head, is_implemented) in [
            ("impl Deserialize<'de> for New", true),
            ("impl<'de> serde::Deserialize<'de> for self::New", true),
            (
                "impl<'de, F: Fn() -> u8> serde::Deserialize<'de> for New<F>",
                true,
            ),
            ("impl<T: Deserialize> Other for New<T>", false),
            ("impl Deserialize for Page<New>", false),
            ("impl From<Deserialize> for New", false),
            ("#[cfg(a)] impl Deserialize for New", false),
            ("impl New", false),
        ] {
            let source = format!("struct New; {head} {{ fn x() {{ for _ in 0..1 {{}} }} }}");
            let found = read(&source);
            assert_eq!(found[0].implements("Deserialize"), is_implemented, "{head}");
        }
    }

    #[test]
    fn visibility_and_parameters_are_read() {
        for (source, is_private, is_generic) in [
            ("struct A;", true, false),
            ("pub(self) struct A<T>(T);", true, true),
            ("pub(in self) enum A {}", true, false),
            ("pub(crate) struct A<'a>(&'a u8);", false, true),
            ("pub(super) union A {}", false, false),
            ("pub struct A(pub u8);", false, false),
        ] {
            let found = &read(source)[0];
            let read = (found.is_private, found.is_generic);
            assert_eq!(read, (is_private, is_generic), "{source}");
        }
    }

    /// Reading twice as much takes twice as long. Before, it took four times as long, which is minutes here.
    #[test]
    fn many_types_are_read_in_linear_time() {
        let mut source = String::new();
        for index in 0..20_000 {
            write!(
                source,
                "pub struct T{index};\nimpl Serialize for T{index} {{}}\n"
            )
            .unwrap();
        }
        let found = read(&source);
        assert_eq!(found.len(), 20_000);
        assert!(found.iter().all(|it| it.implements("Serialize")));
        assert_eq!(found[19_999].at.line, 39_999);
    }
}
