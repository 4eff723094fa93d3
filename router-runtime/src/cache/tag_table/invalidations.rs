//! The invalidations of one tag.

use super::super::{
    sync::{AtomicU64, Ordering},
    tag::Tag,
};
use crate::cache::clock::nanoseconds;
use std::time::Duration;

/// The strictness of an invalidation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Invalidation {
    /// The next request waits for a new response.
    Hard,
    /// The next request gets the stale response, and a new one is generated in the background.
    Soft {
        /// The time on the cache's clock at which the invalidation becomes hard.
        deadline: Option<Duration>,
    },
}

/// The state of an entry according to its tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Validity {
    /// No tag was invalidated since the generation started.
    Valid,
    /// Only soft invalidations.
    Soft,
    /// A hard invalidation at this epoch.
    Hard(u64),
}

impl Validity {
    /// Returns the stricter of two.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Hard(one), Self::Hard(other)) => Self::Hard(one.max(other)),
            (Self::Hard(at), _) | (_, Self::Hard(at)) => Self::Hard(at),
            (Self::Soft, _) | (_, Self::Soft) => Self::Soft,
            (Self::Valid, Self::Valid) => Self::Valid,
        }
    }
}

/// The latest invalidations of one tag, by epoch; 0 if there was none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TagInvalidations {
    hard: u64,
    soft: u64,
    deadline: Option<Duration>,
}

impl TagInvalidations {
    pub(super) fn latest(&self) -> u64 {
        self.hard.max(self.soft)
    }

    pub(super) fn add(&mut self, invalidation: Invalidation, epoch: u64, now: Duration) {
        match invalidation {
            Invalidation::Hard => self.hard = epoch,
            Invalidation::Soft { deadline } => {
                let earlier = self.deadline.filter(|_| self.soft > self.hard);
                self.deadline = match earlier {
                    Some(passed) if passed <= now => {
                        self.hard = self.soft;
                        deadline
                    }
                    // The earlier deadline holds for both: this errs towards regeneration.
                    Some(earlier) => Some(deadline.map_or(earlier, |at| at.min(earlier))),
                    None => deadline,
                };
                self.soft = epoch;
            }
        }
    }

    /// Returns the validity of an entry whose generation started at `epoch`.
    #[inline]
    pub(super) fn validity(&self, epoch: u64, now: Duration) -> Validity {
        if self.latest() <= epoch {
            return Validity::Valid;
        }
        let is_past_deadline = self.deadline.is_some_and(|at| at <= now);
        let hard = if is_past_deadline {
            self.latest()
        } else {
            self.hard
        };
        if hard > epoch {
            Validity::Hard(hard)
        } else {
            Validity::Soft
        }
    }
}

/// A registered tag, whose invalidations are read without a lock, and written under that of the table.
#[derive(Debug)]
pub(super) struct TagState {
    tag: Tag,
    hard: AtomicU64,
    soft: AtomicU64,
    /// In nanoseconds; [`NO_DEADLINE`] without one.
    deadline: AtomicU64,
}

/// As the number of nanoseconds of a time that is too late for one.
const NO_DEADLINE: u64 = u64::MAX;

impl TagState {
    pub(super) fn new(tag: Tag, invalidations: TagInvalidations) -> Self {
        Self {
            tag,
            hard: AtomicU64::new(invalidations.hard),
            soft: AtomicU64::new(invalidations.soft),
            deadline: AtomicU64::new(invalidations.deadline.map_or(NO_DEADLINE, nanoseconds)),
        }
    }

    pub(super) fn tag(&self) -> &Tag {
        &self.tag
    }

    /// Reads the invalidations, in the opposite order of [`update`](Self::update): a reader that sees only some parts of an
    /// invalidation takes it for a stricter one.
    #[inline]
    pub(super) fn invalidations(&self) -> TagInvalidations {
        let deadline = self.deadline.load(Ordering::Acquire);
        let soft = self.soft.load(Ordering::Acquire);
        let hard = self.hard.load(Ordering::Acquire);
        TagInvalidations {
            hard,
            soft,
            deadline: (deadline != NO_DEADLINE).then(|| Duration::from_nanos(deadline)),
        }
    }

    pub(super) fn update(&self, change: impl FnOnce(&mut TagInvalidations)) {
        let mut invalidations = self.invalidations();
        change(&mut invalidations);
        self.hard.store(invalidations.hard, Ordering::Release);
        self.soft.store(invalidations.soft, Ordering::Release);
        let deadline = invalidations.deadline.map_or(NO_DEADLINE, nanoseconds);
        self.deadline.store(deadline, Ordering::Release);
    }

    /// Returns `true` if the tag was not invalidated after `epoch`.
    #[inline]
    pub(super) fn is_valid(&self, epoch: u64) -> bool {
        self.hard.load(Ordering::Acquire) <= epoch && self.soft.load(Ordering::Acquire) <= epoch
    }
}
