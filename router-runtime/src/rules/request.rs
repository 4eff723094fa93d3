//! The parts of a request that rules match.

use axum::http::{HeaderMap, Uri};
use std::collections::BTreeMap;

/// The values of a rule's parameters, percent-encoded for a path.
pub(super) type Params = BTreeMap<String, String>;

/// The parts of a request that rules match.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleRequest<'r> {
    /// The normalized path below the base path, or `None` for a path outside of it.
    pub(crate) path: Option<&'r str>,
    /// The normalized path including the base path.
    pub(crate) full_path: &'r str,
    pub(crate) uri: &'r Uri,
    pub(crate) headers: &'r HeaderMap,
}

impl<'r> RuleRequest<'r> {
    pub(super) fn path(&self, below_base_path: bool) -> Option<&'r str> {
        if below_base_path {
            self.path
        } else {
            Some(self.full_path)
        }
    }
}
