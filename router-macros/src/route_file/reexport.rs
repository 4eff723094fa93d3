//! Re-exported handlers: `pub use other::GET;`.

use super::{
    config::is_config,
    exports::{Exports, Handler, Other, OtherKind, Shape},
    lexer::{MOST_NESTED, Token, TokenKind, tokens},
    names::{Names, Origin},
    skim::Item,
    split::at_commas,
};
use crate::location::position;

/// One name that a `use` item imports, or all of a module.
struct Import {
    /// `None` for a glob.
    name: Option<Token>,
    /// Where its path leads.
    origin: Origin,
}

/// Adds the exports of a `use` item.
pub(super) fn read(
    source: &str,
    item: &Item,
    names: &[&str],
    generators: &[&str],
    cfg: impl Fn() -> Option<String>,
    file: &mut Exports,
) -> Option<()> {
    let [tree @ .., _semicolon] = item.rest.as_slice() else {
        return None;
    };
    let mut collector = Collector {
        source,
        names: &file.names,
        imports: Vec::new(),
    };
    collector.collect(tree, &[], MOST_NESTED)?;
    for Import { name, origin } in collector.imports {
        let Some(name) = name else {
            file.names.glob(origin);
            file.globs_or_macros |= item.is_public || item.is_scoped;
            continue;
        };
        let at = || position(source, name.start);
        let text = name.text(source);
        let text = text.strip_prefix("r#").unwrap_or(text);
        file.names.import(origin, text);
        let is_generator = generators.contains(&text);
        if item.is_public && (is_generator || names.contains(&text)) {
            let handlers = if is_generator {
                &mut file.generators
            } else {
                &mut file.handlers
            };
            handlers.push(Handler {
                name: text.to_owned(),
                shape: Shape::Reexport,
                returns: None,
                cfg: cfg(),
                at: at(),
                flaw: None,
            });
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

struct Collector<'a> {
    source: &'a str,
    names: &'a Names,
    imports: Vec<Import>,
}

impl Collector<'_> {
    /// Collects the names of a use tree below `path`; `None` if it does not parse, or is nested deeper than this.
    fn collect(&mut self, tree: &[Token], path: &[Token], depth: usize) -> Option<()> {
        let last = tree.last()?;
        let is_word = |token: &&Token| token.kind == TokenKind::Ident;
        let words = path.iter().chain(tree.iter().filter(is_word));
        let name = match last.kind {
            TokenKind::Punct(b'*') => None,
            TokenKind::Group(b'{') => {
                let path: Vec<Token> = words.copied().collect();
                let depth = depth.checked_sub(1)?;
                for part in at_commas(&tokens(self.source, last.inner())?) {
                    self.collect(part, &path, depth)?;
                }
                return Some(());
            }
            TokenKind::Ident if tree.len() == 1 && last.text(self.source) == "self" => {
                Some(*path.last().unwrap_or(last))
            }
            TokenKind::Ident => Some(*last),
            _ => return None,
        };
        let origin = self.names.origin(words.map(|word| word.text(self.source)));
        self.imports.push(Import { name, origin });
        Some(())
    }
}
