//! Bursts of stored entries, whose revalidations are spread over time.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// The number of entries stored within one second from which further ones belong to a burst.
const BURST: u64 = 64;

/// Counts the entries stored in the current second.
#[derive(Debug, Default)]
pub(super) struct Burst {
    second: AtomicU64,
    count: AtomicU64,
}

impl Burst {
    /// Counts an entry that is stored now, and returns whether it belongs to a burst.
    pub(super) fn includes(&self, now: Duration) -> bool {
        if self.second.swap(now.as_secs(), Ordering::Relaxed) != now.as_secs() {
            self.count.store(0, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed) >= BURST
    }
}
