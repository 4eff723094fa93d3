//! Rust source as a flat list of tokens, each group one token; reads bytes, builds no trees.

use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Ident,
    Lifetime,
    Literal,
    Punct(u8),
    /// Holds the opening delimiter.
    Group(u8),
}

/// One token; the range is in bytes of the text it was read from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Token {
    pub(crate) fn text<'t>(&self, source: &'t str) -> &'t str {
        &source[self.start..self.end]
    }

    pub(crate) fn is_punct(&self, punct: u8) -> bool {
        self.kind == TokenKind::Punct(punct)
    }

    pub(crate) fn is_group(&self, open: u8) -> bool {
        self.kind == TokenKind::Group(open)
    }

    pub(crate) fn is_ident(&self, source: &str, name: &str) -> bool {
        self.kind == TokenKind::Ident && self.text(source) == name
    }

    /// What stands between the delimiters of a group.
    pub(crate) fn inner(&self) -> Range<usize> {
        self.start + 1..self.end - 1
    }
}

/// The tokens of `source[range]`; `None` when it does not lex.
pub(crate) fn tokens(source: &str, range: Range<usize>) -> Option<Vec<Token>> {
    let mut lexer = Lexer::new(source, range);
    let mut tokens = Vec::new();
    while let Some(start) = lexer.skip_blank()? {
        let kind = lexer.token()?;
        let kind = match kind {
            TokenKind::Punct(open @ (b'(' | b'[' | b'{')) => {
                lexer.skip_group(open)?;
                TokenKind::Group(open)
            }
            TokenKind::Punct(b')' | b']' | b'}') => return None,
            other => other,
        };
        tokens.push(Token {
            kind,
            start,
            end: lexer.at,
        });
    }
    Some(tokens)
}

/// Whether a `[` comes next, behind nothing but white space and comments that document nothing.
pub(crate) fn begins_with_bracket(source: &str) -> bool {
    let mut lexer = Lexer::new(source, 0..source.len());
    lexer.stops_at_docs = true;
    lexer.skip_blank().is_some_and(|next| next.is_some()) && lexer.peek(0) == Some(b'[')
}

/// Everything that no other class is for.
const OTHER: u8 = 0;
const BLANK: u8 = 1;
const WORD: u8 = 2;
/// Punctuation that is one token, whatever stands around it.
const PUNCT: u8 = 3;

/// What an ASCII byte is part of. Macros run unoptimized in development, where a look-up costs a third of a `match`.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [OTHER; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        classes[byte as usize] = match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => BLANK,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => WORD,
            b'!' | b'$' | b'%' | b'&' | b'*' | b'+' | b',' | b'-' | b'.' | b':' | b';' | b'<'
            | b'=' | b'>' | b'?' | b'@' | b'^' | b'|' | b'~' => PUNCT,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
}

struct Lexer<'t> {
    source: &'t str,
    bytes: &'t [u8],
    at: usize,
    end: usize,
    stops_at_docs: bool,
}

impl<'t> Lexer<'t> {
    fn new(source: &'t str, range: Range<usize>) -> Self {
        let bytes = source.as_bytes();
        Self {
            source,
            bytes,
            at: range.start,
            end: range.end,
            stops_at_docs: false,
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        let at = self.at + ahead;
        if at < self.end {
            self.bytes.get(at).copied()
        } else {
            None
        }
    }

    fn skip_class(&mut self, class: u8) {
        let mut at = self.at;
        while at < self.end && CLASSES[self.bytes[at] as usize] == class {
            at += 1;
        }
        self.at = at;
    }

    fn character(&self, at: usize) -> Option<char> {
        self.source.get(at..self.end)?.chars().next()
    }

    /// Skips white space and comments. `None`: a comment has no end; `Some(None)`: the text ends.
    #[expect(
        clippy::option_option,
        reason = "the outer one is failure, the inner one the end"
    )]
    fn skip_blank(&mut self) -> Option<Option<usize>> {
        loop {
            self.skip_class(BLANK);
            if self.at >= self.end {
                return Some(None);
            }
            if !matches!(self.bytes[self.at], b'/' | 0x80..) {
                return Some(Some(self.at));
            }
            match (self.peek(0), self.peek(1)) {
                (Some(b'/'), Some(b'/' | b'*')) if self.stops_at_docs && self.is_doc() => {
                    return Some(Some(self.at));
                }
                (Some(b'/'), Some(b'/')) => {
                    let mut at = self.at;
                    while at < self.end && self.bytes[at] != b'\n' {
                        at += 1;
                    }
                    self.at = at;
                }
                (Some(b'/'), Some(b'*')) => self.skip_block_comment()?,
                (Some(0x80..), _) => match self.character(self.at)? {
                    blank if is_blank(blank) => self.at += blank.len_utf8(),
                    _ => return Some(Some(self.at)),
                },
                _ => return Some(Some(self.at)),
            }
        }
    }

    /// Whether the comment here documents something: `///` but not `////`, `/**` but not `/***` or `/**/`.
    fn is_doc(&self) -> bool {
        match (self.peek(1), self.peek(2), self.peek(3)) {
            (_, Some(b'!'), _) => true,
            (Some(b'/'), Some(b'/'), behind) => behind != Some(b'/'),
            (Some(b'*'), Some(b'*'), behind) => !matches!(behind, Some(b'*' | b'/')),
            _ => false,
        }
    }

    fn skip_block_comment(&mut self) -> Option<()> {
        let mut depth = 0;
        loop {
            match (self.peek(0)?, self.peek(1)?) {
                (b'/', b'*') => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', b'/') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return Some(());
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    /// Goes on behind the delimiter that closes `open`.
    fn skip_group(&mut self, open: u8) -> Option<()> {
        let mut expected = vec![closing(open)];
        loop {
            self.skip_plain();
            if self.at >= self.end {
                return None;
            }
            match self.bytes[self.at] {
                open @ (b'(' | b'[' | b'{') => {
                    expected.push(closing(open));
                    self.at += 1;
                }
                close @ (b')' | b']' | b'}') => {
                    self.at += 1;
                    if expected.pop() != Some(close) {
                        return None;
                    }
                    if expected.is_empty() {
                        return Some(());
                    }
                }
                _ => {
                    if self.skip_blank()?.is_some() && !self.is_at_delimiter() {
                        self.token()?;
                    }
                }
            }
        }
    }

    fn is_at_delimiter(&self) -> bool {
        matches!(self.peek(0), Some(b'(' | b')' | b'[' | b']' | b'{' | b'}'))
    }

    /// Skips words, blanks and punctuation at once, which most of a body is, up to what may be more: a quote, a delimiter, a comment.
    fn skip_plain(&mut self) {
        let mut at = self.at;
        while at < self.end && CLASSES[self.bytes[at] as usize] != OTHER {
            at += 1;
        }
        // What stands before a quote or `#` may be a part of it: `r"`, `br#`, `b'`.
        if at < self.end && matches!(self.bytes[at], b'"' | b'\'' | b'#' | 0x80..) {
            while at > self.at && CLASSES[self.bytes[at - 1] as usize] == WORD {
                at -= 1;
            }
        }
        self.at = at;
    }

    /// Reads one token; a delimiter counts as a punctuation mark.
    fn token(&mut self) -> Option<TokenKind> {
        let kind = self.token_without_suffix()?;
        if kind == TokenKind::Literal {
            self.skip_word();
        }
        Some(kind)
    }

    fn token_without_suffix(&mut self) -> Option<TokenKind> {
        match self.peek(0)? {
            b'"' => {
                self.at += 1;
                self.skip_string()?;
                Some(TokenKind::Literal)
            }
            b'\'' => self.char_or_lifetime(),
            b'0'..=b'9' => {
                self.skip_word();
                Some(TokenKind::Literal)
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word(),
            0..=b' ' | b'`' | b'\\' | 0x7f => None,
            punct => {
                self.at += 1;
                Some(TokenKind::Punct(punct))
            }
        }
    }

    fn skip_word(&mut self) {
        loop {
            self.skip_class(WORD);
            let Some(0x80..) = self.peek(0) else { return };
            match self.character(self.at) {
                Some(letter) if !is_blank(letter) => self.at += letter.len_utf8(),
                _ => return,
            }
        }
    }

    /// An identifier, or the literal whose prefix looked like one.
    fn word(&mut self) -> Option<TokenKind> {
        let start = self.at;
        self.skip_word();
        let word = &self.bytes[start..self.at];
        match (word, self.peek(0)) {
            (b"b" | b"c", Some(b'"')) => {
                self.at += 1;
                self.skip_string()?;
                Some(TokenKind::Literal)
            }
            (b"b", Some(b'\'')) => {
                self.at += 1;
                self.skip_char()?;
                Some(TokenKind::Literal)
            }
            (b"r" | b"br" | b"cr", Some(b'"' | b'#')) => self.raw(word == b"r"),
            _ => Some(TokenKind::Ident),
        }
    }

    /// Behind `r`, `br` or `cr`: a raw string or, behind `r` alone, a raw identifier.
    fn raw(&mut self, may_be_ident: bool) -> Option<TokenKind> {
        let mut hashes = 0;
        while self.peek(hashes) == Some(b'#') {
            hashes += 1;
        }
        if self.peek(hashes) != Some(b'"') {
            if !may_be_ident || hashes != 1 {
                return None;
            }
            self.at += 1;
            self.skip_word();
            return Some(TokenKind::Ident);
        }
        self.at += hashes + 1;
        loop {
            let quote = self.peek(0)? == b'"';
            self.at += 1;
            if quote && (0..hashes).all(|ahead| self.peek(ahead) == Some(b'#')) {
                self.at += hashes;
                return Some(TokenKind::Literal);
            }
        }
    }

    /// Behind the opening quote of a string.
    fn skip_string(&mut self) -> Option<()> {
        let mut at = self.at;
        while at < self.end && self.bytes[at] != b'"' {
            at += if self.bytes[at] == b'\\' { 2 } else { 1 };
        }
        self.at = at + 1;
        (at < self.end).then_some(())
    }

    /// Behind the opening quote of a character.
    fn skip_char(&mut self) -> Option<()> {
        if self.peek(0)? == b'\\' {
            self.at += 2;
            // `\x41` and `\u{41}` go on behind their letter.
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

    fn char_or_lifetime(&mut self) -> Option<TokenKind> {
        self.at += 1;
        let first = self.character(self.at)?;
        let behind = self.bytes.get(self.at + first.len_utf8());
        if first == '\\' || behind == Some(&b'\'') {
            self.skip_char()?;
            return Some(TokenKind::Literal);
        }
        let before = self.at;
        self.skip_word();
        (self.at > before).then_some(TokenKind::Lifetime)
    }
}

/// White space, with the two direction marks that Rust counts as such.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200e}' | '\u{200f}')
}

fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}
