//! The file as a second tier.

use super::{
    state::DiskState,
    tables::EntryKey,
    value::{Value, milliseconds},
    worker::Worker,
};
use crate::cache::{
    clock::Clock,
    store::second_tier::{
        Accepted, BUDGET, Confirmation, ConfirmedUntil, Degraded, Found, LONGEST_LIFETIME, Lease,
        LocalCache, NewRecord, OldRecord, Put, SecondTier, TierEpoch, TierFuture, TierInvalidation,
        TierKey, Token, Unavailable,
    },
    tag::Tag,
};
use std::{
    fmt,
    path::Path,
    sync::{Arc, Mutex, PoisonError, Weak, atomic::Ordering, mpsc},
    time::Duration,
};
use tokio::{runtime::Handle, time::timeout};

/// The time for which the start of an application waits for its file. After that it is opened in the background.
const OPENING: Duration = Duration::from_secs(1);
/// The time for which a shutdown, or dropping the file outside of a runtime, waits for the last batch.
const CLOSING: Duration = Duration::from_secs(5);
/// The same for reads and the start under a clock that a test advances, since the machine may be busy.
const UNLIMITED: Duration = Duration::from_secs(60);

/// A file as the second tier.
pub(crate) struct Disk {
    shared: Arc<DiskState>,
    /// Receives nothing: it is closed when the thread has ended.
    ended: Mutex<mpsc::Receiver<()>>,
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Disk").field(&self.shared.path).finish()
    }
}

impl Disk {
    /// Opens the file, in a thread of its own. Entries of the file take at most `max_bytes`.
    pub(crate) fn open(path: &Path, clock: &Clock, max_bytes: u64) -> Self {
        let budget = if clock.is_manual() { UNLIMITED } else { BUDGET };
        Self::open_within(budget, path, clock, max_bytes)
    }

    /// Opens the file. A read takes at most `budget`.
    fn open_within(budget: Duration, path: &Path, clock: &Clock, max_bytes: u64) -> Self {
        let shared = Arc::new(DiskState::new(path, clock, max_bytes, budget));
        let (opened, is_open) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let worker = Worker::new(Arc::clone(&shared));
        let thread = std::thread::Builder::new().name("cache-file".to_owned());
        let spawned = thread.spawn(move || {
            worker.run(&opened);
            drop(end);
        });
        match spawned {
            Ok(_) => {
                // An error means that it is still being opened.
                let _ = is_open.recv_timeout(if clock.is_manual() {
                    UNLIMITED
                } else {
                    OPENING
                });
            }
            Err(error) => tracing::error!("no thread for the file of the cache: {error}"),
        }
        Self {
            shared,
            ended: Mutex::new(ended),
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.shared.queue.close();
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        // A thread of a runtime must not wait for a disk that hangs.
        let is_in_runtime = Handle::try_current().is_ok();
        let _ = ended.recv_timeout(if is_in_runtime { BUDGET } else { CLOSING });
    }
}

impl SecondTier for Disk {
    fn name(&self) -> &'static str {
        "disk"
    }

    fn application(&self) -> &'static str {
        ""
    }

    fn start(&self, local: Weak<dyn LocalCache>) {
        self.shared.local.get_or_init(|| local);
    }

    fn epoch(&self) -> TierEpoch {
        TierEpoch {
            epoch: self.shared.epoch.load(Ordering::Acquire),
            nonce: self.shared.nonce.load(Ordering::Acquire),
        }
    }

    fn has_invalidations(&self) -> bool {
        let TierEpoch { epoch, nonce } = self.epoch();
        nonce == 0 || epoch > 0
    }

    fn get<'a>(&'a self, key: &'a TierKey) -> TierFuture<'a, Result<Option<Found>, Unavailable>> {
        let (shared, key) = (Arc::clone(&self.shared), entry_key(key));
        let read = async move {
            let permit = shared.start_read().await?;
            let reader = Arc::clone(&shared);
            let read = tokio::task::spawn_blocking(move || {
                // Until the read has ended, which may be after the budget.
                let _permit = permit;
                reader.read(&key)
            });
            // A panic is that of a file that was changed while it is open.
            read.await.unwrap_or_else(|_| {
                shared.queue.reopen();
                Err(Unavailable)
            })
        };
        let budget = self.shared.budget;
        Box::pin(async move { timeout(budget, read).await.unwrap_or(Err(Unavailable)) })
    }

    fn lease<'a>(&'a self, _: &'a TierKey, _: Token) -> TierFuture<'a, Result<Lease, Unavailable>> {
        // The file belongs to this process, whose flights are enough.
        Box::pin(async { Ok(Lease::Granted) })
    }

    fn put<'a>(
        &'a self,
        key: &'a TierKey,
        record: NewRecord<'a>,
        _: Option<&'a Token>,
    ) -> TierFuture<'a, Result<Put, Unavailable>> {
        let now = self.shared.now();
        let created = now.saturating_sub(milliseconds(record.age));
        let value = Value {
            epoch: record.epoch.epoch,
            started: now.saturating_sub(milliseconds(record.since_start)),
            created,
            expires: created.saturating_add(milliseconds(record.lifetime.min(LONGEST_LIFETIME))),
            tags: record.tags.iter().map(Tag::to_bytes).collect(),
            record: record.bytes,
        };
        let is_of_this_file = record.epoch.nonce == self.shared.nonce.load(Ordering::Acquire);
        let is_queued = is_of_this_file && self.shared.queue.put(entry_key(key), value);
        Box::pin(async move {
            if is_queued {
                Ok(Put::Stored)
            } else {
                Err(Unavailable)
            }
        })
    }

    fn release<'a>(
        &'a self,
        key: &'a TierKey,
        _: Option<&'a Token>,
        old: OldRecord,
    ) -> TierFuture<'a, Result<(), Unavailable>> {
        if old == OldRecord::Remove {
            self.shared.queue.remove(entry_key(key));
        }
        Box::pin(async { Ok(()) })
    }

    fn invalidate<'a>(
        &'a self,
        invalidation: &'a TierInvalidation,
    ) -> TierFuture<'a, Result<Accepted, Degraded>> {
        let accepted =
            self.shared
                .queue
                .invalidate(invalidation, &self.shared.epoch, self.shared.now());
        Box::pin(async move {
            match accepted {
                Some(accepted) => match accepted.await {
                    Ok(Ok(())) => Ok(Accepted::Stored),
                    Ok(Err(Degraded)) | Err(_) => Err(Degraded),
                },
                None => Err(Degraded),
            }
        })
    }

    fn confirmation(&self) -> Confirmation {
        // No other process invalidates.
        Confirmation::For(Duration::MAX)
    }

    fn confirmed_until(&self) -> Option<ConfirmedUntil> {
        None
    }

    fn confirm(&self) -> TierFuture<'_, Result<(), Unavailable>> {
        Box::pin(async { Ok(()) })
    }

    fn close(&self) -> TierFuture<'_, ()> {
        let flushed = self.shared.queue.flush();
        Box::pin(async move {
            if timeout(CLOSING, flushed).await.is_err() {
                tracing::warn!("the last entries of the cache were not written to its file");
            }
        })
    }
}

fn entry_key(key: &TierKey) -> EntryKey {
    let mut bytes = [0; 32];
    let (path, field) = bytes.split_at_mut(16);
    path.copy_from_slice(&key.path);
    field.copy_from_slice(&key.field);
    bytes
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
