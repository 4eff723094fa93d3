//! Entries: stored responses and their state.

use crate::cache::{
    clock::nanoseconds,
    freshness::{self, Freshness, Lifetime},
    http::stored_response::StoredResponse,
    key::Key,
    tag_table::{Registration, TagTable, Validity},
    variant_table::VariantUses,
};
use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};
#[cfg(feature = "second-tier")]
use {
    std::sync::{Mutex, PoisonError},
    tokio::time::Instant,
};

/// The weight of a slot in addition to its key, headers and body: its own size, and its place in the map, which has room for more.
pub(super) const BASE_WEIGHT: usize = size_of::<Entry>() + 256;

/// The order of generations: by the epoch before their start, then by their start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Generation {
    pub(crate) epoch: u64,
    pub(crate) started: u64,
}

/// The times of a new entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryTimes {
    pub(crate) created: Duration,
    /// Its age at that time.
    pub(crate) past: Duration,
    pub(crate) lifetime: Lifetime,
    /// The age from which it is revalidated; `None`: never.
    pub(crate) revalidate_at: Option<Duration>,
}

/// A stored response and its state. Times are those of the cache's clock.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) response: StoredResponse,
    pub(crate) generation: Generation,
    /// The time at which it was created here.
    created: Duration,
    /// The age that it had then: 0, or that of a record of the second tier.
    past: Duration,
    pub(crate) lifetime: Lifetime,
    /// The size in bytes, including the key.
    weight: usize,
    /// `true` if a background revalidation is queued.
    pub(crate) is_queued: AtomicBool,
    /// The age from which it is revalidated; `None`: never.
    revalidate_at: Option<Duration>,
    /// The time until which it is a plain hit unless it is invalidated.
    hit_until: Duration,
    tags: Registration,
    /// The latest epoch at which its tags were found valid.
    verified: AtomicU64,
    failures: AtomicU32,
    /// The number of times it was sent, if its path has variants and it is stored.
    uses: OnceLock<Arc<VariantUses>>,
    /// The time of the next attempt after a failure, in nanoseconds.
    retry_at: AtomicU64,
    /// The time until which its regeneration is left to another instance.
    #[cfg(feature = "second-tier")]
    left_until: Mutex<Option<Instant>>,
    /// The time of the first failure since it may not be sent any more, in nanoseconds; 0 if there was none.
    failing_since: AtomicU64,
}

impl Entry {
    pub(crate) fn new(
        response: StoredResponse,
        generation: Generation,
        times: EntryTimes,
        key: &Key,
        tags: Registration,
    ) -> Self {
        let EntryTimes {
            created,
            past,
            lifetime,
            revalidate_at,
        } = times;
        let ages = [revalidate_at, lifetime.revalidate, lifetime.expire];
        let hit_until = match ages.into_iter().flatten().min() {
            // An error is rendered for each request.
            _ if response.cause.is_some() => Duration::ZERO,
            Some(age) => created.saturating_add(age.saturating_sub(past)),
            None => Duration::MAX,
        };
        Self {
            weight: key.weight() + BASE_WEIGHT + response.weight(),
            is_queued: AtomicBool::new(false),
            response,
            generation,
            created,
            past,
            lifetime,
            revalidate_at,
            hit_until,
            tags,
            verified: AtomicU64::new(generation.epoch),
            failures: AtomicU32::new(0),
            uses: OnceLock::new(),
            retry_at: AtomicU64::new(0),
            #[cfg(feature = "second-tier")]
            left_until: Mutex::new(None),
            failing_since: AtomicU64::new(0),
        }
    }

    /// The size in bytes, including the key and the compressed forms that are made.
    pub(crate) fn weight(&self) -> usize {
        self.weight + self.response.forms.weight()
    }

    pub(crate) fn age(&self, now: Duration) -> Duration {
        now.saturating_sub(self.created).saturating_add(self.past)
    }

    /// Returns `true` if it is fresh, need not be revalidated yet, and is not an error.
    #[inline]
    pub(crate) fn is_fast_hit(&self, tags: &TagTable, now: Duration) -> bool {
        now < self.hit_until && self.is_valid(tags)
    }

    /// Returns `true` if none of its tags was invalidated. They are read only if anything was invalidated since the last check.
    #[inline]
    fn is_valid(&self, tags: &TagTable) -> bool {
        let epoch = tags.epoch();
        if epoch == self.verified.load(Ordering::Relaxed) {
            return true;
        }
        let is_valid = self.tags.is_valid(self.generation.epoch);
        if is_valid {
            self.verified.fetch_max(epoch, Ordering::Relaxed);
        }
        is_valid
    }

    /// Returns its validity by its tags.
    pub(crate) fn validity(&self, now: Duration) -> Validity {
        self.tags.validity(self.generation.epoch, now)
    }

    /// Returns its freshness.
    pub(crate) fn freshness(&self, tags: &TagTable, now: Duration) -> Freshness {
        let validity = if self.is_valid(tags) {
            Validity::Valid
        } else {
            self.validity(now)
        };
        freshness::freshness(self.age(now), self.lifetime, validity)
    }

    /// Returns `true` if a hit should be revalidated in the background: some entries are revalidated before they are stale.
    pub(crate) fn is_due(&self, now: Duration) -> bool {
        self.revalidate_at.is_some_and(|age| self.age(now) >= age)
    }

    /// Returns `true` if a stale entry should be revalidated in the background: not during a back-off, and not while the revalidation
    /// of a burst is delayed.
    pub(crate) fn is_due_when_stale(&self, now: Duration) -> bool {
        let age = self.age(now);
        self.may_retry(now)
            && (self.revalidate_at.is_none_or(|at| age >= at)
                || age < self.lifetime.revalidate.unwrap_or(Duration::MAX))
    }

    /// Leaves its regeneration to another instance for this time.
    #[cfg(feature = "second-tier")]
    pub(crate) fn leave_for(&self, time: Duration) {
        let mut until = self
            .left_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *until = Instant::now().checked_add(time);
    }

    /// Returns `true` while its regeneration is left to another instance.
    #[cfg(feature = "second-tier")]
    pub(crate) fn is_left(&self) -> bool {
        let until = self
            .left_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| Instant::now() < until)
    }

    /// Returns `true` if the handler failed since the entry was stored.
    pub(crate) fn is_failing(&self) -> bool {
        self.failures.load(Ordering::Relaxed) > 0
    }

    /// Counts one use, if its path has variants.
    #[inline]
    pub(crate) fn count_use(&self) {
        if let Some(uses) = self.uses.get() {
            uses.count();
        }
    }

    /// Counts its uses there from now on.
    pub(super) fn count_uses_in(&self, uses: Arc<VariantUses>) {
        self.uses.get_or_init(|| uses);
    }

    /// Returns `true` if no back-off is in progress.
    pub(crate) fn may_retry(&self, now: Duration) -> bool {
        nanoseconds(now) >= self.retry_at.load(Ordering::Relaxed)
    }

    /// The time until the next attempt, at least a second.
    pub(crate) fn retry_in(&self, now: Duration) -> Duration {
        let at = Duration::from_nanos(self.retry_at.load(Ordering::Relaxed));
        at.saturating_sub(now).max(Duration::from_secs(1))
    }

    /// Records a failure of the handler, and starts a back-off.
    pub(crate) fn record_failure(&self, now: Duration, chance: f64) {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
        let pause = freshness::back_off(self.lifetime.revalidate, failures, chance);
        self.retry_at
            .store(nanoseconds(now + pause), Ordering::Relaxed);
    }

    /// Notes the time of the first failure. Returns `true` while `stale_if_error` allows sending it, expired or invalidated.
    pub(crate) fn begin_replacing_failure(
        &self,
        now: Duration,
        stale_if_error: Option<Duration>,
    ) -> bool {
        let Some(limit) = stale_if_error else {
            return false;
        };
        let now = nanoseconds(now).max(1);
        let since = self
            .failing_since
            .compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed)
            .map_or_else(|since| since, |_| now);
        now - since.min(now) <= nanoseconds(limit)
    }

    /// Returns `true` if it is sent for a failure already, during the back-off.
    pub(crate) fn replaces_failure(&self, now: Duration, stale_if_error: Option<Duration>) -> bool {
        self.failing_since.load(Ordering::Relaxed) != 0
            && !self.may_retry(now)
            && self.begin_replacing_failure(now, stale_if_error)
    }
}
