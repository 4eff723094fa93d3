//! The functions of `metrics` without the feature: nothing is recorded.

#![expect(clippy::unused_self, reason = "the signatures are those of `metrics`")]

use crate::cache::{key::Key, outcome::Outcome, policy::Policy, storable::Unstorable};
use std::time::Duration;
use tracing::Span;

pub(crate) fn outcome(_: &Policy, _: Outcome) {}

pub(crate) fn failure(_: &Policy, _: &'static str) {}

pub(crate) fn generated(_: &Policy, _: bool) {}

pub(crate) fn unstorable(_: &Policy, _: Unstorable) {}

pub(crate) fn eviction(_: Option<&str>) {}

pub(crate) fn store_size(_: impl FnOnce() -> usize, _: impl FnOnce() -> usize) {}

pub(crate) fn tag_table_size(_: impl FnOnce() -> usize) {}

#[cfg(feature = "second-tier")]
pub(crate) fn second_tier(_: &str, _: &str, _: &str, _: Duration) {}

pub(crate) struct RunningFlight;

impl RunningFlight {
    pub(crate) fn start(_: &Policy) -> Self {
        Self
    }

    pub(crate) fn end(self, _: Duration) {}
}

pub(crate) struct WaitingRequest;

impl WaitingRequest {
    pub(crate) fn start(_: &Policy) -> Self {
        Self
    }

    pub(crate) fn end(self, _: Duration) {}
}

pub(crate) fn span(_: &Key, _: &Policy, _: u64, _: &'static str) -> Span {
    Span::none()
}

pub(crate) fn flight_outcome(_: &Span, _: &'static str) {}
