//! The tokens of path patterns.

/// A token of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Char(char),
    Escaped(char),
    Name(String),
    Regex(String),
    Repetition(Repetition),
    Open,
    Close,
}

/// The number of times that a parameter may occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repetition {
    Once,
    Optional,
    ZeroOrMore,
    OneOrMore,
}

/// Splits a pattern into tokens.
pub(super) fn tokens(pattern: &str) -> Result<Vec<Token>, String> {
    let mut letters = pattern.chars().peekable();
    let mut tokens = Vec::new();
    while let Some(letter) = letters.next() {
        tokens.push(match letter {
            '*' => Token::Repetition(Repetition::ZeroOrMore),
            '+' => Token::Repetition(Repetition::OneOrMore),
            '?' => Token::Repetition(Repetition::Optional),
            '{' => Token::Open,
            '}' => Token::Close,
            '\\' => Token::Escaped(letters.next().ok_or("expected a character after `\\`")?),
            ':' => {
                let mut name = String::new();
                while let Some(letter) =
                    letters.next_if(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
                {
                    name.push(letter);
                }
                if name.is_empty() {
                    return Err(
                        "expected a parameter name after `:`; write `\\\\:` for a colon".to_owned(),
                    );
                }
                Token::Name(name)
            }
            '(' => Token::Regex(regex(&mut letters)?),
            letter => Token::Char(letter),
        });
    }
    Ok(tokens)
}

/// Reads the regular expression after a `(`.
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
                    return Err("capturing groups are not supported; write `(?:…)`".to_owned());
                }
                regex.push('?');
                if letters.peek() != Some(&':') {
                    return Err("look-around is not supported in regular expressions".to_owned());
                }
                continue;
            }
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return if regex.is_empty() {
                Err("empty regular expression `()`".to_owned())
            } else if regex.starts_with('?') {
                Err("look-around is not supported in regular expressions".to_owned())
            } else {
                Ok(regex)
            };
        }
        regex.push(letter);
    }
    Err("a `(` is not closed".to_owned())
}
