//! A lexer for Rust sources that drops comments and the contents of literals.

/// One token and its line, which counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: usize,
}

impl Token<'_> {
    pub(crate) fn is_name(&self) -> bool {
        self.text.starts_with(is_start)
    }
}

/// Splits a source into names, numbers and punctuation. `::`, `->` and `=>` are one token each; a literal is the token `"`.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let length = length(rest, first);
        let (token, after) = rest.split_at(length);
        if let Some(text) = text(token, first) {
            found.push(Token { text, line });
        }
        line += token.matches('\n').count();
        rest = after;
    }
    found
}

/// The text of a token; comments and white space have none.
fn text(token: &str, first: char) -> Option<&str> {
    if first.is_whitespace() || token.starts_with("//") || token.starts_with("/*") {
        None
    } else if token.contains(['"', '\'']) {
        Some("\"")
    } else {
        Some(token.strip_prefix("r#").unwrap_or(token))
    }
}

fn length(rest: &str, first: char) -> usize {
    let until = |end: &str| rest.find(end).unwrap_or(rest.len());
    if first.is_whitespace() {
        return first.len_utf8();
    }
    if rest.starts_with("//") {
        return until("\n");
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if let Some(length) = literal(rest) {
        return length;
    }
    if is_start(first) || first.is_ascii_digit() {
        let start = if rest.starts_with("r#") { 2 } else { 0 };
        let end = rest[start..].find(|letter: char| !is_inside(letter));
        return end.map_or(rest.len(), |end| start + end);
    }
    if ["::", "->", "=>"].iter().any(|it| rest.starts_with(it)) {
        return 2;
    }
    first.len_utf8()
}

fn is_start(letter: char) -> bool {
    letter == '_' || letter.is_alphabetic()
}

fn is_inside(letter: char) -> bool {
    letter == '_' || letter.is_alphanumeric()
}

/// The length of a block comment; they nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The length of a string, byte string, raw string, character or lifetime.
fn literal(rest: &str) -> Option<usize> {
    let prefix = rest.find(|letter| !matches!(letter, 'b' | 'c' | 'r'))?;
    let (prefix, body) = rest.split_at(prefix);
    if prefix.len() > 2 {
        return None;
    }
    if prefix.contains('r') {
        let hashes = body.find(|letter| letter != '#')?;
        if !body[hashes..].starts_with('"') {
            return None;
        }
        let end = format!("\"{}", "#".repeat(hashes));
        let content = &body[hashes + 1..];
        let length = content.find(&end).unwrap_or(content.len());
        return Some(prefix.len() + hashes + 1 + length + end.len());
    }
    if body.starts_with('"') {
        return Some(prefix.len() + quoted(body, '"'));
    }
    if body.starts_with('\'') && matches!(prefix, "" | "b") {
        let mut letters = body.chars().skip(1);
        let (one, two) = (letters.next()?, letters.next());
        if one != '\\' && two != Some('\'') {
            let name = body[1..].find(|letter| !is_inside(letter));
            return Some(prefix.len() + 1 + name.unwrap_or(body.len() - 1));
        }
        return Some(prefix.len() + quoted(body, '\''));
    }
    None
}

/// The length of a literal from its opening to its closing quote.
fn quoted(body: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, letter) in body.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    body.len()
}

/// The index behind the bracket that closes the one at `open`.
pub(crate) fn close(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

#[test]
fn comments_and_literals_are_dropped() {
    let source = r##"a::b /* c /* d */ e */ 'f' '\'' 'g "h\"i" r#"j"k"# b'l' r#type 'x: loop // m
n->o"##;
    let texts: Vec<&str> = tokens(source).iter().map(|token| token.text).collect();
    let q = "\"";
    assert_eq!(
        texts,
        [
            "a", "::", "b", q, q, q, q, q, q, "type", q, ":", "loop", "n", "->", "o"
        ]
    );
    assert_eq!(tokens(source).last().map(|token| token.line), Some(2));
}
