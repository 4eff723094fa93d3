//! The error of an invalid rule.

use std::fmt;

/// An invalid rule and the reason.
///
/// ```
/// use router_runtime::rules::Redirect;
///
/// let error = Redirect::permanent("old", "/new").check().unwrap_err();
/// assert_eq!(error.to_string(), "redirect from `old` to `/new`: the source must start with `/`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    rule: String,
    reason: String,
}

impl RuleError {
    pub(super) fn new(rule: impl fmt::Display, reason: impl fmt::Display) -> Self {
        Self {
            rule: rule.to_string(),
            reason: reason.to_string(),
        }
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.reason)
    }
}

impl std::error::Error for RuleError {}
