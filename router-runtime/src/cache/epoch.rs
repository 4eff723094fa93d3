//! One counter orders generations and invalidations; no clock takes part.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts invalidations. An answer carries the epoch that was current before its handler started.
#[derive(Debug, Default)]
pub(crate) struct EpochSource(AtomicU64);

impl EpochSource {
    /// The latest epoch whose marks can be seen.
    pub(crate) fn current(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// Makes the next epoch current. The caller has written its marks, under the lock that readers of marks take.
    pub(super) fn publish(&self, epoch: u64) {
        self.0.store(epoch, Ordering::Release);
    }
}
