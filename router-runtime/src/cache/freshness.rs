//! The state of a stored answer: a function of its age, its period and its tags.

use super::tags::Verdict;
use std::time::Duration;

/// The state of a stored answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Sent as it is.
    Fresh,
    /// Sent as it is; a new one is made in the background.
    Stale,
    /// Too old even for that.
    Expired,
    /// Invalidated at this epoch.
    Hard(u64),
}

/// How long an answer is fresh and how long it may be sent at all, from the end of its generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lifetime {
    /// Fresh for so long; `None`: for ever.
    pub(crate) revalidate: Option<Duration>,
    /// Sent for so long; `None`: for ever.
    pub(crate) expire: Option<Duration>,
}

/// Marks come before age: an answer past both is HARD, never STALE.
pub(crate) fn state(age: Duration, lifetime: Lifetime, verdict: Verdict) -> State {
    match verdict {
        Verdict::Hard(epoch) => State::Hard(epoch),
        _ if lifetime.expire.is_some_and(|expire| age >= expire) => State::Expired,
        Verdict::Soft => State::Stale,
        Verdict::Valid if lifetime.revalidate.is_some_and(|fresh| age >= fresh) => State::Stale,
        Verdict::Valid => State::Fresh,
    }
}

/// How long a failing handler is left alone while its old answer is sent: the period, 3 s at least and 30 s at most, doubled
/// with each failure up to 60 s, give or take a fifth by `chance` in `0..=1`.
pub(crate) fn back_off(revalidate: Option<Duration>, failures: u32, chance: f64) -> Duration {
    let least = Duration::from_secs(3);
    let most = Duration::from_secs(30);
    let first = revalidate.map_or(most, |period| period.clamp(least, most));
    let step = first
        .saturating_mul(1 << failures.saturating_sub(1).min(8))
        .min(Duration::from_secs(60));
    step.mul_f64(0.8 + 0.4 * chance)
}
