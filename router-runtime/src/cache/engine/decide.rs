//! The decision about a request: a function of the slot, the tags, the time and the rules. An entry notes the epoch at which its tags
//! were verified; this saves reading them again, and changes no decision.

use crate::cache::{
    freshness::Freshness,
    outcome::{MissCause, Outcome},
    store::{entry::Entry, slot::Slot},
    tag_table::TagTable,
};
use std::time::Duration;

/// The way to respond to a request.
#[derive(Clone, Copy, Debug)]
pub(super) enum Action<'s> {
    /// Send the entry; if `revalidate`, revalidate it in the background as well.
    Serve {
        entry: &'s Entry,
        outcome: Outcome,
        revalidate: bool,
    },
    /// Wait for a flight.
    Wait(MissCause),
    /// Run the handler for only this request, because the last response could not be stored.
    Bypass,
}

/// The rules that the policy and the requester set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ServeRules {
    /// The time for which an entry that is expired or invalidated replaces a failure.
    pub(super) stale_if_error: Option<Duration>,
    /// `true` if a cached response is made from the data. Made from stale data, the response would live longer than the data, so the
    /// request waits for new data.
    pub(super) is_used_by_response: bool,
}

/// Decides how to respond to a request with this slot.
pub(super) fn decide<'s>(
    slot: Option<&'s Slot>,
    tags: &TagTable,
    now: Duration,
    rules: ServeRules,
) -> Action<'s> {
    let entry = match slot {
        Some(Slot::Stored(entry)) => entry,
        Some(Slot::Uncacheable { until, .. }) if now < *until => {
            return Action::Bypass;
        }
        Some(Slot::Uncacheable { .. }) | None => return Action::Wait(MissCause::Absent),
    };
    let (outcome, revalidate) = match entry.freshness(tags, now) {
        Freshness::Fresh => (Outcome::Hit, entry.is_due(now)),
        Freshness::Stale if rules.is_used_by_response && entry.may_retry(now) => {
            return Action::Wait(MissCause::Stale);
        }
        Freshness::Stale if entry.is_failing() => {
            (Outcome::StaleIfError, entry.is_due_when_stale(now))
        }
        Freshness::Stale => (Outcome::Stale, entry.is_due_when_stale(now)),
        Freshness::Expired | Freshness::Invalidated
            if entry.replaces_failure(now, rules.stale_if_error) =>
        {
            (Outcome::StaleIfError, false)
        }
        Freshness::Expired => return Action::Wait(MissCause::Stale),
        Freshness::Invalidated => return Action::Wait(MissCause::Invalidated),
    };
    Action::Serve {
        entry,
        outcome,
        revalidate,
    }
}

#[cfg(test)]
#[path = "decide/tests.rs"]
mod tests;
