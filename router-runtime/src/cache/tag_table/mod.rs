//! Invalidations by tag, ordered by epochs.
//!
//! One counter, the epoch, orders generations and invalidations. No clock is involved. A generation has the epoch that was current
//! before its handler started. An invalidation at a later epoch applies to the entry that the generation stores.
//!
//! An invalidation is recorded only if an entry or a generation may have its tag:
//!
//! * Stored entries and running generations register their tags. A tag is in the table as long as one of them exists. A path is
//!   registered before its handler runs, so invalidations of other paths take no memory, even if a client writes to many paths.
//! * The tags that a handler adds are not known before it ends. Therefore the invalidations of users' tags are also stored as *recent*
//!   invalidations until every generation that started before them has ended. Their size is limited: when the oldest is forgotten, the
//!   generations that started before it are not stored.
//!
//! So no invalidation is missed, and none is stored for longer than it is needed.

mod invalidations;
mod recent;

use super::{
    sync::{Arc, AtomicU64, Mutex, MutexGuard, Ordering},
    tag::Tag,
};
use foldhash::fast::RandomState;
use invalidations::TagState;
pub(crate) use invalidations::{Invalidation, Validity};
use recent::RecentInvalidations;
use std::{
    collections::{BTreeMap, HashMap},
    sync::PoisonError,
    time::Duration,
};

/// The registered tags, the recent invalidations, and the counter that orders them.
#[derive(Clone, Debug)]
pub(crate) struct TagTable(Arc<TagTableState>);

#[derive(Debug)]
struct TagTableState {
    epoch: AtomicU64,
    tables: Mutex<Tables>,
}

#[derive(Debug)]
struct Tables {
    registered: HashMap<Tag, Arc<TagState>, RandomState>,
    recent: RecentInvalidations,
    /// The number of running generations by the epoch of their start.
    running: BTreeMap<u64, usize>,
}

impl TagTable {
    /// Creates a table whose recent invalidations take at most this number of bytes.
    pub(crate) fn new(max_recent_bytes: usize) -> Self {
        Self(Arc::new(TagTableState {
            epoch: AtomicU64::new(0),
            tables: Mutex::new(Tables {
                registered: HashMap::default(),
                recent: RecentInvalidations::new(max_recent_bytes),
                running: BTreeMap::new(),
            }),
        }))
    }

    /// Returns the current epoch.
    #[inline]
    pub(crate) fn epoch(&self) -> u64 {
        self.0.epoch.load(Ordering::Acquire)
    }

    /// Invalidates the entries that carry one of the tags. All tags of one call share one epoch, which is returned.
    pub(crate) fn invalidate(
        &self,
        tags: impl IntoIterator<Item = Tag>,
        invalidation: Invalidation,
        now: Duration,
    ) -> u64 {
        let mut tables = self.tables();
        let epoch = self.epoch() + 1;
        for tag in tags {
            if let Some(state) = tables.registered.get(&tag) {
                state.update(|invalidations| invalidations.add(invalidation, epoch, now));
            }
            if tag.is_user() && !tables.running.is_empty() {
                tables.recent.add(tag, invalidation, epoch, now);
            }
        }
        // The tables are still locked: a generation that reads this epoch also reads the invalidations.
        self.0.epoch.store(epoch, Ordering::Release);
        epoch
    }

    /// Invalidates all entries with tags. Generations that run are not stored.
    #[cfg(feature = "second-tier")]
    pub(crate) fn invalidate_all(&self, invalidation: Invalidation, now: Duration) {
        let mut tables = self.tables();
        let epoch = self.epoch() + 1;
        for state in tables.registered.values() {
            state.update(|invalidations| invalidations.add(invalidation, epoch, now));
        }
        tables.recent.forget_all(epoch);
        self.0.epoch.store(epoch, Ordering::Release);
    }

    /// Starts a generation, whose tags are these and those that its handler adds.
    pub(crate) fn start(&self, tags: &[Tag]) -> RunningGeneration {
        let mut tables = self.tables();
        let epoch = self.epoch();
        *tables.running.entry(epoch).or_default() += 1;
        let registration = self.register_in(&mut tables, tags, epoch);
        RunningGeneration::new(registration, epoch)
    }

    /// Registers the tags of an entry that was generated at `epoch`, while the generation is still running.
    pub(crate) fn register(&self, tags: &[Tag], epoch: u64) -> Registration {
        self.register_in(&mut self.tables(), tags, epoch)
    }

    fn register_in(&self, tables: &mut Tables, tags: &[Tag], epoch: u64) -> Registration {
        let states = tags.iter().map(|tag| {
            if let Some(state) = tables.registered.get(tag) {
                return Arc::clone(state);
            }
            let invalidations = tables.recent.get(tag).unwrap_or_default();
            let state = Arc::new(TagState::new(tag.clone(), invalidations));
            tables.registered.insert(tag.clone(), Arc::clone(&state));
            state
        });
        let states = states.collect();
        let forgotten = Some(tables.recent.forgotten()).filter(|forgotten| *forgotten > epoch);
        Registration::new(self.clone(), states, forgotten)
    }

    /// Returns the least epoch of a running generation with these tags that a request which arrives now may wait for.
    pub(crate) fn min_epoch(&self, tags: &[Tag], now: Duration) -> u64 {
        let tables = self.tables();
        let invalidated = tags.iter().map(|tag| {
            let registered = tables
                .registered
                .get(tag)
                .map(|state| state.invalidations());
            let invalidations = registered.or_else(|| tables.recent.get(tag));
            match invalidations.unwrap_or_default().validity(0, now) {
                Validity::Hard(epoch) => epoch,
                Validity::Soft | Validity::Valid => 0,
            }
        });
        invalidated
            .max()
            .unwrap_or(0)
            .max(tables.recent.forgotten())
    }

    /// Returns the number of tags in the table.
    pub(crate) fn len(&self) -> usize {
        let tables = self.tables();
        tables.registered.len() + tables.recent.len()
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes the tags that nothing registers any more.
    fn release(&self, states: &mut Vec<Arc<TagState>>) {
        let mut tables = self.tables();
        for state in states.drain(..) {
            // The table itself has one reference; others are created under this lock only.
            if Arc::strong_count(&state) == 2 {
                tables.registered.remove(state.tag());
            }
        }
    }

    /// Ends a generation that started at this epoch.
    fn end(&self, epoch: u64) {
        let mut tables = self.tables();
        if let Some(count) = tables.running.get_mut(&epoch) {
            *count -= 1;
            if *count == 0 {
                tables.running.remove(&epoch);
            }
        }
        let oldest = tables.running.keys().next().copied();
        tables.recent.forget_until(oldest.unwrap_or(u64::MAX));
    }
}

/// The registered tags of an entry or a generation. They are released when it is dropped.
#[derive(Debug)]
pub(crate) struct Registration {
    table: TagTable,
    states: Vec<Arc<TagState>>,
    /// The epoch of a forgotten invalidation, which may have concerned one of the tags.
    forgotten: Option<u64>,
}

impl Registration {
    fn new(table: TagTable, states: Vec<Arc<TagState>>, forgotten: Option<u64>) -> Self {
        Self {
            table,
            states,
            forgotten,
        }
    }

    /// Returns `true` if no tag was invalidated since a generation that started at `epoch`.
    #[inline]
    pub(crate) fn is_valid(&self, epoch: u64) -> bool {
        self.forgotten.is_none() && self.states.iter().all(|state| state.is_valid(epoch))
    }

    /// Returns the validity of an entry whose generation started at `epoch`.
    pub(crate) fn validity(&self, epoch: u64, now: Duration) -> Validity {
        let forgotten = self.forgotten.map_or(Validity::Valid, Validity::Hard);
        let states = self.states.iter();
        let validities = states.map(|state| state.invalidations().validity(epoch, now));
        validities.fold(forgotten, Validity::and)
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.table.release(&mut self.states);
    }
}

/// A generation that runs: invalidations of tags that its handler may add are remembered until it is dropped.
#[derive(Debug)]
pub(crate) struct RunningGeneration {
    registration: Registration,
    epoch: u64,
}

impl RunningGeneration {
    fn new(registration: Registration, epoch: u64) -> Self {
        Self {
            registration,
            epoch,
        }
    }

    /// The epoch that was current before the handler started.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch
    }
}

impl Drop for RunningGeneration {
    fn drop(&mut self) {
        self.registration.table.end(self.epoch);
    }
}
