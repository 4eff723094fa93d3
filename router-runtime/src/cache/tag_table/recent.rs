//! The recent invalidations of users' tags, which a running generation may still add.

use super::{
    super::tag::Tag,
    invalidations::{Invalidation, TagInvalidations},
};
use foldhash::fast::RandomState;
use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

/// The bytes of one invalidation in addition to the name of its tag: its places in the map and in the queue.
const BASE_BYTES: usize = 160;

/// Recent invalidations, bounded in bytes.
#[derive(Debug)]
pub(super) struct RecentInvalidations {
    by_tag: HashMap<Tag, TagInvalidations, RandomState>,
    /// All invalidations, the oldest first. A tag that is invalidated several times has several.
    order: VecDeque<(u64, Tag)>,
    bytes: usize,
    max_bytes: usize,
    forgotten: u64,
}

impl RecentInvalidations {
    pub(super) fn new(max_bytes: usize) -> Self {
        Self {
            by_tag: HashMap::default(),
            order: VecDeque::new(),
            bytes: 0,
            max_bytes,
            forgotten: 0,
        }
    }

    /// Adds an invalidation. Forgets the oldest ones if there is no room.
    pub(super) fn add(&mut self, tag: Tag, invalidation: Invalidation, epoch: u64, now: Duration) {
        let invalidations = self.by_tag.entry(tag.clone()).or_default();
        invalidations.add(invalidation, epoch, now);
        self.bytes += bytes(&tag);
        self.order.push_back((epoch, tag));
        while self.bytes > self.max_bytes
            && let Some(epoch) = self.pop()
        {
            self.forgotten = epoch;
        }
    }

    /// Returns the invalidations of a tag.
    pub(super) fn get(&self, tag: &Tag) -> Option<TagInvalidations> {
        self.by_tag.get(tag).copied()
    }

    /// The latest epoch at which an invalidation was forgotten while a generation could need it.
    pub(super) fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// Forgets the invalidations up to this epoch, which no running generation can need.
    pub(super) fn forget_until(&mut self, epoch: u64) {
        while self.order.front().is_some_and(|(at, _)| *at <= epoch) {
            self.pop();
        }
        if self.order.is_empty() {
            self.by_tag.shrink_to(0);
            self.order.shrink_to(0);
        }
    }

    /// Forgets everything up to this epoch, although running generations may need it.
    #[cfg(feature = "second-tier")]
    pub(super) fn forget_all(&mut self, epoch: u64) {
        self.forget_until(epoch);
        self.forgotten = epoch;
    }

    pub(super) fn len(&self) -> usize {
        self.by_tag.len()
    }

    fn pop(&mut self) -> Option<u64> {
        let (epoch, tag) = self.order.pop_front()?;
        self.bytes -= bytes(&tag);
        if self.by_tag.get(&tag).is_some_and(|it| it.latest() <= epoch) {
            self.by_tag.remove(&tag);
        }
        Some(epoch)
    }
}

fn bytes(tag: &Tag) -> usize {
    BASE_BYTES + tag.bytes()
}
