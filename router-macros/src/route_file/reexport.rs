//! Handlers that come through `pub use other::GET;`.

use super::{
    GENERATE_SITEMAPS, Handler, Other, OtherKind, RouteFile, Shape,
    config::is_config,
    is_generator,
    lexer::{Token, TokenKind, tokens},
    skim::Item,
    split::at_commas,
};
use crate::location::position;

/// One name that a `use` item brings in.
struct Import {
    name: Token,
}

/// Adds what a `use` item exports.
pub(super) fn read(
    source: &str,
    item: &Item,
    names: &[&str],
    cfg: impl Fn() -> Option<String>,
    file: &mut RouteFile,
) -> Option<()> {
    let mut imports = Vec::new();
    let [tree @ .., _semicolon] = item.rest.as_slice() else {
        return None;
    };
    let has_glob = collect(source, tree, None, &mut imports)?;
    file.globs_or_macros |= has_glob && (item.is_public || item.is_scoped);
    for Import { name } in imports {
        let at = || position(source, name.start);
        let text = name.text(source);
        file.shadow(text);
        if item.is_public && names.contains(&text) {
            let name = text.to_owned();
            let cfg = cfg();
            file.handlers.push(Handler {
                name,
                shape: Shape::Reexport,
                returns: None,
                cfg,
                at: at(),
                flaw: None,
            });
        } else if item.is_public && is_generator(text) {
            let (name, cfg) = (text.to_owned(), cfg());
            let generator = Some(Handler {
                name,
                shape: Shape::Reexport,
                returns: None,
                cfg,
                at: at(),
                flaw: None,
            });
            if text == GENERATE_SITEMAPS {
                file.generate_sitemaps = generator;
            } else {
                file.generate_static_params = generator;
            }
        } else if names.contains(&text) || is_config(text) {
            file.others.push(Other {
                kind: OtherKind::Use,
                name: text.to_owned(),
                is_public: item.is_public,
                ty: String::new(),
                at: at(),
            });
        }
    }
    Some(())
}

/// Collects the names of a use tree; says whether it has a `*`.
fn collect(
    source: &str,
    tree: &[Token],
    parent: Option<Token>,
    imports: &mut Vec<Import>,
) -> Option<bool> {
    let word = |at: usize| {
        tree.get(at)
            .filter(|token| token.kind == TokenKind::Ident)
            .copied()
    };
    let last = tree.last()?;
    match last.kind {
        TokenKind::Punct(b'*') => Some(true),
        TokenKind::Group(b'{') => {
            let before = tree.len().checked_sub(4).and_then(word);
            let inside = tokens(source, last.inner())?;
            let mut has_glob = false;
            for part in at_commas(&inside) {
                has_glob |= collect(source, part, before, imports)?;
            }
            Some(has_glob)
        }
        TokenKind::Ident => {
            let is_self = tree.len() == 1 && last.text(source) == "self";
            let name = if is_self {
                parent.unwrap_or(*last)
            } else {
                *last
            };
            imports.push(Import { name });
            Some(false)
        }
        _ => None,
    }
}
