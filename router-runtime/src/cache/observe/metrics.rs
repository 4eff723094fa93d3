//! Metrics for the recorder that the program installs.

use crate::cache::{
    key::Key,
    outcome::{Forwarded, Outcome},
    policy::Policy,
    storable::Unstorable,
};
use metrics::{counter, gauge, histogram};
use std::time::Duration;
use tracing::{Span, field::Empty, info_span};

/// Counts a response to a client, or data given to its caller.
pub(crate) fn outcome(policy: &Policy, outcome: Outcome) {
    let route = policy.route;
    match outcome {
        Outcome::Hit => counter!("rcache_hit", "route" => route).increment(1),
        #[cfg(feature = "second-tier")]
        Outcome::Loaded | Outcome::Unconfirmed => {
            counter!("rcache_hit", "route" => route).increment(1);
        }
        Outcome::Stale => counter!("rcache_stale", "route" => route).increment(1),
        Outcome::StaleIfError => counter!("rcache_sie", "route" => route).increment(1),
        Outcome::Miss(forwarded) => miss(route, "miss", forwarded),
        Outcome::Expired(forwarded) => miss(route, "stale", forwarded),
        Outcome::Revalidated(forwarded) => miss(route, "request", forwarded),
        Outcome::Bypass(reason) => {
            let reason = reason.detail();
            counter!("rcache_bypass", "route" => route, "reason" => reason).increment(1);
        }
    }
}

fn miss(route: &'static str, fwd: &'static str, forwarded: Forwarded) {
    counter!("rcache_miss", "route" => route, "fwd" => fwd).increment(1);
    if forwarded.collapsed {
        counter!("rcache_collapsed", "route" => route).increment(1);
    }
}

/// Counts a run that failed.
pub(crate) fn failure(policy: &Policy, kind: &'static str) {
    counter!("rcache_error", "route" => policy.route, "kind" => kind).increment(1);
}

/// Counts a response that was generated; `stored` is false if an invalidation or a newer response prevented storing it.
pub(crate) fn generated(policy: &Policy, stored: bool) {
    let result = if stored { "ok" } else { "rejected_epoch" };
    counter!("rcache_store", "route" => policy.route, "result" => result).increment(1);
}

/// Counts a response that must not be stored.
pub(crate) fn unstorable(policy: &Policy, reason: Unstorable) {
    let (route, name) = (policy.route, reason.name());
    let result = match reason {
        Unstorable::TooLarge => "rejected_size",
        _ => "uncacheable",
    };
    counter!("rcache_store", "route" => route, "result" => result, "reason" => name).increment(1);
}

/// Counts an entry that was evicted; the route is `None` for data.
pub(crate) fn eviction(route: Option<&'static str>) {
    counter!("rcache_evict", "route" => route.unwrap_or(Policy::DATA)).increment(1);
}

/// Records the size of the store after a change.
#[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
pub(crate) fn store_size(bytes: impl FnOnce() -> usize, entries: impl FnOnce() -> usize) {
    gauge!("rcache_l1_bytes").set(bytes() as f64);
    gauge!("rcache_entries").set(entries() as f64);
}

/// Records the size of the tag table after a change.
#[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
pub(crate) fn tag_table_size(tags: impl FnOnce() -> usize) {
    gauge!("rcache_tag_table").set(tags() as f64);
}

/// Counts an operation of the second tier, and records its duration.
#[cfg(feature = "second-tier")]
pub(crate) fn second_tier(
    tier: &'static str,
    operation: &'static str,
    result: &'static str,
    duration: Duration,
) {
    counter!("rcache_l2", "tier" => tier, "operation" => operation, "result" => result)
        .increment(1);
    histogram!("rcache_l2_duration", "tier" => tier, "operation" => operation).record(duration);
}

/// A flight that runs.
pub(crate) struct RunningFlight(&'static str);

impl RunningFlight {
    pub(crate) fn start(policy: &Policy) -> Self {
        gauge!("rcache_flights").increment(1);
        Self(policy.route)
    }

    pub(crate) fn end(self, duration: Duration) {
        histogram!("rcache_generation", "route" => self.0).record(duration);
    }
}

impl Drop for RunningFlight {
    fn drop(&mut self) {
        gauge!("rcache_flights").decrement(1);
    }
}

/// A request that waits for the flight of another.
pub(crate) struct WaitingRequest(&'static str);

impl WaitingRequest {
    pub(crate) fn start(policy: &Policy) -> Self {
        gauge!("rcache_waiters").increment(1);
        Self(policy.route)
    }

    pub(crate) fn end(self, duration: Duration) {
        histogram!("rcache_lock_wait", "route" => self.0).record(duration);
    }
}

impl Drop for WaitingRequest {
    fn drop(&mut self) {
        gauge!("rcache_waiters").decrement(1);
    }
}

/// Returns the span of a flight.
pub(crate) fn span(key: &Key, policy: &Policy, epoch: u64, cause: &'static str) -> Span {
    let (key, route) = (key.path(), policy.route);
    info_span!("rcache_flight", key, route, epoch, cause, outcome = Empty)
}

/// Records the outcome of a flight in its span.
pub(crate) fn flight_outcome(span: &Span, outcome: &'static str) {
    span.record("outcome", outcome);
}
