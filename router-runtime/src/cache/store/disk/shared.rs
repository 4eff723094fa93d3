//! The state that requests and the thread share.

use super::{queue::Queue, value::milliseconds};
use crate::cache::{clock::Clock, store::second_tier::LocalCache};
use redb::Database;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak, atomic::AtomicU64},
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
    /// `None` while the file cannot be used: it is not open, or lacks invalidations that are queued.
    pub(super) database: Mutex<Option<Arc<Database>>>,
    /// That of the open file; 0 if none was opened.
    pub(super) nonce: AtomicU64,
    pub(super) epoch: AtomicU64,
    pub(super) reads: Semaphore,
    pub(super) local: OnceLock<Weak<dyn LocalCache>>,
}

impl Shared {
    pub(super) fn new(path: &Path, clock: &Clock, max_bytes: u64) -> Self {
        Self {
            path: path.to_owned(),
            max_bytes,
            clock: clock.clone(),
            queue: Queue::default(),
            database: Mutex::new(None),
            nonce: AtomicU64::new(0),
            epoch: AtomicU64::new(0),
            reads: Semaphore::new(READS),
            local: OnceLock::new(),
        }
    }

    /// Returns `true` if the file can be used.
    pub(super) fn is_open(&self) -> bool {
        self.database().is_some()
    }

    pub(super) fn database(&self) -> MutexGuard<'_, Option<Arc<Database>>> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time in milliseconds since 1970. Ages across restarts cannot come from a monotonic clock.
    pub(super) fn now(&self) -> u64 {
        let date = self.clock.date(self.clock.now());
        let since = date.duration_since(SystemTime::UNIX_EPOCH);
        since.map_or(0, milliseconds)
    }
}
