//! Sources: path patterns compiled to regular expressions.

use super::{
    pattern::{Parameter, Piece, parse},
    request::Params,
    token::Repetition,
};
use crate::matching::percent::normalize_path;
use regex_lite::{Regex, escape};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization as _;

/// A compiled source.
#[derive(Clone, Debug)]
pub(super) struct SourcePattern {
    regex: Regex,
    /// The parameter name of each group of the expression.
    names: Vec<Option<String>>,
}

impl SourcePattern {
    pub(super) fn compile(source: &str) -> Result<Self, String> {
        if !source.starts_with('/') {
            return Err("the source must start with `/`".to_owned());
        }
        // As folder names: browsers send composed letters, some editors and tools write others.
        let source: String = source.nfc().collect();
        let mut regex = "(?i)^".to_owned();
        let mut names = Vec::new();
        let mut seen = BTreeSet::new();
        for piece in parse(&source)? {
            match piece {
                Piece::Text(text) => regex += &literal(&text),
                Piece::Parameter(parameter) => {
                    if let Some(name) = &parameter.name
                        && !seen.insert(name.clone())
                    {
                        return Err(format!("the source has the parameter `:{name}` twice"));
                    }
                    regex.push_str(&group(&parameter));
                    if parameter.regex.is_some() {
                        names.push(parameter.name);
                    }
                }
            }
        }
        // In the modes that have trailing slashes, a source means the path with and without one, as in Next.js.
        regex += "/?$";
        let regex = Regex::new(&regex).map_err(|error| error.to_string())?;
        Ok(Self { regex, names })
    }

    /// Returns the names of the parameters.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().flatten().map(String::as_str)
    }

    /// Returns the parameters of a normalized path, or `None` if the path does not match.
    pub(super) fn read(&self, path: &str) -> Option<Params> {
        let captures = self.regex.captures(path)?;
        let groups = captures.iter().skip(1).zip(&self.names);
        let named = groups.filter_map(|(group, name)| {
            let value = group?.as_str();
            Some((name.clone()?, value.to_owned()))
        });
        Some(named.collect())
    }
}

fn literal(text: &str) -> String {
    escape(&normalize_path(text))
}

/// Returns a parameter with its prefix and suffix as a group.
fn group(parameter: &Parameter) -> String {
    let (prefix, suffix) = (literal(&parameter.prefix), literal(&parameter.suffix));
    let repetition = parameter.repetition;
    let Some(inside) = &parameter.regex else {
        let sign = match repetition {
            Repetition::Once => "",
            Repetition::Optional => "?",
            Repetition::ZeroOrMore => "*",
            Repetition::OneOrMore => "+",
        };
        return format!("(?:{prefix}{suffix}){sign}");
    };
    let optional = match repetition {
        Repetition::Optional | Repetition::ZeroOrMore => "?",
        Repetition::Once | Repetition::OneOrMore => "",
    };
    match repetition {
        Repetition::Once | Repetition::Optional => {
            format!("(?:{prefix}({inside}){suffix}){optional}")
        }
        Repetition::ZeroOrMore | Repetition::OneOrMore => {
            format!("(?:{prefix}((?:{inside})(?:{suffix}{prefix}(?:{inside}))*){suffix}){optional}")
        }
    }
}
