//! The structs of a route file that a `Path<…>` may contain.

use super::{
    lexer::{Token, TokenKind, tokens},
    skim::{ItemKind, SourceItem},
    split::{after_colon, at_commas, single_colon},
    text::folded,
};
use crate::{
    location::{Position, position},
    unicode::composed,
};

/// A struct with named fields.
#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
    /// `true` if it has `#[derive(Deserialize)]`, so that serde reads its fields.
    pub(crate) derives_deserialize: bool,
    /// `#[serde(…)]` of the struct, as `name` or `name = "value"`; `None` if one has another form.
    pub(crate) serde: Option<Vec<(String, Option<String>)>>,
}

/// A named field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) ty: String,
    pub(crate) at: Position,
    /// As in [`Struct::serde`].
    pub(crate) serde: Option<Vec<(String, Option<String>)>>,
}

/// The structs with named fields.
pub(super) fn structs(source: &str, items: &[SourceItem]) -> Vec<Struct> {
    items
        .iter()
        .filter(|item| item.kind == ItemKind::Struct)
        .filter_map(|item| {
            let body = item.rest.last().filter(|token| token.is_group(b'{'))?;
            let inside = tokens(source, body.inner())?;
            Some(Struct {
                name: item.plain_name(source).to_owned(),
                fields: at_commas(&inside)
                    .into_iter()
                    .map(|field| read_field(source, field))
                    .collect::<Option<_>>()?,
                derives_deserialize: derives_deserialize(source, &item.attributes),
                serde: serde(source, &item.attributes),
            })
        })
        .collect()
}

fn derives_deserialize(source: &str, attributes: &[Token]) -> bool {
    attributes.iter().any(|attribute| {
        let text = attribute.text(source);
        text.contains("derive") && text.contains("Deserialize")
    })
}

fn read_field(source: &str, run: &[Token]) -> Option<Field> {
    let mut attributes = Vec::new();
    let mut rest = run;
    while let [hash, group, behind @ ..] = rest
        && hash.is_punct(b'#')
        && group.is_group(b'[')
    {
        attributes.push(*group);
        rest = behind;
    }
    let colon = single_colon(rest)?;
    let name = rest.get(colon.checked_sub(1)?)?;
    let text = name.text(source);
    Some(Field {
        // rustc composes identifiers.
        name: composed(text.strip_prefix("r#").unwrap_or(text)).into_owned(),
        ty: folded(source, after_colon(rest)?),
        at: position(source, name.start),
        serde: serde(source, &attributes),
    })
}

/// The entries of all `#[serde(…)]` attributes; `None` if one of them has another form. `#[cfg_attr]` may add more, so it counts as
/// another form.
fn serde(source: &str, attributes: &[Token]) -> Option<Vec<(String, Option<String>)>> {
    let mut entries = Vec::new();
    for attribute in attributes {
        let inside = tokens(source, attribute.inner())?;
        match inside.as_slice() {
            [name, list] if name.is_ident(source, "serde") => {
                let list = tokens(source, list.inner())?;
                for entry in at_commas(&list) {
                    entries.push(read_entry(source, entry)?);
                }
            }
            [name, ..] if name.is_ident(source, "cfg_attr") || name.is_ident(source, "cfg") => {
                return None;
            }
            _ => {}
        }
    }
    Some(entries)
}

fn read_entry(source: &str, entry: &[Token]) -> Option<(String, Option<String>)> {
    match entry {
        [name] if name.kind == TokenKind::Ident => Some((name.text(source).to_owned(), None)),
        [name, equals, value] if name.kind == TokenKind::Ident && equals.is_punct(b'=') => {
            let text = value.text(source).strip_prefix('"')?.strip_suffix('"')?;
            (!text.contains('\\')).then(|| (name.text(source).to_owned(), Some(text.to_owned())))
        }
        _ => None,
    }
}
