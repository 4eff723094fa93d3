//! A rule that cannot be.

use std::fmt;

/// A rule that cannot be, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    rule: String,
    problem: String,
}

impl RuleError {
    pub(super) fn new(rule: impl fmt::Display, problem: impl fmt::Display) -> Self {
        Self {
            rule: rule.to_string(),
            problem: problem.to_string(),
        }
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.problem)
    }
}

impl std::error::Error for RuleError {}
