//! Problems as text.

use super::{
    code::Code,
    problem::{Place, Problem},
};
use crate::unicode::invisible;
use std::fmt;

/// The text of a `compile_error!`: code and message, each place on a separate line, then the help.
pub(crate) fn render(problem: &Problem) -> String {
    let mut lines = vec![format!("{} {}", problem.code, problem.message)];
    lines.extend(problem.places.iter().map(|place| format!("--> {place}")));
    lines.push(format!("= help: {}", problem.help));
    lines.join("\n         ")
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.number())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut file = self.file.replace(char::is_control, "\u{fffd}");
        while let Some(letter) = invisible(&file) {
            file = file.replace(letter, &letter.escape_unicode().to_string());
        }
        f.write_str(&file)?;
        match self.at {
            Some(at) => write!(f, ":{}:{}", at.line, at.column),
            None => Ok(()),
        }
    }
}

/// The problems sorted by their first place, without duplicates.
pub(crate) fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    let key = |problem: &Problem| {
        let place = problem.places.first();
        (
            place.map(|it| it.file.clone()),
            place.and_then(|it| it.at),
            problem.message.clone(),
        )
    };
    problems.sort_by_key(key);
    problems.dedup();
    problems
}
