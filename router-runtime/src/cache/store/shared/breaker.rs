//! The circuit breaker: it gives up a connection on which operations fail.

use std::{collections::VecDeque, time::Duration};
use tokio::time::Instant;

/// The minimum time in which failures are counted.
const WINDOW: Duration = Duration::from_secs(10);

const MAX_FAILURES: usize = 5;
const MAX_TIMEOUTS: usize = 3;

/// The end of an operation that did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OperationFailure {
    /// The server did not respond in time.
    Timeout,
    /// The connection or the server reported an error.
    Error,
}

/// Counts the failures of one connection.
///
/// Five failures or three timeouts open it. They are counted over ten seconds, or over four timeouts if that is longer. While it is open
/// there is no connection, so operations fail at once. A new connection closes it; one is tried about every second.
#[derive(Debug)]
pub(super) struct Breaker {
    /// The time in which failures are counted.
    window: Duration,
    failures: VecDeque<Instant>,
    timeouts: VecDeque<Instant>,
}

impl Breaker {
    /// Creates a breaker for operations with this timeout. Three that follow each other are within the window.
    pub(super) fn new(timeout: Duration) -> Self {
        Self {
            window: WINDOW.max(4 * timeout),
            failures: VecDeque::new(),
            timeouts: VecDeque::new(),
        }
    }

    /// Counts a failure. Returns `true` if the connection has to be given up.
    pub(super) fn record(&mut self, failure: OperationFailure, now: Instant) -> bool {
        let mut is_open = count(&mut self.failures, MAX_FAILURES, self.window, now);
        if failure == OperationFailure::Timeout {
            is_open |= count(&mut self.timeouts, MAX_TIMEOUTS, self.window, now);
        }
        is_open
    }

    /// Forgets the failures of the connection before.
    pub(super) fn close(&mut self) {
        self.failures.clear();
        self.timeouts.clear();
    }
}

/// Adds a time to the latest ones. Returns `true` if there are `max` of them within the window.
fn count(times: &mut VecDeque<Instant>, max: usize, window: Duration, now: Instant) -> bool {
    while times.len() >= max
        || times
            .front()
            .is_some_and(|time| now.duration_since(*time) >= window)
    {
        times.pop_front();
    }
    times.push_back(now);
    times.len() >= max
}

/// Returns the time until the next connection is tried: a second, ± 20 % so that the instances do not all try at once.
pub(super) fn pause(chance: f64) -> Duration {
    Duration::from_secs(1).mul_f64(0.8 + 0.4 * chance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::store::second_tier::BUDGET;
    use tokio::time::advance;

    #[tokio::test(start_paused = true)]
    async fn five_failures_within_ten_seconds_open_it() {
        let mut breaker = Breaker::new(BUDGET);
        for _ in 0..4 {
            assert!(!breaker.record(OperationFailure::Error, Instant::now()));
            advance(Duration::from_secs(2)).await;
        }
        assert!(breaker.record(OperationFailure::Error, Instant::now()));
        breaker.close();
        for _ in 0..20 {
            assert!(!breaker.record(OperationFailure::Error, Instant::now()));
            advance(Duration::from_millis(2_500)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn three_timeouts_within_ten_seconds_open_it() {
        let mut breaker = Breaker::new(BUDGET);
        assert!(!breaker.record(OperationFailure::Timeout, Instant::now()));
        assert!(!breaker.record(OperationFailure::Timeout, Instant::now()));
        advance(WINDOW).await;
        assert!(!breaker.record(OperationFailure::Timeout, Instant::now()));
        assert!(!breaker.record(OperationFailure::Timeout, Instant::now()));
        assert!(breaker.record(OperationFailure::Timeout, Instant::now()));
    }

    #[tokio::test(start_paused = true)]
    async fn slow_operations_one_after_the_other_open_it() {
        let timeout = Duration::from_secs(5);
        let mut breaker = Breaker::new(timeout);
        for is_open in [false, false, true] {
            advance(timeout).await;
            assert_eq!(
                breaker.record(OperationFailure::Timeout, Instant::now()),
                is_open
            );
        }
    }

    #[test]
    fn connections_are_tried_about_every_second() {
        assert_eq!(pause(0.0), Duration::from_millis(800));
        assert_eq!(pause(1.0), Duration::from_millis(1_200));
    }
}
