//! The changes that are not written yet.

use super::{
    batch::{Batch, Changes, EntryChange, Invalidation},
    paths::RecentPaths,
    tables::EntryKey,
    value::Value,
};
use crate::cache::store::second_tier::{Degraded, TierInvalidation, TierKey};
use redb::Database;
use std::{
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{sync::oneshot, time::Instant};

/// The time after which a change of an entry is written.
const BATCH: Duration = Duration::from_millis(250);
/// The time after which a commit that is not durable is followed by one that is.
const DURABLE: Duration = Duration::from_secs(1);
/// The size of entries after which a commit is durable, in bytes: only such a commit returns the room of removed entries.
const DURABLE_BYTES: usize = 4 << 20;
/// The maximum size of queued entries in bytes.
const MAX_BYTES: usize = 16 << 20;
/// The number of queued changes that are written at once, and the maximum number of queued uses.
const MAX_KEYS: usize = 16_384;
/// The maximum number of queued changes. Beyond it, all entries of the file are given up.
const MAX_CHANGES: usize = 16 * MAX_KEYS;
/// The maximum number of queued invalidations. Beyond it, all entries of the file are given up.
const MAX_INVALIDATIONS: usize = 10_000;

/// The changes that are not written yet.
#[derive(Default)]
pub(super) struct Queue {
    pending: Mutex<Pending>,
    changed: Condvar,
}

#[derive(Default)]
struct Pending {
    batch: Batch,
    /// The size of the queued values.
    bytes: usize,
    /// The entries that are being written.
    writing: Arc<Changes>,
    /// The time of the first change in the batch.
    since: Option<Instant>,
    /// The time of a commit that is not durable yet.
    volatile_since: Option<Instant>,
    /// The size of the entries in commits that are not durable yet, in bytes.
    volatile_bytes: usize,
    /// `true` while the thread has the file open.
    is_open: bool,
    /// `None` while the file cannot be used: it is not open, or lacks invalidations whose callers do not wait.
    database: Option<Arc<Database>>,
    paths: RecentPaths,
    is_closed: bool,
    must_reopen: bool,
}

/// The next work of the thread.
pub(super) enum Next {
    /// It writes a batch; `is_durable` if the commit has to be on the disk before anything else.
    Write { batch: Batch, is_durable: bool },
    /// It opens the file again.
    Reopen,
    /// It writes the last batch and ends.
    Close(Batch),
}

impl Queue {
    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn notify(&self, mut pending: MutexGuard<'_, Pending>) {
        pending.since.get_or_insert_with(Instant::now);
        drop(pending);
        self.changed.notify_one();
    }

    /// Queues an entry, unless the queued one is newer. Returns `false` if the file cannot be used, or if there is no room; the old entry
    /// is removed then, because it is older than one that was sent.
    pub(super) fn put(&self, key: EntryKey, value: Value) -> bool {
        let mut pending = self.pending();
        if let Some(EntryChange::Put(queued)) = pending.batch.changes.get(&key)
            && queued.generation() > value.generation()
        {
            return true;
        }
        pending.change(key, EntryChange::Remove);
        let bytes = value.bytes();
        let has_room = pending.database.is_some() && pending.bytes + bytes <= MAX_BYTES;
        if has_room {
            pending.bytes += bytes;
            pending.change(key, EntryChange::Put(Arc::new(value)));
        }
        self.notify(pending);
        has_room
    }

    /// Queues the removal of an entry.
    pub(super) fn remove(&self, key: EntryKey) {
        let mut pending = self.pending();
        pending.change(key, EntryChange::Remove);
        self.notify(pending);
    }

    /// Notes the use of an entry.
    pub(super) fn touch(&self, key: EntryKey) {
        let mut pending = self.pending();
        if pending.batch.used.len() < MAX_KEYS {
            pending.batch.used.insert(key);
            self.notify(pending);
        }
    }

    /// Returns the change of an entry that is queued or being written. An entry whose path was invalidated after it was generated is
    /// one that is removed.
    pub(super) fn find(&self, key: &EntryKey) -> Option<EntryChange> {
        let pending = self.pending();
        let queued = pending.batch.changes.get(key);
        let change = queued.or_else(|| pending.writing.get(key))?;
        Some(match change {
            EntryChange::Put(value) if value.epoch < pending.paths.last(key) => EntryChange::Remove,
            change => change.clone(),
        })
    }

    /// The epoch of the last invalidation of the path of a key, or a later one.
    pub(super) fn last_of_path(&self, key: &EntryKey) -> u64 {
        self.pending().paths.last(key)
    }

    /// Queues an invalidation. Returns the future of its result, or `None` if the file is not open.
    pub(super) fn invalidate(
        &self,
        invalidation: &TierInvalidation,
        epoch: &AtomicU64,
        now: u64,
    ) -> Option<oneshot::Receiver<Result<(), Degraded>>> {
        let mut pending = self.pending();
        if pending.batch.invalidations.len() >= MAX_INVALIDATIONS {
            pending.give_up_entries();
        }
        let (accepted, receiver) = if pending.is_open {
            let (accepted, receiver) = oneshot::channel();
            (Some(accepted), Some(receiver))
        } else {
            (None, None)
        };
        // Under the lock, so that epochs have the order of the queue.
        let epoch = epoch.fetch_add(1, Ordering::AcqRel) + 1;
        for tag in &invalidation.tags {
            if tag.is_of_one_path() {
                let path = TierKey::path_of("", tag);
                pending.paths.add(path, epoch, Instant::now());
            }
        }
        pending.batch.invalidations.push(Invalidation {
            tags: invalidation.tags.clone(),
            effect: invalidation.effect,
            epoch,
            at: now,
            accepted,
        });
        self.notify(pending);
        receiver
    }

    /// Returns the file, if it can be used.
    pub(super) fn database(&self) -> Option<Arc<Database>> {
        self.pending().database.clone()
    }

    /// Notes that the file is open. Lets readers use it, unless it lacks queued invalidations whose callers do not wait.
    pub(super) fn publish(&self, database: &Arc<Database>) {
        let mut pending = self.pending();
        pending.is_open = true;
        if pending.database.is_some() || pending.batch.is_incomplete {
            return;
        }
        let mut queued = pending.batch.invalidations.iter();
        if queued.all(|invalidation| invalidation.accepted.is_some()) {
            pending.database = Some(Arc::clone(database));
        }
    }

    /// Notes that the file is not open any more.
    pub(super) fn withdraw(&self) {
        let mut pending = self.pending();
        pending.is_open = false;
        pending.database = None;
    }

    /// Returns the future of the next durable commit.
    pub(super) fn flush(&self) -> oneshot::Receiver<()> {
        let (flushed, receiver) = oneshot::channel();
        let mut pending = self.pending();
        pending.batch.flushed.push(flushed);
        self.notify(pending);
        receiver
    }

    /// Makes the thread open the file again, because it cannot be read.
    pub(super) fn reopen(&self) {
        let mut pending = self.pending();
        pending.must_reopen = true;
        self.notify(pending);
    }

    /// Ends the thread after the last batch.
    pub(super) fn close(&self) {
        let mut pending = self.pending();
        pending.is_closed = true;
        self.notify(pending);
    }

    /// Waits for work. The thread alone calls it.
    pub(super) fn next(&self) -> Next {
        let mut pending = self.pending();
        loop {
            if pending.is_closed {
                return Next::Close(pending.take());
            }
            if std::mem::take(&mut pending.must_reopen) {
                return Next::Reopen;
            }
            if pending.is_urgent() {
                let batch = pending.take();
                return Next::Write {
                    batch,
                    is_durable: true,
                };
            }
            let write_at = pending.since.map(|since| since + BATCH);
            let durable_at = pending.volatile_since.map(|since| since + DURABLE);
            let now = Instant::now();
            if durable_at.is_some_and(|at| at <= now) || write_at.is_some_and(|at| at <= now) {
                let is_durable = durable_at.is_some_and(|at| at <= now)
                    || pending.volatile_bytes + pending.bytes > DURABLE_BYTES;
                let batch = pending.take();
                return Next::Write { batch, is_durable };
            }
            pending = if let Some(at) = write_at.into_iter().chain(durable_at).min() {
                let rest = at.saturating_duration_since(now);
                let waited = self.changed.wait_timeout(pending, rest);
                waited.unwrap_or_else(PoisonError::into_inner).0
            } else {
                let waited = self.changed.wait(pending);
                waited.unwrap_or_else(PoisonError::into_inner)
            };
        }
    }

    /// Waits until the queue is closed, or the time has passed. Returns `true` if it is closed.
    pub(super) fn is_closed_within(&self, time: Duration) -> bool {
        let (pending, _) = self
            .changed
            .wait_timeout_while(self.pending(), time, |pending| !pending.is_closed)
            .unwrap_or_else(PoisonError::into_inner);
        pending.is_closed
    }

    /// Notes that a batch was written.
    pub(super) fn written(&self, is_durable: bool) {
        let mut pending = self.pending();
        pending.writing = Arc::default();
        if is_durable {
            pending.volatile_since = None;
            pending.volatile_bytes = 0;
        } else {
            pending.volatile_since.get_or_insert_with(Instant::now);
        }
    }

    /// Takes back a batch that could not be written.
    pub(super) fn take_back(&self, mut batch: Batch) {
        let mut pending = self.pending();
        pending.writing = Arc::default();
        pending.batch.is_incomplete |= batch.is_incomplete;
        batch.invalidations.append(&mut pending.batch.invalidations);
        pending.batch.invalidations = batch.invalidations;
        for key in batch.changes.keys() {
            if !pending.batch.changes.contains_key(key) {
                pending.change(*key, EntryChange::Remove);
            }
        }
        pending.degrade();
    }

    /// Tells all who wait for an invalidation that it is only queued, and removes the entries instead of replacing them.
    pub(super) fn degrade(&self) {
        self.pending().degrade();
    }

    /// Gives the queued invalidations the epochs after that of a file that was opened. Generations that started before are refused: they
    /// may have missed an invalidation by another process.
    pub(super) fn renumber(&self, of_file: u64, epoch: &AtomicU64) {
        let mut pending = self.pending();
        let mut last = of_file.max(epoch.load(Ordering::Acquire));
        for invalidation in &mut pending.batch.invalidations {
            last += 1;
            invalidation.epoch = last;
        }
        pending.paths.forget_before(last);
        epoch.store(last, Ordering::Release);
    }
}

impl Pending {
    fn change(&mut self, key: EntryKey, change: EntryChange) {
        if self.batch.changes.len() >= MAX_CHANGES && !self.batch.changes.contains_key(&key) {
            self.give_up_entries();
        }
        let old = Arc::make_mut(&mut self.batch.changes).insert(key, change);
        if let Some(EntryChange::Put(old)) = old {
            self.bytes -= old.bytes();
        }
    }

    /// Gives up all entries of the file, because changes or invalidations of them cannot be queued.
    fn give_up_entries(&mut self) {
        self.batch.is_incomplete = true;
        // Before the callers that wait get their result: what they read from the file until then is invalidated once more.
        self.database = None;
        self.batch.invalidations.clear();
        self.batch.changes = Arc::default();
        self.bytes = 0;
    }

    /// Returns `true` if somebody waits for the batch.
    fn is_urgent(&self) -> bool {
        !self.batch.invalidations.is_empty()
            || self.batch.is_incomplete
            || !self.batch.flushed.is_empty()
            || self.bytes > DURABLE_BYTES
            || self.batch.changes.len() > MAX_KEYS
    }

    fn take(&mut self) -> Batch {
        let batch = std::mem::take(&mut self.batch);
        self.volatile_bytes += std::mem::take(&mut self.bytes);
        self.since = None;
        self.writing = Arc::clone(&batch.changes);
        batch
    }

    fn degrade(&mut self) {
        for invalidation in &mut self.batch.invalidations {
            if let Some(accepted) = invalidation.accepted.take() {
                let _ = accepted.send(Err(Degraded));
            }
        }
        // The old entries of the file are older than those that were sent.
        if self.bytes > 0 {
            for change in Arc::make_mut(&mut self.batch.changes).values_mut() {
                *change = EntryChange::Remove;
            }
            self.bytes = 0;
        }
        self.batch.used.clear();
        self.batch.flushed.clear();
        self.volatile_since = None;
        if self.batch.invalidations.is_empty() && self.batch.changes.is_empty() {
            self.since = None;
        }
    }
}

#[cfg(test)]
mod tests;
