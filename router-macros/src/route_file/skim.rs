//! The top-level items of a file: their names and extent, read from tokens without parsing bodies.

use super::lexer::{Token, TokenKind, begins_with_bracket, tokens};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    Const,
    Enum,
    ExternCrate,
    Fn,
    ForeignMod,
    Impl,
    Macro,
    Mod,
    Static,
    Struct,
    Trait,
    Type,
    Union,
    Use,
    /// Unstable syntax, whose name is not read.
    Other,
}

/// One item.
#[derive(Debug)]
pub(crate) struct SourceItem {
    pub(crate) kind: ItemKind,
    /// Its name, or the keyword of an item without a name.
    pub(crate) name: Token,
    /// The `[…]` of each outer attribute.
    pub(crate) attributes: Vec<Token>,
    /// Plain `pub`, without a scope in parentheses.
    pub(crate) is_public: bool,
    /// Any other visibility that other modules see: `pub(crate)`, but not `pub(self)`.
    pub(crate) is_scoped: bool,
    /// `const`, `async`, `unsafe`, `extern` and the like before a function's `fn`.
    pub(crate) modifiers: Vec<Token>,
    /// The tokens after the name or keyword, to the end of the item.
    pub(crate) rest: Vec<Token>,
}

impl SourceItem {
    /// Its name without `r#`.
    pub(crate) fn plain_name<'t>(&self, source: &'t str) -> &'t str {
        let name = self.name.text(source);
        name.strip_prefix("r#").unwrap_or(name)
    }
}

/// A whole file.
#[derive(Debug, Default)]
pub(crate) struct Skimmed {
    /// The `[…]` of each inner attribute at the top.
    pub(crate) inner_attributes: Vec<Token>,
    pub(crate) items: Vec<SourceItem>,
}

/// The items of a file; `None` if it does not lex or the head of an item does not parse.
pub(crate) fn skim(source: &str) -> Option<Skimmed> {
    let tokens = tokens(source, start_of_code(source)..source.len())?;
    let mut cursor = Cursor {
        source,
        tokens: &tokens,
        at: 0,
    };
    let mut skimmed = Skimmed::default();
    while let (Some(hash), Some(bang), Some(group)) =
        (cursor.peek(0), cursor.peek(1), cursor.peek(2))
        && hash.is_punct(b'#')
        && bang.is_punct(b'!')
        && group.is_group(b'[')
    {
        skimmed.inner_attributes.push(group);
        cursor.at += 3;
    }
    while cursor.at < tokens.len() {
        skimmed.items.push(cursor.item()?);
    }
    Some(skimmed)
}

/// The offset of the code after a byte order mark and a `#!` line.
fn start_of_code(source: &str) -> usize {
    let start = if source.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let text = &source[start..];
    let Some(behind) = text.strip_prefix("#!") else {
        return start;
    };
    if begins_with_bracket(behind) {
        return start;
    }
    start + text.find('\n').unwrap_or(text.len())
}

struct Cursor<'t> {
    source: &'t str,
    tokens: &'t [Token],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self, ahead: usize) -> Option<Token> {
        let at = self.at + ahead;
        if at < self.tokens.len() {
            Some(self.tokens[at])
        } else {
            None
        }
    }

    /// The word `ahead` tokens from here; empty if it is another token.
    fn word(&self, ahead: usize) -> &str {
        match self.peek(ahead) {
            Some(token) if matches!(token.kind, TokenKind::Ident) => token.text(self.source),
            _ => "",
        }
    }

    fn is_word(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), Some(token) if matches!(token.kind, TokenKind::Ident))
    }

    fn is_literal(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), Some(token) if matches!(token.kind, TokenKind::Literal))
    }

    fn is_punct(&self, ahead: usize, punct: u8) -> bool {
        matches!(self.peek(ahead), Some(token) if token.is_punct(punct))
    }

    fn is_group(&self, ahead: usize, open: u8) -> bool {
        matches!(self.peek(ahead), Some(token) if token.is_group(open))
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.peek(0)?;
        self.at += 1;
        Some(token)
    }

    fn item(&mut self) -> Option<SourceItem> {
        let mut attributes = Vec::new();
        while self.is_punct(0, b'#') && self.is_group(1, b'[') {
            attributes.extend(self.peek(1));
            self.at += 2;
        }
        let (is_public, is_scoped) = self.visibility();
        let modifiers = self.modifiers();
        let kind = self.kind(!modifiers.is_empty())?;
        let name = self.name(kind)?;
        let first = self.at;
        self.skip_rest(kind)?;
        let rest = self.tokens.get(first..self.at)?.to_vec();
        Some(SourceItem {
            kind,
            name,
            attributes,
            is_public,
            is_scoped,
            modifiers,
            rest,
        })
    }

    fn visibility(&mut self) -> (bool, bool) {
        if self.word(0) != "pub" {
            return (false, false);
        }
        self.at += 1;
        let Some(scope) = self.peek(0).filter(|it| it.is_group(b'(')) else {
            return (true, false);
        };
        self.at += 1;
        let words = tokens(self.source, scope.inner()).unwrap_or_default();
        let is_own = words
            .last()
            .is_some_and(|it| it.is_ident(self.source, "self"));
        (false, !is_own)
    }

    /// The words before `fn`, `trait`, `impl`, `mod` and `extern` blocks.
    fn modifiers(&mut self) -> Vec<Token> {
        let mut modifiers = Vec::new();
        loop {
            let is_modifier = match self.word(0) {
                "const" => match self.word(1) {
                    "fn" | "async" | "unsafe" | "extern" | "trait" | "impl" => true,
                    "safe" | "auto" => self.is_word(2),
                    _ => false,
                },
                "async" | "unsafe" => self.is_word(1),
                "safe" | "auto" | "default" => self.is_word(1) && !matches!(self.word(1), "as"),
                "extern" => self.word(1) == "fn" || self.is_literal(1) && self.word(2) == "fn",
                _ => false,
            };
            if !is_modifier {
                return modifiers;
            }
            modifiers.extend(self.take());
            if self.is_literal(0) {
                self.at += 1;
            }
        }
    }

    fn kind(&self, has_modifiers: bool) -> Option<ItemKind> {
        let next_is_name = self.is_word(1);
        Some(match self.word(0) {
            "const" => ItemKind::Const,
            "enum" if next_is_name => ItemKind::Enum,
            "extern" if self.word(1) == "crate" => ItemKind::ExternCrate,
            "extern" => ItemKind::ForeignMod,
            "fn" if next_is_name => ItemKind::Fn,
            "impl" => ItemKind::Impl,
            "mod" if next_is_name => ItemKind::Mod,
            "static" => ItemKind::Static,
            "struct" if next_is_name => ItemKind::Struct,
            "trait" if next_is_name => ItemKind::Trait,
            "type" if next_is_name => ItemKind::Type,
            "union" if next_is_name => ItemKind::Union,
            "use" => ItemKind::Use,
            "macro" if next_is_name => ItemKind::Other,
            _ if !has_modifiers && self.is_macro_call() => ItemKind::Macro,
            _ => return None,
        })
    }

    /// `path::to::name!`
    fn is_macro_call(&self) -> bool {
        let mut ahead = 0;
        while self.is_word(ahead) || self.is_punct(ahead, b':') {
            ahead += 1;
        }
        ahead > 0 && self.is_punct(ahead, b'!')
    }

    fn name(&mut self, kind: ItemKind) -> Option<Token> {
        match kind {
            ItemKind::Impl | ItemKind::Use | ItemKind::ForeignMod => self.take(),
            ItemKind::Macro => self.peek(0),
            ItemKind::ExternCrate => {
                self.at += 2;
                self.take().filter(|token| token.kind == TokenKind::Ident)
            }
            ItemKind::Const | ItemKind::Static => {
                self.at += 1;
                if self.word(0) == "mut" {
                    self.at += 1;
                }
                self.take().filter(|token| token.kind == TokenKind::Ident)
            }
            _ => {
                self.at += 1;
                self.take()
            }
        }
    }

    fn skip_rest(&mut self, kind: ItemKind) -> Option<()> {
        match kind {
            ItemKind::Const
            | ItemKind::ExternCrate
            | ItemKind::Static
            | ItemKind::Type
            | ItemKind::Use => self.skip_past(|token| token.is_punct(b';')),
            ItemKind::Macro => self.skip_macro(),
            ItemKind::Other => self.skip_past(|token| token.is_group(b'{') || token.is_punct(b';')),
            _ => self.skip_head(),
        }
    }

    fn skip_past(&mut self, is_end: impl Fn(&Token) -> bool) -> Option<()> {
        while !is_end(&self.take()?) {}
        Some(())
    }

    fn skip_macro(&mut self) -> Option<()> {
        self.skip_past(|token| token.is_punct(b'!'))?;
        if self.is_word(0) {
            self.at += 1;
        }
        match self.take()?.kind {
            TokenKind::Group(b'{') => Some(()),
            TokenKind::Group(_) => self.take().filter(|token| token.is_punct(b';')).map(|_| ()),
            _ => None,
        }
    }

    /// Skips to the end of `;` or the body. Braces between `<` and `>` are constants, those after `name!` a macro call.
    fn skip_head(&mut self) -> Option<()> {
        let mut angles = 0_usize;
        let mut after_dash = false;
        while self.at < self.tokens.len() {
            let kind = self.tokens[self.at].kind;
            self.at += 1;
            match kind {
                TokenKind::Punct(b'<') => angles += 1,
                TokenKind::Punct(b'>') if !after_dash => angles = angles.saturating_sub(1),
                TokenKind::Punct(b';') => return Some(()),
                TokenKind::Group(b'{')
                    if angles == 0 && !follows_macro_name(&self.tokens[..self.at - 1]) =>
                {
                    return Some(());
                }
                _ => {}
            }
            after_dash = matches!(kind, TokenKind::Punct(b'-'));
        }
        None
    }
}

/// Returns `true` if the last of these tokens are `name!`, so that a group behind them is the input of a macro.
pub(super) fn follows_macro_name(before: &[Token]) -> bool {
    matches!(before, [.., name, mark] if name.kind == TokenKind::Ident && mark.is_punct(b'!'))
}
