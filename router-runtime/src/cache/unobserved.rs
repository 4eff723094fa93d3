//! `observe` without the feature `metrics`: nothing is counted.

#![expect(clippy::unused_self, reason = "they look as those of `observe`")]

use super::{key::Key, outcome::Outcome, policy::Policy, storable::Unstorable};
use std::time::Duration;
use tracing::Span;

pub(super) fn answered(_: &Policy, _: Outcome) {}

pub(super) fn failed(_: &Policy, _: &'static str) {}

pub(super) fn made(_: &Policy, _: bool) {}

pub(super) fn unstorable(_: &Policy, _: Unstorable) {}

pub(super) fn evicted(_: Option<&str>) {}

pub(super) fn kept(_: impl FnOnce() -> usize, _: impl FnOnce() -> usize) {}

pub(super) fn tags(_: impl FnOnce() -> usize) {}

pub(super) struct Flight;

impl Flight {
    pub(super) fn start(_: &Policy) -> Self {
        Self
    }

    pub(super) fn land(self, _: Duration) {}
}

pub(super) struct Waiting;

impl Waiting {
    pub(super) fn start(_: &Policy) -> Self {
        Self
    }

    pub(super) fn end(self, _: Duration) {}
}

pub(super) fn span(_: &Key, _: &Policy, _: u64, _: &'static str) -> Span {
    Span::none()
}

pub(super) fn landed(_: &Span, _: &'static str) {}
