//! One answer in memory with what happened to it since, or the note that a key cannot be cached.

use super::{
    answer::{self, Prepared},
    clock::Clock,
    entry::Entry,
    freshness::{self, Lifetime, State},
    key::Key,
    tags::{TagTable, Verdict},
};
use arc_swap::{ArcSwapOption, Guard};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

/// How long a key whose answer could not be stored goes by the cache.
const UNCACHEABLE_FOR: Duration = Duration::from_secs(120);

/// What each cell is said to weigh beside its key, headers and body, so that empty ones are bounded too.
pub(crate) const FLOOR: usize = 256;

/// The order of generations: by the epoch before their start, then by their start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Generation {
    pub(crate) epoch: u64,
    pub(crate) started: u64,
}

/// What is kept under a key.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "it stands behind an `Arc` and most are answers"
)]
pub(crate) enum Cell {
    /// An answer.
    Stored(Stored),
    /// The last answer could not be stored; until then requests run in parallel.
    Uncacheable {
        until: Duration,
        generation: Generation,
        weight: usize,
    },
}

/// An answer and what happened to it since.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) entry: Entry,
    pub(crate) generation: Generation,
    /// When its generation ended.
    pub(crate) created: Duration,
    pub(crate) lifetime: Lifetime,
    weight: usize,
    /// Whether a new answer waits for its turn in the background.
    pub(crate) queued: AtomicBool,
    /// The heads of a hit, which are the same for a second.
    prepared: ArcSwapOption<Prepared>,
    /// The age at which a new one is made.
    pub(crate) refresh: Option<Duration>,
    /// Until when nothing but a mark can come between it and its clients.
    plain_until: Duration,
    /// The latest epoch at which its tags were found unmarked.
    verified: AtomicU64,
    failures: AtomicU32,
    retry_at: AtomicU64,
    /// When the handler first failed for want of an answer that may be sent; 0 if it did not.
    failing_since: AtomicU64,
}

impl Cell {
    pub(crate) fn generation(&self) -> Generation {
        match self {
            Self::Stored(stored) => stored.generation,
            Self::Uncacheable { generation, .. } => *generation,
        }
    }

    /// The mark of a key whose answer could not be stored.
    pub(crate) fn uncacheable(key: &Key, generation: Generation, now: Duration) -> Self {
        Self::Uncacheable {
            until: now + UNCACHEABLE_FOR,
            generation,
            weight: key.weight() + FLOOR,
        }
    }

    /// The bytes that it takes, with its key.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Stored(stored) => stored.weight,
            Self::Uncacheable { weight, .. } => *weight,
        }
    }

    pub(crate) fn stored(&self) -> Option<&Stored> {
        match self {
            Self::Stored(stored) => Some(stored),
            Self::Uncacheable { .. } => None,
        }
    }
}

impl Stored {
    pub(crate) fn new(
        entry: Entry,
        generation: Generation,
        created: Duration,
        lifetime: Lifetime,
        key: &Key,
    ) -> Self {
        Self {
            // Each of the prepared sets of headers takes at most as much as that of the entry.
            weight: key.weight() + FLOOR + 3 * entry.weight() - 2 * entry.body.len(),
            queued: AtomicBool::new(false),
            prepared: ArcSwapOption::empty(),
            entry,
            generation,
            created,
            lifetime,
            refresh: lifetime.revalidate,
            plain_until: until(created, [lifetime.revalidate, lifetime.expire]),
            verified: AtomicU64::new(generation.epoch),
            failures: AtomicU32::new(0),
            retry_at: AtomicU64::new(0),
            failing_since: AtomicU64::new(0),
        }
    }

    /// Sets the age at which a new one is made.
    pub(crate) fn refresh_at(&mut self, age: Option<Duration>) {
        self.refresh = age;
        let Lifetime { revalidate, expire } = self.lifetime;
        self.plain_until = until(self.created, [age, revalidate, expire]);
    }

    /// Whether it is fresh, and no refresh is due.
    pub(crate) fn is_plain_hit(&self, tags: &TagTable, now: Duration) -> bool {
        now < self.plain_until && tags.epoch() == self.verified.load(Ordering::Relaxed)
    }

    /// The heads of a hit, unless there is more to be decided about it: made in this second of its age, while it is fresh,
    /// not due for a refresh, and nothing was invalidated since the last look at its tags.
    #[inline]
    pub(crate) fn ready(
        &self,
        tags: &TagTable,
        clock: &Clock,
    ) -> Option<Guard<Option<Arc<Prepared>>>> {
        let prepared = self.prepared.load();
        let is_ready = tags.epoch() == self.verified.load(Ordering::Relaxed)
            && prepared
                .as_ref()
                .is_some_and(|prepared| !clock.has_reached(prepared.until));
        is_ready.then_some(prepared)
    }

    /// Makes the heads of a hit, for the rest of this second of its age.
    pub(crate) fn prepare(&self, clock: &Clock, now: Duration) -> Arc<Prepared> {
        let age = self.age(now);
        let next = Duration::from_secs(age.as_secs().saturating_add(1));
        let until = self.plain_until.min(self.created.saturating_add(next));
        let until = clock.moment(until);
        let prepared = Arc::new(answer::prepared(&self.entry, self.lifetime, age, until));
        self.prepared.store(Some(Arc::clone(&prepared)));
        prepared
    }

    pub(crate) fn age(&self, now: Duration) -> Duration {
        now.saturating_sub(self.created)
    }

    /// Its state. As long as nothing was invalidated since the last look, no tag is looked up.
    pub(crate) fn state(&self, tags: &TagTable, now: Duration) -> State {
        let epoch = tags.epoch();
        let verdict = if epoch == self.verified.load(Ordering::Relaxed) {
            Verdict::Valid
        } else {
            let verdict = tags.verdict(self.entry.tags(), self.generation.epoch, now);
            if verdict == Verdict::Valid {
                self.verified.fetch_max(epoch, Ordering::Relaxed);
            }
            verdict
        };
        freshness::state(self.age(now), self.lifetime, verdict)
    }

    /// Whether the handler failed since this answer was made.
    pub(crate) fn is_failing(&self) -> bool {
        self.failures.load(Ordering::Relaxed) > 0
    }

    /// Whether the handler may be tried.
    pub(crate) fn may_retry(&self, now: Duration) -> bool {
        nanoseconds(now) >= self.retry_at.load(Ordering::Relaxed)
    }

    /// The time until the handler may be tried, a second at least.
    pub(crate) fn retry_in(&self, now: Duration) -> Duration {
        let at = Duration::from_nanos(self.retry_at.load(Ordering::Relaxed));
        at.saturating_sub(now).max(Duration::from_secs(1))
    }

    /// Notes that the handler failed, and puts off the next try.
    pub(crate) fn failed(&self, now: Duration, chance: f64) {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
        let pause = freshness::back_off(self.lifetime.revalidate, failures, chance);
        self.retry_at
            .store(nanoseconds(now + pause), Ordering::Relaxed);
    }

    /// Whether this answer, too old or invalidated, stands in for a handler that failed just now.
    pub(crate) fn stands_in(&self, now: Duration, stale_if_error: Option<Duration>) -> bool {
        let Some(limit) = stale_if_error else {
            return false;
        };
        let at = nanoseconds(now).max(1);
        let since =
            match self
                .failing_since
                .compare_exchange(0, at, Ordering::Relaxed, Ordering::Relaxed)
            {
                Ok(_) => at,
                Err(since) => since,
            };
        at - since.min(at) <= nanoseconds(limit)
    }

    /// Whether it stands in already, and the handler is not due for another try.
    pub(crate) fn still_stands_in(&self, now: Duration, stale_if_error: Option<Duration>) -> bool {
        self.failing_since.load(Ordering::Relaxed) != 0
            && !self.may_retry(now)
            && self.stands_in(now, stale_if_error)
    }
}

/// When the first of these ages is reached.
fn until<const N: usize>(created: Duration, ages: [Option<Duration>; N]) -> Duration {
    let first = ages.into_iter().flatten().min();
    first.map_or(Duration::MAX, |age| created.saturating_add(age))
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
