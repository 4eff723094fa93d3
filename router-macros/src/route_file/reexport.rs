//! Re-exported handlers: `pub use other::GET;`.

use super::{
    config::is_config,
    exports::{Exports, Handler, Other, OtherKind, Shape},
    lexer::{MAX_NESTED, Token, TokenKind, tokens},
    request_use::BodyUse,
    skim::SourceItem,
    split::at_commas,
};
use crate::{app_file::FileKind, location::position};

/// One name that a `use` item imports, or all of a module.
struct Import {
    /// `None` for a glob.
    name: Option<Token>,
    /// The words of its path, of which the last is the imported item. A glob has the path of the module.
    path: Vec<Token>,
}

/// Adds the exports of a `use` item.
pub(super) fn read(
    source: &str,
    item: &SourceItem,
    kind: FileKind,
    cfg: impl Fn() -> Option<String>,
    file: &mut Exports,
) -> Option<()> {
    let [tree @ .., _semicolon] = item.rest.as_slice() else {
        return None;
    };
    let info = kind.info();
    let (names, generators, layers) = (info.exports, info.generators, kind.layers());
    let mut imports = Vec::new();
    collect(source, tree, &[], MAX_NESTED, &mut imports)?;
    for Import { name, path } in imports {
        let path: Vec<&str> = path.iter().map(|word| word.text(source)).collect();
        let origin = file.names.origin(path.iter().copied());
        let Some(name) = name else {
            file.names.glob(origin);
            file.globs_or_macros |= item.is_public || item.is_scoped;
            continue;
        };
        let at = || position(source, name.start);
        let text = name.text(source);
        let text = text.strip_prefix("r#").unwrap_or(text);
        file.names.import(origin, &path, text);
        let list = if generators.contains(&text) {
            Some(&mut file.generators)
        } else if layers.contains(&text) {
            Some(&mut file.layers)
        } else if names.contains(&text) {
            Some(&mut file.handlers)
        } else {
            None
        };
        if let Some(list) = list.filter(|_| item.is_public) {
            list.push(Handler {
                name: text.to_owned(),
                shape: Shape::Reexport,
                returns: None,
                is_certain: false,
                cfg: cfg(),
                at: at(),
                body_use: BodyUse::UNKNOWN,
                flaw: None,
            });
        } else if names.contains(&text) || is_config(text) {
            file.others.push(Other {
                kind: OtherKind::Use,
                name: text.to_owned(),
                is_public: item.is_public,
                ty: String::new(),
                takes_layers: false,
                at: at(),
            });
        }
    }
    Some(())
}

/// Collects the names of a use tree below `path`; `None` if it does not parse, or is nested deeper than `depth`.
fn collect(
    source: &str,
    tree: &[Token],
    path: &[Token],
    depth: usize,
    imports: &mut Vec<Import>,
) -> Option<()> {
    let last = tree.last()?;
    let is_word = |token: &&Token| token.kind == TokenKind::Ident;
    let words = || path.iter().chain(tree.iter().filter(is_word)).copied();
    match last.kind {
        TokenKind::Punct(b'*') => imports.push(Import {
            name: None,
            path: words().collect(),
        }),
        TokenKind::Group(b'{') => {
            let path: Vec<Token> = words().collect();
            let depth = depth.checked_sub(1)?;
            for part in at_commas(&tokens(source, last.inner())?) {
                collect(source, part, &path, depth, imports)?;
            }
        }
        TokenKind::Ident => {
            let mut path: Vec<Token> = words().collect();
            if let [.., keyword, _] = path.as_slice()
                && keyword.is_ident(source, "as")
            {
                path.truncate(path.len() - 2);
            }
            if path.len() > 1 && path.last()?.is_ident(source, "self") {
                path.pop();
            }
            let is_renamed = tree.len() > 1 && tree[tree.len() - 2].is_ident(source, "as");
            let name = if is_renamed { *last } else { *path.last()? };
            imports.push(Import {
                name: Some(name),
                path,
            });
        }
        _ => return None,
    }
    Some(())
}
