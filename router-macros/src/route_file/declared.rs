//! The types that a route file declares.

use super::{
    attributes::{are_plain, derive},
    cfg,
    lexer::{Token, TokenKind},
    skim::{Item, ItemKind},
};
use crate::location::{Position, position};

/// A struct, enum or union.
#[derive(Debug)]
pub(crate) struct Declared {
    pub(crate) name: String,
    /// `struct`, `enum` or `union`.
    pub(crate) keyword: &'static str,
    /// No other module can name it.
    pub(crate) is_private: bool,
    pub(crate) at: Position,
    /// The file declares it once, without `#[cfg]` and without attributes that may change it.
    pub(crate) is_certain: bool,
    derives: Vec<&'static str>,
    /// The traits of which the file contains an implementation, as words.
    implements: Vec<String>,
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
pub(super) fn declared(source: &str, items: &[Item]) -> Vec<Declared> {
    let mut found: Vec<Declared> = Vec::new();
    for item in items {
        let keyword = match item.kind {
            ItemKind::Struct => "struct",
            ItemKind::Enum => "enum",
            ItemKind::Union => "union",
            _ => continue,
        };
        let name = item.plain_name(source);
        let is_again = found.iter_mut().find(|it| it.name == name);
        if let Some(first) = is_again {
            first.is_certain = false;
            continue;
        }
        let has_cfg = cfg::predicate(source, item.attributes.iter()).is_some();
        let derives = TRAITS.into_iter();
        let derives = derives.filter(|it| derive(source, &item.attributes, it));
        found.push(Declared {
            name: name.to_owned(),
            keyword,
            is_private: !item.is_public && !item.is_scoped,
            at: position(source, item.name.start),
            is_certain: !has_cfg && are_plain(source, &item.attributes),
            derives: derives.collect(),
            implements: Vec::new(),
        });
    }
    if !found.is_empty() {
        let impls = items.iter().filter(|item| item.kind == ItemKind::Impl);
        impls.for_each(|item| implement(source, &item.rest, &mut found));
    }
    found
}

/// Notes the words before the `for` of an `impl` for each type behind it.
fn implement(source: &str, head: &[Token], declared: &mut [Declared]) {
    let Some(at) = head.iter().position(|token| token.is_ident(source, "for")) else {
        return;
    };
    let (before, behind) = head.split_at(at);
    let words = |run: &[Token]| -> Vec<String> {
        let words = run.iter().filter(|token| token.kind == TokenKind::Ident);
        words.map(|token| token.text(source).to_owned()).collect()
    };
    let types = words(behind);
    for ty in declared {
        if types.contains(&ty.name) {
            ty.implements.extend(words(before));
        }
    }
}
