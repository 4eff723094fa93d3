//! A problem as text.

use std::fmt;

use super::{Place, Problem};

/// The text of a `compile_error!`: the message, each place on a line of its own, the way out.
pub(crate) fn render(problem: &Problem) -> String {
    let mut text = problem.message.clone();
    for place in &problem.places {
        text.push_str(&format!("\n         --> {place}"));
    }
    text.push_str(&format!("\n         = help: {}", problem.help));
    text
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some(at) => write!(f, "{}:{}:{}", self.file, at.line, at.column),
            None => f.write_str(&self.file),
        }
    }
}

/// In the order of the places to mend, each problem once.
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
