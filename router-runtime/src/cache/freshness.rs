//! The freshness of an entry: a function of its age, its lifetime and its tags.

use super::tag_table::Validity;
use std::time::Duration;

/// The state of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// Sent unchanged.
    Fresh,
    /// Sent unchanged, while a new response is generated in the background.
    Stale,
    /// Past its lifetime: not sent any more.
    Expired,
    /// Invalidated by a hard invalidation: not sent any more.
    Invalidated,
}

/// The time for which an entry is fresh and the time for which it may be sent, both from the end of its generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lifetime {
    /// The time for which it is fresh; `None`: forever.
    pub(crate) revalidate: Option<Duration>,
    /// The time for which it may be sent; `None`: forever.
    pub(crate) expire: Option<Duration>,
}

/// Returns the freshness of an entry. A hard invalidation comes before age, and expiry before a soft invalidation.
pub(crate) fn freshness(age: Duration, lifetime: Lifetime, validity: Validity) -> Freshness {
    match validity {
        Validity::Hard(_) => Freshness::Invalidated,
        _ if lifetime.expire.is_some_and(|expire| age >= expire) => Freshness::Expired,
        Validity::Soft => Freshness::Stale,
        Validity::Valid if lifetime.revalidate.is_some_and(|fresh| age >= fresh) => {
            Freshness::Stale
        }
        Validity::Valid => Freshness::Fresh,
    }
}

/// Returns the pause after that many failures in a row: the period, at least 3 s and at most 30 s, doubled with each failure up to
/// 60 s, ± 20 % by `chance` in `0..=1`.
pub(crate) fn back_off(revalidate: Option<Duration>, failures: u32, chance: f64) -> Duration {
    let min = Duration::from_secs(3);
    let max = Duration::from_secs(30);
    let first = revalidate.map_or(max, |period| period.clamp(min, max));
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
    fn freshness_follows_from_age_lifetime_and_tags() {
        let forever = Lifetime {
            revalidate: None,
            expire: None,
        };
        let minute = Lifetime {
            revalidate: Some(seconds(60)),
            expire: Some(seconds(90)),
        };
        let no_stale = Lifetime {
            revalidate: Some(seconds(60)),
            expire: Some(seconds(60)),
        };
        let just_before = |limit: u64| seconds(limit - 1) + Duration::from_nanos(999_999_999);
        for (age, lifetime, validity, expected) in [
            (seconds(0), minute, Validity::Valid, Freshness::Fresh),
            (just_before(60), minute, Validity::Valid, Freshness::Fresh),
            (seconds(60), minute, Validity::Valid, Freshness::Stale),
            (just_before(90), minute, Validity::Valid, Freshness::Stale),
            (seconds(90), minute, Validity::Valid, Freshness::Expired),
            (seconds(60), no_stale, Validity::Valid, Freshness::Expired),
            (seconds(1 << 40), forever, Validity::Valid, Freshness::Fresh),
            (seconds(0), minute, Validity::Soft, Freshness::Stale),
            (seconds(90), minute, Validity::Soft, Freshness::Expired),
            (seconds(0), forever, Validity::Soft, Freshness::Stale),
            (
                seconds(0),
                minute,
                Validity::Hard(7),
                Freshness::Invalidated,
            ),
            (
                seconds(60),
                minute,
                Validity::Hard(7),
                Freshness::Invalidated,
            ),
            (
                seconds(90),
                minute,
                Validity::Hard(7),
                Freshness::Invalidated,
            ),
        ] {
            assert_eq!(
                freshness(age, lifetime, validity),
                expected,
                "{age:?} {lifetime:?} {validity:?}"
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
