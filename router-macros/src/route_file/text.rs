//! Source text of a run of tokens, without comments and line breaks.

use super::lexer::{MAX_NESTED, Token, TokenKind, tokens};

/// The tokens as written, with white space and comments between them folded to one space. Groups that are nested deeper than usual are
/// left as they are.
pub(crate) fn folded(source: &str, run: &[Token]) -> String {
    let mut text = String::new();
    write(source, run, MAX_NESTED, &mut text);
    text
}

fn write(source: &str, run: &[Token], depth: usize, text: &mut String) {
    let mut end = None;
    for token in run {
        if end.is_some_and(|end| end < token.start) {
            text.push(' ');
        }
        end = Some(token.end);
        match token.kind {
            TokenKind::Group(_) if depth > 0 => write_group(source, token, depth - 1, text),
            _ => text.push_str(token.text(source)),
        }
    }
}

fn write_group(source: &str, group: &Token, depth: usize, text: &mut String) {
    let whole = group.text(source);
    let (Some(open), Some(close)) = (whole.chars().next(), whole.chars().next_back()) else {
        return;
    };
    text.push(open);
    if let Some(inside) = tokens(source, group.inner()) {
        write(source, &inside, depth, text);
    }
    text.push(close);
}
