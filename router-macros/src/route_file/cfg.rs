//! `#[cfg(…)]` predicates.

use super::{
    lexer::{Token, tokens},
    text::folded,
};

/// The predicates of these attributes as one. `#[cfg_attr]` and other attributes are left to rustc.
pub(super) fn predicate<'a>(
    source: &str,
    attributes: impl Iterator<Item = &'a Token>,
) -> Option<String> {
    let mut predicates: Vec<String> = attributes
        .filter_map(|attribute| of_attribute(source, attribute))
        .collect();
    match predicates.len() {
        0 => None,
        1 => predicates.pop(),
        _ => Some(format!("all({})", predicates.join(", "))),
    }
}

fn of_attribute(source: &str, attribute: &Token) -> Option<String> {
    if !attribute.text(source).contains("cfg") {
        return None;
    }
    let inside = tokens(source, attribute.inner())?;
    match inside.as_slice() {
        [name, predicate] if name.is_ident(source, "cfg") && predicate.is_group(b'(') => {
            let text = folded(source, &tokens(source, predicate.inner())?);
            Some(text.trim_end_matches(',').trim_end().to_owned())
        }
        _ => None,
    }
}
