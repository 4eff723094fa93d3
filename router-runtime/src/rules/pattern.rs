//! The parser of path patterns, in the syntax of path-to-regexp 6.

use super::token::{Repetition, Token, tokens};

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Parameter(Parameter),
}

/// `/:name(regex)*`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameter {
    /// `None` for a group without a name, `(.*)` or `{…}`.
    pub(super) name: Option<String>,
    /// The text that is matched together with the parameter, such as `/`.
    pub(super) prefix: String,
    pub(super) suffix: String,
    /// A regular expression, or `None` for `{…}` with text only.
    pub(super) regex: Option<String>,
    pub(super) repetition: Repetition,
}

/// The expression of a parameter that has none: a part of one segment.
const SEGMENT: &str = "[^/#?]+?";

/// Parses a pattern.
pub(super) fn parse(pattern: &str) -> Result<Vec<Piece>, String> {
    let tokens = tokens(pattern)?;
    let mut tokens = tokens.into_iter().peekable();
    let mut pieces = Vec::new();
    let mut text = String::new();
    while let Some(token) = tokens.next() {
        let (prefix, first) = match token {
            Token::Char(prefix @ ('/' | '.'))
                if matches!(tokens.peek(), Some(Token::Name(_) | Token::Regex(_))) =>
            {
                (prefix.to_string(), tokens.next())
            }
            Token::Char(letter) | Token::Escaped(letter) => {
                text.push(letter);
                continue;
            }
            Token::Repetition(_) => {
                return Err("expected a parameter before `?`, `*` or `+`".to_owned());
            }
            Token::Close => return Err("unmatched `}`".to_owned()),
            Token::Open => {
                flush(&mut text, &mut pieces);
                pieces.push(group(&mut tokens)?);
                continue;
            }
            token => (String::new(), Some(token)),
        };
        let (name, mut regex) = match first {
            Some(Token::Name(name)) => (Some(name), None),
            Some(Token::Regex(regex)) => (None, Some(regex)),
            _ => (None, None),
        };
        if name.is_some() {
            regex = take_regex(&mut tokens);
        }
        flush(&mut text, &mut pieces);
        pieces.push(Piece::Parameter(Parameter {
            name,
            prefix,
            suffix: String::new(),
            regex: Some(regex.unwrap_or_else(|| SEGMENT.to_owned())),
            repetition: take_repetition(&mut tokens),
        }));
    }
    flush(&mut text, &mut pieces);
    Ok(pieces)
}

type Tokens = std::iter::Peekable<std::vec::IntoIter<Token>>;

/// Parses `prefix :name(regex) suffix}` after a `{`.
fn group(tokens: &mut Tokens) -> Result<Piece, String> {
    let prefix = take_text(tokens);
    let name = match tokens.next_if(|token| matches!(token, Token::Name(_))) {
        Some(Token::Name(name)) => Some(name),
        _ => None,
    };
    let mut regex = take_regex(tokens);
    if name.is_some() && regex.is_none() {
        regex = Some(SEGMENT.to_owned());
    }
    let suffix = take_text(tokens);
    if tokens.next() != Some(Token::Close) {
        return Err("a `{` is not closed or contains more than one parameter".to_owned());
    }
    Ok(Piece::Parameter(Parameter {
        name,
        prefix,
        suffix,
        regex,
        repetition: take_repetition(tokens),
    }))
}

fn flush(text: &mut String, pieces: &mut Vec<Piece>) {
    if !text.is_empty() {
        pieces.push(Piece::Text(std::mem::take(text)));
    }
}

fn take_text(tokens: &mut Tokens) -> String {
    let mut text = String::new();
    while let Some(Token::Char(letter) | Token::Escaped(letter)) =
        tokens.next_if(|token| matches!(token, Token::Char(_) | Token::Escaped(_)))
    {
        text.push(letter);
    }
    text
}

fn take_regex(tokens: &mut Tokens) -> Option<String> {
    match tokens.next_if(|token| matches!(token, Token::Regex(_))) {
        Some(Token::Regex(regex)) => Some(regex),
        _ => None,
    }
}

fn take_repetition(tokens: &mut Tokens) -> Repetition {
    match tokens.next_if(|token| matches!(token, Token::Repetition(_))) {
        Some(Token::Repetition(repetition)) => repetition,
        _ => Repetition::Once,
    }
}
