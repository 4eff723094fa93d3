//! Lists and pairs inside a group.

use super::lexer::{Token, TokenKind};

/// The parts between commas outside of generic arguments.
pub(crate) fn at_commas(run: &[Token]) -> Vec<&[Token]> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut angles = 0_usize;
    for (at, token) in run.iter().enumerate() {
        match token.kind {
            TokenKind::Punct(b'<') => angles += 1,
            TokenKind::Punct(b'>') if at == 0 || !run[at - 1].is_punct(b'-') => {
                angles = angles.saturating_sub(1);
            }
            TokenKind::Punct(b',') if angles == 0 => {
                parts.push(&run[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < run.len() {
        parts.push(&run[start..]);
    }
    parts
}

/// The tokens after the first `:` that is not half of a `::`.
pub(crate) fn after_colon(run: &[Token]) -> Option<&[Token]> {
    let at = single_colon(run)?;
    Some(&run[at + 1..])
}

/// The index of the first `:` that is not half of a `::`.
pub(crate) fn single_colon(run: &[Token]) -> Option<usize> {
    let mut at = 0;
    while let Some(token) = run.get(at) {
        if token.is_punct(b':') {
            if !run
                .get(at + 1)
                .is_some_and(|next| next.is_punct(b':') && next.start == token.end)
            {
                return Some(at);
            }
            at += 1;
        }
        at += 1;
    }
    None
}
