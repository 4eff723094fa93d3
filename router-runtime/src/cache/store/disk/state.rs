//! The state that requests and the thread share.

use super::{queue::Queue, value::milliseconds};
use crate::cache::{
    clock::Clock,
    store::second_tier::{LocalCache, Unavailable},
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError, Weak, atomic::AtomicU64},
    time::{Duration, SystemTime},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Instant,
};

/// The number of concurrent reads.
const READS: usize = 16;

/// The state that requests and the thread share.
pub(super) struct DiskState {
    pub(super) path: PathBuf,
    pub(super) max_bytes: u64,
    pub(super) clock: Clock,
    /// The maximum time of a read.
    pub(super) budget: Duration,
    pub(super) queue: Queue,
    /// That of the open file; 0 if none was opened.
    pub(super) nonce: AtomicU64,
    pub(super) epoch: AtomicU64,
    pub(super) reads: Arc<Semaphore>,
    /// The time at which the last read started.
    pub(super) last_read: Mutex<Instant>,
    pub(super) local: OnceLock<Weak<dyn LocalCache>>,
}

impl DiskState {
    pub(super) fn new(path: &Path, clock: &Clock, max_bytes: u64, budget: Duration) -> Self {
        Self {
            path: path.to_owned(),
            max_bytes,
            clock: clock.clone(),
            budget,
            queue: Queue::default(),
            nonce: AtomicU64::new(0),
            epoch: AtomicU64::new(0),
            reads: Arc::new(Semaphore::new(READS)),
            last_read: Mutex::new(Instant::now()),
            local: OnceLock::new(),
        }
    }

    /// Waits for the start of a read, which ends when the permit is dropped. While all reads are overdue, it fails at once.
    pub(super) async fn start_read(&self) -> Result<OwnedSemaphorePermit, Unavailable> {
        let last_read = || {
            self.last_read
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if self.reads.available_permits() == 0 && last_read().elapsed() > self.budget {
            return Err(Unavailable);
        }
        let permit = Arc::clone(&self.reads).acquire_owned().await;
        let permit = permit.map_err(|_| Unavailable)?;
        *last_read() = Instant::now();
        Ok(permit)
    }

    /// The time in milliseconds since 1970. Ages across restarts cannot come from a monotonic clock.
    pub(super) fn now(&self) -> u64 {
        let date = self.clock.date(self.clock.now());
        let since = date.duration_since(SystemTime::UNIX_EPOCH);
        since.map_or(0, milliseconds)
    }
}
