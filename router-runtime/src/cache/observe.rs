//! What the cache counts for the `metrics` crate, and the span of a flight.
//!
//! `unobserved.rs` has the same functions and does nothing; it stands in without the feature `metrics`.

use super::{
    key::Key,
    outcome::{Forwarded, Outcome},
    policy::Policy,
    storable::Unstorable,
};
use metrics::{counter, gauge, histogram};
use std::time::Duration;
use tracing::{Span, field::Empty, info_span};

/// An answer that goes to a client.
pub(super) fn answered(policy: &Policy, outcome: Outcome) {
    let route = policy.route;
    match outcome {
        Outcome::Hit => counter!("rcache_hit", "route" => route).increment(1),
        Outcome::Stale => counter!("rcache_stale", "route" => route).increment(1),
        Outcome::StaleIfError => counter!("rcache_sie", "route" => route).increment(1),
        Outcome::Miss(fetched) => missed(route, "miss", fetched),
        Outcome::Expired(fetched) => missed(route, "stale", fetched),
        Outcome::Revalidated(fetched) => missed(route, "request", fetched),
        Outcome::Bypass(reason) => {
            let reason = reason.detail();
            counter!("rcache_bypass", "route" => route, "reason" => reason).increment(1);
        }
    }
}

fn missed(route: &'static str, fwd: &'static str, fetched: Forwarded) {
    counter!("rcache_miss", "route" => route, "fwd" => fwd).increment(1);
    if fetched.collapsed {
        counter!("rcache_collapsed", "route" => route).increment(1);
    }
}

/// A run that ended with a failure.
pub(super) fn failed(policy: &Policy, kind: &'static str) {
    counter!("rcache_error", "route" => policy.route, "kind" => kind).increment(1);
}

/// An answer that was made, and whether an invalidation or a newer one keeps it out.
pub(super) fn made(policy: &Policy, is_kept: bool) {
    let result = if is_kept { "ok" } else { "rejected_epoch" };
    counter!("rcache_store", "route" => policy.route, "result" => result).increment(1);
}

/// An answer that may not be kept.
pub(super) fn unstorable(policy: &Policy, reason: Unstorable) {
    let (route, word) = (policy.route, reason.word());
    let result = match reason {
        Unstorable::TooLarge => "rejected_size",
        _ => "uncacheable",
    };
    counter!("rcache_store", "route" => route, "result" => result, "reason" => word).increment(1);
}

/// An answer of a route, or data, that made room for others.
pub(super) fn evicted(route: Option<&'static str>) {
    counter!("rcache_evict", "route" => route.unwrap_or(Policy::DATA)).increment(1);
}

/// What is kept, after a change.
#[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
pub(super) fn kept(bytes: impl FnOnce() -> usize, entries: impl FnOnce() -> usize) {
    gauge!("rcache_l1_bytes").set(bytes() as f64);
    gauge!("rcache_entries").set(entries() as f64);
}

/// How many tags are remembered.
#[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
pub(super) fn tags(count: impl FnOnce() -> usize) {
    gauge!("rcache_tag_table").set(count() as f64);
}

/// A flight in the air.
pub(super) struct Flight(&'static str);

impl Flight {
    pub(super) fn start(policy: &Policy) -> Self {
        gauge!("rcache_flights").increment(1);
        Self(policy.route)
    }

    pub(super) fn land(self, took: Duration) {
        histogram!("rcache_generation", "route" => self.0).record(took);
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        gauge!("rcache_flights").decrement(1);
    }
}

/// A request that waits for a flight of another.
pub(super) struct Waiting(&'static str);

impl Waiting {
    pub(super) fn start(policy: &Policy) -> Self {
        gauge!("rcache_waiters").increment(1);
        Self(policy.route)
    }

    pub(super) fn end(self, took: Duration) {
        histogram!("rcache_lock_wait", "route" => self.0).record(took);
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        gauge!("rcache_waiters").decrement(1);
    }
}

/// The span of a flight.
pub(super) fn span(key: &Key, policy: &Policy, epoch: u64, cause: &'static str) -> Span {
    let (key, route) = (key.path(), policy.route);
    info_span!("rcache_flight", key, route, epoch, cause, outcome = Empty)
}

/// How the flight of that span ended.
pub(super) fn landed(span: &Span, outcome: &'static str) {
    span.record("outcome", outcome);
}
