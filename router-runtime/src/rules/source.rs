//! Which paths a rule is for.

use super::{
    Params,
    pattern::{Parameter, Piece, Times, parse},
};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use regex_lite::{Regex, escape};
use std::{collections::BTreeSet, fmt::Write as _};

/// What cannot stand in the path of a request as it is.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// A compiled source.
#[derive(Clone, Debug)]
pub(super) struct Source {
    regex: Regex,
    /// For each group of the expression, the parameter that it is.
    names: Vec<Option<String>>,
}

impl Source {
    pub(super) fn compile(source: &str) -> Result<Self, String> {
        if !source.starts_with('/') {
            return Err("its source does not begin with `/`".to_owned());
        }
        let mut regex = "(?i)^".to_owned();
        let mut names = Vec::new();
        let mut seen = BTreeSet::new();
        for piece in parse(source)? {
            match piece {
                Piece::Text(text) => regex += &literal(&text),
                Piece::Parameter(parameter) => {
                    if let Some(name) = &parameter.name
                        && !seen.insert(name.clone())
                    {
                        return Err(format!("`:{name}` stands in its source twice"));
                    }
                    group(&parameter, &mut regex);
                    if parameter.regex.is_some() {
                        names.push(parameter.name);
                    }
                }
            }
        }
        regex.push('$');
        let regex = Regex::new(&regex).map_err(|error| error.to_string())?;
        Ok(Self { regex, names })
    }

    /// The names of its parameters.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().flatten().map(String::as_str)
    }

    /// The parameters of a path that it matches.
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
    escape(&utf8_percent_encode(text, ESCAPED).to_string())
}

/// One parameter as a group with what stands around it. Writing to a `String` cannot fail.
fn group(parameter: &Parameter, regex: &mut String) {
    let (before, after) = (literal(&parameter.prefix), literal(&parameter.suffix));
    let maybe = if parameter.times.may_be_none() {
        "?"
    } else {
        ""
    };
    let Some(inside) = &parameter.regex else {
        let times = match parameter.times {
            Times::Once => "",
            Times::Maybe => "?",
            Times::Many => "*",
            Times::OneOrMore => "+",
        };
        let _ = write!(regex, "(?:{before}{after}){times}");
        return;
    };
    let _ = match parameter.times {
        Times::Once | Times::Maybe => write!(regex, "(?:{before}({inside}){after}){maybe}"),
        Times::Many | Times::OneOrMore => write!(
            regex,
            "(?:{before}((?:{inside})(?:{after}{before}(?:{inside}))*){after}){maybe}"
        ),
    };
}
