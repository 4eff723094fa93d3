//! The place of a second tier in builds without one.

#![expect(clippy::unused_self, reason = "the signatures are those of `linked`")]

use crate::cache::{options::CacheOptions, policy::Policy};
use std::sync::Arc;

pub(in crate::cache::engine) struct SecondTierLink;

impl SecondTierLink {
    pub(in crate::cache::engine) fn open(_: &CacheOptions, _: &[Option<Arc<Policy>>]) -> Self {
        Self
    }

    pub(in crate::cache::engine) fn is_down(&self) -> bool {
        false
    }

    pub(in crate::cache::engine) fn outdate_seed(&self) {}
}
