//! The changes that are not written yet.

use super::{tables::EntryKey, value::Value};
use crate::cache::{
    effect::Effect,
    store::second_tier::{Degraded, TierInvalidation},
    tag::Tag,
};
use foldhash::fast::RandomState;
use std::{
    collections::{HashMap, HashSet},
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
/// The maximum number of queued changes without a value: removals and uses.
const MAX_KEYS: usize = 16_384;
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
    bytes: usize,
    /// The entries that are being written.
    writing: Arc<Changes>,
    /// The time of the first change in the batch.
    since: Option<Instant>,
    /// The time of a commit that is not durable yet.
    volatile_since: Option<Instant>,
    /// The size of the entries in commits that are not durable yet, in bytes.
    volatile_bytes: usize,
    is_closed: bool,
    must_reopen: bool,
}

/// New values by key; `None` removes the entry.
pub(super) type Changes = HashMap<EntryKey, Option<Arc<Value>>, RandomState>;

/// The changes of one transaction.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) invalidations: Vec<Invalidation>,
    pub(super) changes: Arc<Changes>,
    /// The keys of entries that were read.
    pub(super) used: HashSet<EntryKey, RandomState>,
    /// `true` if invalidations were dropped: no entry of the file may be sent.
    pub(super) is_incomplete: bool,
    pub(super) flushed: Vec<oneshot::Sender<()>>,
}

/// A queued invalidation.
pub(super) struct Invalidation {
    pub(super) tags: Vec<Tag>,
    pub(super) effect: Effect,
    pub(super) epoch: u64,
    /// In milliseconds since 1970.
    pub(super) at: u64,
    /// Receives the result; taken if it was sent.
    pub(super) accepted: Option<oneshot::Sender<Result<(), Degraded>>>,
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

    /// Queues an entry. Returns `false` if there is no room; the old entry is removed then, because it is older than one that was sent.
    pub(super) fn put(&self, key: EntryKey, value: Value) -> bool {
        let mut pending = self.pending();
        let bytes = value.bytes();
        let has_room = pending.bytes + bytes <= MAX_BYTES;
        if has_room {
            pending.bytes += bytes;
        }
        let change = has_room.then(|| Arc::new(value));
        Arc::make_mut(&mut pending.batch.changes).insert(key, change);
        self.notify(pending);
        has_room
    }

    /// Queues the removal of an entry.
    pub(super) fn remove(&self, key: EntryKey) {
        let mut pending = self.pending();
        Arc::make_mut(&mut pending.batch.changes).insert(key, None);
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

    /// Returns an entry that is queued or being written.
    pub(super) fn find(&self, key: &EntryKey) -> Option<Arc<Value>> {
        let pending = self.pending();
        let queued = pending.batch.changes.get(key);
        queued.or_else(|| pending.writing.get(key))?.clone()
    }

    /// Queues an invalidation. Returns the future of its result, or `None` if the file is not open.
    ///
    /// `is_open` is called with the queue locked, as is `publish` of [`publish`](Self::publish): so a file that is open has every
    /// invalidation for which this returned `None`.
    pub(super) fn invalidate(
        &self,
        invalidation: &TierInvalidation,
        epoch: &AtomicU64,
        now: u64,
        is_open: impl FnOnce() -> bool,
    ) -> Option<oneshot::Receiver<Result<(), Degraded>>> {
        let mut pending = self.pending();
        let (accepted, receiver) = if is_open() {
            let (accepted, receiver) = oneshot::channel();
            (Some(accepted), Some(receiver))
        } else {
            (None, None)
        };
        let invalidations = &mut pending.batch.invalidations;
        if invalidations.len() >= MAX_INVALIDATIONS {
            invalidations.clear();
            pending.batch.is_incomplete = true;
        }
        pending.batch.invalidations.push(Invalidation {
            tags: invalidation.tags.clone(),
            effect: invalidation.effect,
            // Under the lock, so that epochs have the order of the queue.
            epoch: epoch.fetch_add(1, Ordering::AcqRel) + 1,
            at: now,
            accepted,
        });
        self.notify(pending);
        receiver
    }

    /// Lets readers use the file, unless it lacks queued invalidations.
    pub(super) fn publish(&self, publish: impl FnOnce()) {
        let pending = self.pending();
        if pending.batch.invalidations.is_empty() && !pending.batch.is_incomplete {
            publish();
        }
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

    /// Takes back the invalidations of a batch that could not be written. Its entries are lost.
    pub(super) fn take_back(&self, mut batch: Batch) {
        let mut pending = self.pending();
        pending.writing = Arc::default();
        pending.batch.is_incomplete |= batch.is_incomplete;
        batch.invalidations.append(&mut pending.batch.invalidations);
        pending.batch.invalidations = batch.invalidations;
        pending.degrade();
    }

    /// Tells all who wait for an invalidation that it is only queued, and drops the entries.
    pub(super) fn degrade(&self) {
        self.pending().degrade();
    }

    /// Gives the queued invalidations the epochs after that of a file that was opened, and returns the last one.
    pub(super) fn renumber(&self, of_file: u64, epoch: &AtomicU64) {
        let mut pending = self.pending();
        let mut last = of_file.max(epoch.load(Ordering::Acquire));
        for invalidation in &mut pending.batch.invalidations {
            last += 1;
            invalidation.epoch = last;
        }
        epoch.store(last, Ordering::Release);
    }
}

impl Pending {
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
        self.batch.changes = Arc::default();
        self.batch.used.clear();
        self.batch.flushed.clear();
        self.bytes = 0;
        self.volatile_since = None;
        if self.batch.invalidations.is_empty() {
            self.since = None;
        }
    }
}
