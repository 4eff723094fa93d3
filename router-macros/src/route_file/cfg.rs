//! `#[cfg(…)]` predicates.

use super::{
    lexer::{MAX_NESTED, Token, tokens},
    split::at_commas,
    text::folded,
};

/// The predicates of these attributes as one, those in `#[cfg_attr(…)]` included. Other attributes are left to rustc.
pub(super) fn predicate<'a>(
    source: &str,
    attributes: impl Iterator<Item = &'a Token>,
) -> Option<String> {
    let predicates: Vec<String> = attributes
        .filter(|attribute| attribute.text(source).contains("cfg"))
        .filter_map(|attribute| {
            let inside = tokens(source, attribute.inner())?;
            of_attribute(source, &inside, MAX_NESTED)
        })
        .collect();
    all(predicates)
}

fn all(mut predicates: Vec<String>) -> Option<String> {
    match predicates.len() {
        0 => None,
        1 => predicates.pop(),
        _ => Some(format!("all({})", predicates.join(", "))),
    }
}

/// `cfg(unix)` is `unix`, and `cfg_attr(test, cfg(unix))` is `any(not(test), unix)`.
fn of_attribute(source: &str, attribute: &[Token], depth: usize) -> Option<String> {
    let [name, list] = attribute else {
        return None;
    };
    if !list.is_group(b'(') {
        return None;
    }
    if name.is_ident(source, "cfg") {
        let text = folded(source, &tokens(source, list.inner())?);
        return Some(text.trim_end_matches(',').trim_end().to_owned());
    }
    if !name.is_ident(source, "cfg_attr") {
        return None;
    }
    let inside = tokens(source, list.inner())?;
    let (condition, attributes) = at_commas(&inside).split_first().map(|(first, rest)| {
        let rest = rest
            .iter()
            .filter_map(|it| of_attribute(source, it, depth.checked_sub(1)?));
        (folded(source, first), rest.collect())
    })?;
    Some(format!("any(not({condition}), {})", all(attributes)?))
}
