//! The mistakes that must not compile, one family of rules per file.

use crate::{diagnostics::Problem, tree::RouteTree};

/// Everything that is wrong with a tree, sorted by file and position.
pub(crate) fn check(_tree: &RouteTree, _shown_as: &str) -> Vec<Problem> {
    Vec::new()
}
