//! Invalidations by tag and epoch.

use super::tag::Tag;
use foldhash::fast::RandomState;
use std::{
    collections::HashMap,
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// The maximum number of tags in the table.
const MAX_TAGS: usize = 100_000;

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

/// The invalidated tags, bounded in number, with the counter that orders them.
///
/// One counter orders generations and invalidations; no clock takes part. An entry carries the epoch that was current before its
/// handler started.
#[derive(Debug)]
pub(crate) struct TagTable {
    epoch: AtomicU64,
    records: RwLock<Records>,
    max_tags: usize,
}

#[derive(Debug, Default)]
struct Records {
    by_tag: HashMap<Tag, TagRecord, RandomState>,
    /// Invalidations up to this epoch may have been forgotten.
    floor: u64,
}

/// The latest invalidations of one tag, by epoch; 0 if there was none.
#[derive(Clone, Copy, Debug, Default)]
struct TagRecord {
    hard: u64,
    soft: u64,
    deadline: Option<Duration>,
}

impl Default for TagTable {
    fn default() -> Self {
        Self::with_capacity(MAX_TAGS)
    }
}

impl TagTable {
    pub(crate) fn with_capacity(max_tags: usize) -> Self {
        Self {
            epoch: AtomicU64::new(0),
            records: RwLock::default(),
            max_tags,
        }
    }

    /// Returns the current epoch. A generation that starts now belongs to it.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Invalidates the entries that carry one of the tags. All tags of one call share one epoch, which is returned.
    pub(crate) fn invalidate(
        &self,
        tags: impl IntoIterator<Item = Tag>,
        invalidation: Invalidation,
        now: Duration,
    ) -> u64 {
        let mut records = self.records.write().unwrap_or_else(PoisonError::into_inner);
        let epoch = self.epoch() + 1;
        for tag in tags {
            let record = records.by_tag.entry(tag).or_default();
            record.add(invalidation, epoch, now);
        }
        records.trim(self.max_tags);
        // The lock of the records is still held: a reader of the epoch also reads its records.
        self.epoch.store(epoch, Ordering::Release);
        epoch
    }

    /// Returns the validity of an entry with these tags whose generation started at `epoch`.
    pub(crate) fn validity<'t>(
        &self,
        tags: impl IntoIterator<Item = &'t Tag>,
        epoch: u64,
        now: Duration,
    ) -> Validity {
        let records = self.records.read().unwrap_or_else(PoisonError::into_inner);
        let mut validity = if epoch < records.floor {
            Validity::Soft
        } else {
            Validity::Valid
        };
        for tag in tags {
            let Some(record) = records.by_tag.get(tag) else {
                continue;
            };
            match (record.validity(epoch, now), validity) {
                (Validity::Hard(one), Validity::Hard(other)) => {
                    validity = Validity::Hard(one.max(other));
                }
                (Validity::Hard(at), _) => validity = Validity::Hard(at),
                (Validity::Soft, Validity::Valid) => validity = Validity::Soft,
                _ => {}
            }
        }
        validity
    }

    /// Returns the least epoch of a generation that a request which arrives now may wait for.
    pub(crate) fn min_epoch<'t>(
        &self,
        tags: impl IntoIterator<Item = &'t Tag>,
        now: Duration,
    ) -> u64 {
        let floor = {
            let records = self.records.read().unwrap_or_else(PoisonError::into_inner);
            records.floor
        };
        match self.validity(tags, 0, now) {
            Validity::Hard(epoch) => epoch.max(floor),
            _ => floor,
        }
    }

    /// Returns the number of tags in the table.
    pub(crate) fn len(&self) -> usize {
        let records = self.records.read().unwrap_or_else(PoisonError::into_inner);
        records.by_tag.len()
    }
}

impl Records {
    /// Forgets the oldest sixteenth of a full table, and raises the floor above it.
    fn trim(&mut self, max_tags: usize) {
        if self.by_tag.len() <= max_tags {
            return;
        }
        let mut epochs: Vec<u64> = self.by_tag.values().map(TagRecord::latest).collect();
        let excess = (self.by_tag.len() - max_tags + max_tags / 16).min(epochs.len() - 1);
        let (_, &mut cut, _) = epochs.select_nth_unstable(excess);
        // One call with more tags than the table holds leaves nothing but the floor.
        let cut = if excess + 1 == epochs.len() {
            cut
        } else {
            cut - 1
        };
        self.by_tag.retain(|_, record| record.latest() > cut);
        if self.by_tag.len() > max_tags {
            self.by_tag.clear();
            self.floor = epochs.into_iter().fold(self.floor, u64::max);
        } else {
            self.floor = self.floor.max(cut);
        }
    }
}

impl TagRecord {
    fn latest(&self) -> u64 {
        self.hard.max(self.soft)
    }

    fn add(&mut self, invalidation: Invalidation, epoch: u64, now: Duration) {
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

    fn validity(&self, epoch: u64, now: Duration) -> Validity {
        let is_past_deadline = self.deadline.is_some_and(|at| at <= now);
        let hard = if is_past_deadline {
            self.latest()
        } else {
            self.hard
        };
        if hard > epoch {
            Validity::Hard(hard)
        } else if self.soft > epoch {
            Validity::Soft
        } else {
            Validity::Valid
        }
    }
}

#[cfg(test)]
#[path = "tag_table/tests.rs"]
mod tests;
