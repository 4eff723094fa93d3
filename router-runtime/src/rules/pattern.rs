//! The syntax of sources and destinations: text and parameters.

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Parameter(Parameter),
}

/// `/:name(regex)*`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameter {
    /// `None` for a mere group, `(.*)` or `{…}`.
    pub(super) name: Option<String>,
    /// What stands before it and goes with it, as `/`.
    pub(super) prefix: String,
    pub(super) suffix: String,
    /// A regular expression; `None` where `{…}` holds text alone.
    pub(super) regex: Option<String>,
    pub(super) times: Times,
}

/// How often a parameter may stand in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    Once,
    Maybe,
    Many,
    OneOrMore,
}

impl Times {
    pub(super) fn may_be_none(self) -> bool {
        matches!(self, Self::Maybe | Self::Many)
    }
}

/// What a parameter without an expression matches: a piece of one segment.
const SEGMENT: &str = "[^/#?]+?";

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Char(char),
    Escaped(char),
    Name(String),
    Regex(String),
    Times(Times),
    Open,
    Close,
}

/// Reads a pattern.
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
            Token::Times(_) => return Err("a `?`, `*` or `+` follows no parameter".to_owned()),
            Token::Close => return Err("a `}` closes nothing".to_owned()),
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
            times: take_times(&mut tokens),
        }));
    }
    flush(&mut text, &mut pieces);
    Ok(pieces)
}

type Tokens = std::iter::Peekable<std::vec::IntoIter<Token>>;

/// `{prefix :name(regex) suffix}`, behind its `{`.
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
        return Err("a `{` is not closed, or holds more than one parameter".to_owned());
    }
    Ok(Piece::Parameter(Parameter {
        name,
        prefix,
        suffix,
        regex,
        times: take_times(tokens),
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

fn take_times(tokens: &mut Tokens) -> Times {
    match tokens.next_if(|token| matches!(token, Token::Times(_))) {
        Some(Token::Times(times)) => times,
        _ => Times::Once,
    }
}

fn tokens(pattern: &str) -> Result<Vec<Token>, String> {
    let mut letters = pattern.chars().peekable();
    let mut tokens = Vec::new();
    while let Some(letter) = letters.next() {
        tokens.push(match letter {
            '*' => Token::Times(Times::Many),
            '+' => Token::Times(Times::OneOrMore),
            '?' => Token::Times(Times::Maybe),
            '{' => Token::Open,
            '}' => Token::Close,
            '\\' => Token::Escaped(letters.next().ok_or("a `\\` escapes nothing")?),
            ':' => {
                let mut name = String::new();
                while let Some(letter) =
                    letters.next_if(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
                {
                    name.push(letter);
                }
                if name.is_empty() {
                    return Err("a `:` names no parameter; write `\\\\:` for the sign".to_owned());
                }
                Token::Name(name)
            }
            '(' => Token::Regex(regex(&mut letters)?),
            letter => Token::Char(letter),
        });
    }
    Ok(tokens)
}

/// The expression behind a `(`.
fn regex(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<String, String> {
    let mut regex = String::new();
    let mut depth = 1_usize;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                regex.push(letter);
                regex.extend(letters.next());
                continue;
            }
            '(' => {
                depth += 1;
                regex.push(letter);
                if letters.next_if_eq(&'?').is_none() {
                    return Err("an expression holds a group of its own; write `(?:…)`".to_owned());
                }
                regex.push('?');
                if letters.peek() != Some(&':') {
                    return Err("an expression looks around; name what does match".to_owned());
                }
                continue;
            }
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return if regex.is_empty() {
                Err("a `(` holds no expression".to_owned())
            } else if regex.starts_with('?') {
                Err("an expression looks around; name what does match".to_owned())
            } else {
                Ok(regex)
            };
        }
        regex.push(letter);
    }
    Err("a `(` is not closed".to_owned())
}
