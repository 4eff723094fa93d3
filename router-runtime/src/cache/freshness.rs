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

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_state_follows_from_age_period_and_tags() {
        let forever = Lifetime {
            revalidate: None,
            expire: None,
        };
        let lives = Lifetime {
            revalidate: Some(seconds(60)),
            expire: Some(seconds(90)),
        };
        let at_once = Lifetime {
            revalidate: Some(seconds(60)),
            expire: Some(seconds(60)),
        };
        let just_below = |limit: u64| seconds(limit - 1) + Duration::from_nanos(999_999_999);
        for (age, lifetime, verdict, expected) in [
            (seconds(0), lives, Verdict::Valid, State::Fresh),
            (just_below(60), lives, Verdict::Valid, State::Fresh),
            (seconds(60), lives, Verdict::Valid, State::Stale),
            (just_below(90), lives, Verdict::Valid, State::Stale),
            (seconds(90), lives, Verdict::Valid, State::Expired),
            (seconds(60), at_once, Verdict::Valid, State::Expired),
            (seconds(1 << 40), forever, Verdict::Valid, State::Fresh),
            (seconds(0), lives, Verdict::Soft, State::Stale),
            (seconds(90), lives, Verdict::Soft, State::Expired),
            (seconds(0), forever, Verdict::Soft, State::Stale),
            (seconds(0), lives, Verdict::Hard(7), State::Hard(7)),
            (seconds(60), lives, Verdict::Hard(7), State::Hard(7)),
            (seconds(90), lives, Verdict::Hard(7), State::Hard(7)),
        ] {
            assert_eq!(
                state(age, lifetime, verdict),
                expected,
                "{age:?} {lifetime:?} {verdict:?}"
            );
        }
    }

    #[test]
    fn case_40_each_failure_doubles_the_pause() {
        for (period, steps) in [
            (Some(2), [3, 6, 12, 24, 48, 60]),
            (Some(10), [10, 20, 40, 60, 60, 60]),
            (Some(3_600), [30, 60, 60, 60, 60, 60]),
            (None, [30, 60, 60, 60, 60, 60]),
        ] {
            for (failures, step) in (1..).zip(steps) {
                let pause = |chance| back_off(period.map(seconds), failures, chance);
                assert_eq!(pause(0.5), seconds(step), "{period:?} {failures}");
                assert_eq!(pause(0.0), seconds(step).mul_f64(0.8));
                assert_eq!(pause(1.0), seconds(step).mul_f64(1.2));
            }
        }
        assert_eq!(back_off(None, u32::MAX, 0.5), seconds(60));
    }
}
