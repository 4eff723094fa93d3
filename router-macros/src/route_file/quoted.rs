//! Strings, characters and lifetimes.

use super::lexer::{Lexer, TokenKind};

impl Lexer<'_> {
    /// Reads the rest of a raw string after `r`, `br` or `cr`, or of a raw identifier after `r`.
    pub(super) fn raw(&mut self, may_be_ident: bool) -> Option<TokenKind> {
        let bytes = self.bytes;
        let mut quote = self.at;
        while quote < bytes.len() && bytes[quote] == b'#' {
            quote += 1;
        }
        let hashes = quote - self.at;
        if quote >= bytes.len() || bytes[quote] != b'"' {
            if !may_be_ident || hashes != 1 {
                return None;
            }
            self.at += 1;
            self.skip_word();
            return Some(TokenKind::Ident);
        }
        // The string ends at a quote and as many `#` as before it.
        let mut closing = 0;
        let mut is_behind_quote = false;
        let mut at = quote + 1;
        while at < bytes.len() {
            if bytes[at] == b'"' {
                is_behind_quote = true;
                closing = 0;
            } else if bytes[at] == b'#' && is_behind_quote {
                closing += 1;
            } else {
                is_behind_quote = false;
            }
            at += 1;
            if is_behind_quote && closing == hashes {
                self.at = at;
                return Some(TokenKind::Literal);
            }
        }
        None
    }

    /// Skips a string after its opening quote.
    pub(super) fn skip_string(&mut self) -> Option<()> {
        let bytes = self.bytes;
        let mut at = self.at;
        while at < bytes.len() && bytes[at] != b'"' {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        self.at = at + 1;
        (at < bytes.len()).then_some(())
    }

    /// Skips a character after its opening quote.
    pub(super) fn skip_char(&mut self) -> Option<()> {
        if self.peek(0)? == b'\\' {
            self.at += 2;
            // `\x41` and `\u{41}` continue after their letter.
            while self.peek(0)? != b'\'' {
                self.at += 1;
            }
        } else {
            self.at += self.character(self.at)?.len_utf8();
        }
        if self.peek(0)? != b'\'' {
            return None;
        }
        self.at += 1;
        Some(())
    }

    pub(super) fn char_or_lifetime(&mut self) -> Option<TokenKind> {
        self.at += 1;
        let first = self.character(self.at)?;
        let behind = self.peek(first.len_utf8());
        if first == '\\' || behind == Some(b'\'') {
            self.skip_char()?;
            return Some(TokenKind::Literal);
        }
        let before = self.at;
        self.skip_word();
        (self.at > before).then_some(TokenKind::Lifetime)
    }
}
