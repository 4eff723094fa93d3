//! Counters of uses, by which the variants to remove are chosen.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// The most uses of a variant that are counted. They are halved when others need its room, so that it outlasts four such times.
pub(super) const MAX_USES: u32 = 15;
/// The most uses of a group that are counted.
const MAX_USES_OF_GROUP: u32 = 0xFFFF;

/// The uses of a stored variant, and those of its group.
#[derive(Debug)]
pub(crate) struct VariantUses {
    own: UseCounter,
    group: Arc<UseCounter>,
}

impl VariantUses {
    /// Starts to count the uses of a variant of this group.
    pub(super) fn new(group: &Arc<UseCounter>) -> Self {
        Self {
            own: UseCounter::default(),
            group: Arc::clone(group),
        }
    }

    /// Counts one use.
    pub(crate) fn count(&self) {
        self.own.count(MAX_USES);
        self.group.count(MAX_USES_OF_GROUP);
    }

    /// Returns the number of uses of the variant and halves it.
    pub(super) fn halve(&self) -> u32 {
        self.own.halve()
    }
}

/// A number of uses, up to a maximum: what is used often is not written any more.
#[derive(Debug, Default)]
pub(super) struct UseCounter(AtomicU32);

impl UseCounter {
    pub(super) fn count(&self, max: u32) {
        // Concurrent uses exceed the maximum by their number at most.
        if self.0.load(Ordering::Relaxed) < max {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Returns the number and halves it.
    pub(super) fn halve(&self) -> u32 {
        let uses = self.0.load(Ordering::Relaxed);
        self.0.store(uses / 2, Ordering::Relaxed);
        uses
    }
}
