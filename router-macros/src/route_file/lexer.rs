//! Rust source as a flat list of tokens, in which each group is one token.

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

/// The number of nested groups down to which a rule reads a type or a value. Each costs the stack of a function.
pub(crate) const MAX_NESTED: usize = 64;

/// One token with its byte range in the source.
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
        matches!(self.kind, TokenKind::Punct(it) if it == punct)
    }

    pub(crate) fn is_group(&self, open: u8) -> bool {
        matches!(self.kind, TokenKind::Group(it) if it == open)
    }

    pub(crate) fn is_ident(&self, source: &str, name: &str) -> bool {
        matches!(self.kind, TokenKind::Ident) && self.text(source) == name
    }

    /// The range between the delimiters of a group; empty for another token.
    pub(crate) fn inner(&self) -> Range<usize> {
        match self.kind {
            TokenKind::Group(_) => self.start + 1..self.end - 1,
            _ => self.start..self.start,
        }
    }
}

/// The tokens of `source[range]`; `None` if it does not lex.
pub(crate) fn tokens(source: &str, range: Range<usize>) -> Option<Vec<Token>> {
    let mut lexer = Lexer::new(source, range);
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blank()?;
        let start = lexer.at;
        if start >= lexer.bytes.len() {
            return Some(tokens);
        }
        let mut kind = lexer.token()?;
        if let TokenKind::Punct(mark) = kind {
            match mark {
                b'(' | b'[' | b'{' => {
                    lexer.skip_group(mark)?;
                    kind = TokenKind::Group(mark);
                }
                b')' | b']' | b'}' => return None,
                _ => {}
            }
        }
        let end = lexer.at;
        tokens.push(Token { kind, start, end });
    }
}

/// Returns `true` if a `[` comes next, after white space and comments that are not documentation.
pub(crate) fn begins_with_bracket(source: &str) -> bool {
    let mut lexer = Lexer::new(source, 0..source.len());
    lexer.stops_at_docs = true;
    lexer.skip_blank().is_some() && lexer.peek(0) == Some(b'[')
}

/// Every other byte.
const OTHER: u8 = 0;
const BLANK: u8 = 1;
const WORD: u8 = 2;
/// Punctuation that is always one token.
const PUNCT: u8 = 3;

/// The class of each byte. Macros run unoptimized in development, where a lookup costs a third of a `match`.
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

pub(super) struct Lexer<'t> {
    source: &'t str,
    /// The source up to the end of the range.
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    stops_at_docs: bool,
}

impl<'t> Lexer<'t> {
    fn new(source: &'t str, range: Range<usize>) -> Self {
        let source = &source[..range.end];
        Self {
            source,
            bytes: source.as_bytes(),
            at: range.start,
            stops_at_docs: false,
        }
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn skip_class(&mut self, class: u8) {
        let bytes = self.bytes;
        let mut at = self.at;
        while at < bytes.len() && CLASSES[bytes[at] as usize] == class {
            at += 1;
        }
        self.at = at;
    }

    pub(super) fn character(&self, at: usize) -> Option<char> {
        self.source.get(at..)?.chars().next()
    }

    /// Skips white space and comments; `None` if a comment is not closed.
    fn skip_blank(&mut self) -> Option<()> {
        loop {
            self.skip_class(BLANK);
            if self.at >= self.bytes.len() {
                return Some(());
            }
            match self.bytes[self.at] {
                b'/' => match self.peek(1) {
                    Some(b'/' | b'*') if self.stops_at_docs && self.is_doc() => return Some(()),
                    Some(b'/') => self.skip_line(),
                    Some(b'*') => self.skip_block_comment()?,
                    _ => return Some(()),
                },
                0x80.. => match self.character(self.at)? {
                    blank if is_blank(blank) => self.at += blank.len_utf8(),
                    _ => return Some(()),
                },
                _ => return Some(()),
            }
        }
    }

    fn skip_line(&mut self) {
        let rest = &self.source[self.at..];
        self.at += rest.find('\n').unwrap_or(rest.len());
    }

    /// Returns `true` if the comment here documents something: `///` but not `////`, `/**` but not `/***` or `/**/`.
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

    /// Skips past the delimiter that closes `open`.
    fn skip_group(&mut self, open: u8) -> Option<()> {
        let mut expected = [closing(open); 32];
        let mut depth = 0;
        // The delimiters of the enclosing groups, 32 per element.
        let mut outer: Vec<[u8; 32]> = Vec::new();
        loop {
            self.skip_plain();
            if self.at >= self.bytes.len() {
                return None;
            }
            match self.bytes[self.at] {
                open @ (b'(' | b'[' | b'{') => {
                    self.at += 1;
                    if depth + 1 < expected.len() {
                        depth += 1;
                    } else {
                        outer.push(expected);
                        depth = 0;
                    }
                    expected[depth] = closing(open);
                }
                close @ (b')' | b']' | b'}') => {
                    self.at += 1;
                    if expected[depth] != close {
                        return None;
                    }
                    if depth > 0 {
                        depth -= 1;
                    } else if let Some(enclosing) = outer.pop() {
                        expected = enclosing;
                        depth = expected.len() - 1;
                    } else {
                        return Some(());
                    }
                }
                b'/' if !matches!(self.peek(1), Some(b'/' | b'*')) => self.at += 1,
                b'/' => self.skip_blank()?,
                0x80.. if self.character(self.at).is_some_and(is_blank) => self.skip_blank()?,
                _ => _ = self.token()?,
            }
        }
    }

    /// Skips words, blanks and punctuation, which are most of a body, up to a quote, a delimiter or a comment.
    fn skip_plain(&mut self) {
        let bytes = self.bytes;
        let start = self.at;
        let mut at = start;
        while at < bytes.len() && CLASSES[bytes[at] as usize] != OTHER {
            at += 1;
        }
        // A word before a quote or `#` may be its prefix: `r"`, `br#`, `b'`.
        if at < bytes.len() && matches!(bytes[at], b'"' | b'\'' | b'#' | 0x80..) {
            while at > start && CLASSES[bytes[at - 1] as usize] == WORD {
                at -= 1;
            }
        }
        self.at = at;
    }

    /// Reads one token. Delimiters count as punctuation.
    fn token(&mut self) -> Option<TokenKind> {
        let first = self.bytes[self.at];
        if CLASSES[first as usize] == PUNCT {
            self.at += 1;
            return Some(TokenKind::Punct(first));
        }
        let kind = match first {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word()?,
            b'0'..=b'9' => TokenKind::Literal,
            b'"' => {
                self.at += 1;
                self.skip_string()?;
                TokenKind::Literal
            }
            b'\'' => self.char_or_lifetime()?,
            0..=b' ' | b'`' | b'\\' | 0x7f => return None,
            punct => {
                self.at += 1;
                TokenKind::Punct(punct)
            }
        };
        if matches!(kind, TokenKind::Literal) {
            // The rest of a number, or a suffix.
            self.skip_word();
        }
        Some(kind)
    }

    pub(super) fn skip_word(&mut self) {
        loop {
            self.skip_class(WORD);
            if self.at >= self.bytes.len() || self.bytes[self.at] < 0x80 {
                return;
            }
            match self.character(self.at) {
                Some(letter) if !is_blank(letter) => self.at += letter.len_utf8(),
                _ => return,
            }
        }
    }

    /// An identifier, or a literal with a prefix.
    fn word(&mut self) -> Option<TokenKind> {
        let start = self.at;
        self.skip_word();
        let (bytes, end) = (self.bytes, self.at);
        if end >= bytes.len() || end > start + 2 || !matches!(bytes[end], b'"' | b'\'' | b'#') {
            return Some(TokenKind::Ident);
        }
        match (&bytes[start..end], bytes[end]) {
            (b"b" | b"c", b'"') => {
                self.at += 1;
                self.skip_string()?;
                Some(TokenKind::Literal)
            }
            (b"b", b'\'') => {
                self.at += 1;
                self.skip_char()?;
                Some(TokenKind::Literal)
            }
            (b"r" | b"br" | b"cr", b'"' | b'#') => self.raw(end == start + 1),
            _ => Some(TokenKind::Ident),
        }
    }
}

/// Returns `true` if Rust treats a character as white space, which includes two direction marks.
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
