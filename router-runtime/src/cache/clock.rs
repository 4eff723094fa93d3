//! The source of time: a monotonic clock for ages and timeouts, and the date that belongs to it.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Poll, Waker},
    time::{Duration, SystemTime},
};
use tokio::time::Instant;

/// A monotonic clock that starts at zero when it is created. Clones show the same time.
#[derive(Clone, Debug)]
pub struct Clock {
    source: TimeSource,
    born: SystemTime,
}

#[derive(Clone, Debug)]
enum TimeSource {
    /// The clock of tokio, which a test may pause.
    Running(Instant),
    /// A clock that a test advances.
    #[cfg_attr(
        not(any(test, feature = "testing")),
        expect(dead_code, reason = "only tests advance a clock")
    )]
    Manual(Arc<Manual>),
}

#[derive(Debug, Default)]
struct Manual {
    nanoseconds: AtomicU64,
    sleepers: Mutex<Vec<Waker>>,
}

impl Default for Clock {
    fn default() -> Self {
        Self::of(TimeSource::Running(Instant::now()))
    }
}

impl Clock {
    /// Creates a clock that only [`advance`](Self::advance) moves.
    #[cfg(any(test, feature = "testing"))]
    pub fn new() -> Self {
        Self::of(TimeSource::Manual(Arc::default()))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the date is read once; later dates follow from the monotonic clock"
    )]
    fn of(source: TimeSource) -> Self {
        Self {
            source,
            born: SystemTime::now(),
        }
    }

    /// Advances a clock created by `new`, and wakes the tasks that sleep on it. Has no effect on the default clock.
    #[cfg(any(test, feature = "testing"))]
    pub fn advance(&self, by: Duration) {
        if let TimeSource::Manual(manual) = &self.source {
            manual
                .nanoseconds
                .fetch_add(nanoseconds(by), Ordering::AcqRel);
            let sleepers = std::mem::take(
                &mut *manual
                    .sleepers
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner),
            );
            sleepers.into_iter().for_each(Waker::wake);
        }
    }

    /// Returns `true` if a test advances it. Operations on a store have no deadline then, since the machine may be busy.
    #[cfg_attr(
        not(feature = "disk"),
        expect(dead_code, reason = "only the file needs it")
    )]
    pub(crate) fn is_manual(&self) -> bool {
        matches!(self.source, TimeSource::Manual(_))
    }

    /// Returns the moment at which it showed zero, unless a test advances it.
    #[cfg(feature = "second-tier")]
    pub(crate) fn start(&self) -> Option<Instant> {
        match &self.source {
            TimeSource::Running(start) => Some(*start),
            TimeSource::Manual(_) => None,
        }
    }

    /// The time since the clock was created.
    #[inline]
    pub(crate) fn now(&self) -> Duration {
        match &self.source {
            TimeSource::Running(start) => start.elapsed(),
            TimeSource::Manual(manual) => {
                Duration::from_nanos(manual.nanoseconds.load(Ordering::Acquire))
            }
        }
    }

    /// Returns the date at which the clock shows `at`.
    pub(crate) fn date(&self, at: Duration) -> SystemTime {
        self.born + at
    }

    /// Waits until the clock shows `at`.
    pub(crate) async fn sleep_until(&self, at: Duration) {
        match &self.source {
            TimeSource::Running(start) => match start.checked_add(at) {
                Some(at) => tokio::time::sleep_until(at).await,
                // Beyond the range of the system's clock.
                None => std::future::pending().await,
            },
            TimeSource::Manual(manual) => {
                std::future::poll_fn(|context| {
                    let mut sleepers = manual
                        .sleepers
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner);
                    if self.now() >= at {
                        return Poll::Ready(());
                    }
                    if !sleepers
                        .iter()
                        .any(|waker| waker.will_wake(context.waker()))
                    {
                        sleepers.push(context.waker().clone());
                    }
                    Poll::Pending
                })
                .await;
            }
        }
    }
}

/// The number of nanoseconds, at most `u64::MAX`.
#[inline]
pub(super) fn nanoseconds(time: Duration) -> u64 {
    let whole = time.as_secs().saturating_mul(1_000_000_000);
    whole.saturating_add(time.subsec_nanos().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanoseconds_are_whole_numbers() {
        for time in [
            Duration::ZERO,
            Duration::new(3, 999_999_999),
            Duration::from_nanos(u64::MAX),
        ] {
            assert_eq!(u128::from(nanoseconds(time)), time.as_nanos());
        }
        assert_eq!(nanoseconds(Duration::MAX), u64::MAX);
    }

    #[tokio::test]
    async fn a_sleeper_wakes_when_the_clock_reaches_its_time() {
        let clock = Clock::new();
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(Duration::from_secs(2)).await }
        });
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(1));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(Duration::from_secs(1));
        sleeper.await.unwrap();
        assert_eq!(clock.now(), Duration::from_secs(2));
    }
}
