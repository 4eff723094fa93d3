//! The state that requests and the thread share.

use super::{queue::Queue, value::milliseconds};
use crate::cache::{clock::Clock, store::second_tier::LocalCache};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock, Weak, atomic::AtomicU64},
    time::SystemTime,
};
use tokio::sync::Semaphore;

/// The number of concurrent reads.
const READS: usize = 16;

/// The state that requests and the thread share.
pub(super) struct Shared {
    pub(super) path: PathBuf,
    pub(super) max_bytes: u64,
    pub(super) clock: Clock,
    pub(super) queue: Queue,
    /// That of the open file; 0 if none was opened.
    pub(super) nonce: AtomicU64,
    pub(super) epoch: AtomicU64,
    pub(super) reads: Arc<Semaphore>,
    pub(super) local: OnceLock<Weak<dyn LocalCache>>,
}

impl Shared {
    pub(super) fn new(path: &Path, clock: &Clock, max_bytes: u64) -> Self {
        Self {
            path: path.to_owned(),
            max_bytes,
            clock: clock.clone(),
            queue: Queue::default(),
            nonce: AtomicU64::new(0),
            epoch: AtomicU64::new(0),
            reads: Arc::new(Semaphore::new(READS)),
            local: OnceLock::new(),
        }
    }

    /// The time in milliseconds since 1970. Ages across restarts cannot come from a monotonic clock.
    pub(super) fn now(&self) -> u64 {
        let date = self.clock.date(self.clock.now());
        let since = date.duration_since(SystemTime::UNIX_EPOCH);
        since.map_or(0, milliseconds)
    }
}
