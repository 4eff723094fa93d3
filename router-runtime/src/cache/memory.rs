//! The store in memory: a slot for each route without parameters, one bounded map for all other keys.

use super::{
    cell::Cell,
    key::{Key, KeyRef, Variants},
    observe,
    store::{Put, Store},
    tags::{Tag, TagTable, Verdict},
};
use arc_swap::{ArcSwapOption, Guard};
use foldhash::fast::RandomState;
use quick_cache::{Lifecycle, OptionsBuilder, Weighter, sync::Cache};
use std::{
    fmt,
    hash::BuildHasher,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

const MOST_SHARDS: usize = 16;
const FENCES: usize = 16;

type Map = Cache<Key, Arc<Cell>, Weigh, RandomState, Evictions>;

/// The store in memory.
pub(crate) struct Memory {
    /// By route.
    slots: Vec<Option<ArcSwapOption<Cell>>>,
    slot_bytes: AtomicUsize,
    slot_room: usize,
    /// Made when something is first kept in it: what it reserves, applications without such routes do not need.
    map: OnceLock<Map>,
    map_bytes: usize,
    shards: usize,
    /// A key is written under its fence, so that the newest generation stays.
    fences: [Mutex<()>; FENCES],
    hasher: RandomState,
    /// What counters call the routes.
    routes: Vec<&'static str>,
    variants: Arc<Variants>,
}

#[derive(Clone, Debug)]
struct Weigh;

impl Weighter<Key, Arc<Cell>> for Weigh {
    fn weight(&self, _: &Key, cell: &Arc<Cell>) -> u64 {
        cell.weight() as u64
    }
}

/// Collects the keys that make room for another.
#[derive(Clone, Debug)]
struct Evictions;

impl Lifecycle<Key, Arc<Cell>> for Evictions {
    type RequestState = Vec<Key>;

    fn begin_request(&self) -> Vec<Key> {
        Vec::new()
    }

    fn on_evict(&self, evicted: &mut Vec<Key>, key: Key, _: Arc<Cell>) {
        evicted.push(key);
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("bytes", &self.bytes())
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}

impl Memory {
    /// A store of so many bytes, with answers of at most `max_entry`, which is at most half of them. `has_slot` says by route
    /// whether all its requests have one key. What is not kept any more is not counted among `variants`.
    pub(crate) fn new(
        max_bytes: usize,
        max_entry: usize,
        has_slot: &[bool],
        routes: Vec<&'static str>,
        variants: Arc<Variants>,
    ) -> Self {
        let slots = has_slot
            .iter()
            .map(|it| it.then(ArcSwapOption::empty))
            .collect();
        // Slots take up to half, and leave the map room for the largest answer; what finds no room there goes to the map.
        let slot_room = if has_slot.contains(&true) {
            max_bytes / 2
                - (2 * max_entry)
                    .saturating_sub(max_bytes / 2)
                    .min(max_bytes / 2)
        } else {
            0
        };
        let bytes_of_map = max_bytes - slot_room;
        let shards = (bytes_of_map / (2 * max_entry.max(1))).clamp(1, MOST_SHARDS);
        // The map rounds up to a power of two.
        let shards = 1 << shards.ilog2();
        Self {
            slots,
            slot_bytes: AtomicUsize::new(0),
            slot_room,
            map: OnceLock::new(),
            map_bytes: bytes_of_map / shards * shards,
            shards,
            fences: Default::default(),
            hasher: RandomState::default(),
            routes,
            variants,
        }
    }

    /// The weight of all that is kept.
    pub(crate) fn bytes(&self) -> usize {
        let in_map = self.map.get().map_or(0, Map::weight);
        usize::try_from(in_map).unwrap_or(usize::MAX) + self.slot_bytes.load(Ordering::Relaxed)
    }

    /// The keys that are kept.
    pub(crate) fn count(&self) -> usize {
        let slots = self.slots.iter().flatten();
        self.map.get().map_or(0, Map::len) + slots.filter(|slot| slot.load().is_some()).count()
    }

    #[expect(clippy::cast_possible_truncation, reason = "a remainder below 16 fits")]
    fn fence(&self, key: &KeyRef<'_>) -> MutexGuard<'_, ()> {
        let place = (self.hasher.hash_one(key) % FENCES as u64) as usize;
        let fence = &self.fences[place];
        fence.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stands in the slot of a route, without a look at its key.
    #[inline]
    pub(crate) fn in_slot(&self, route: usize) -> Option<Kept> {
        let slot = self.slots.get(route)?.as_ref()?.load();
        slot.is_some().then_some(Kept::InSlot(slot))
    }

    fn slot(&self, key: &KeyRef<'_>) -> Option<&ArcSwapOption<Cell>> {
        self.slots.get(key.route())?.as_ref()
    }

    /// Puts a cell into its slot, unless slots are full. Readers see the old cell or the new one.
    fn fill(&self, slot: &ArcSwapOption<Cell>, cell: &Arc<Cell>) -> bool {
        let bytes = cell.weight();
        let old = slot.load().as_ref().map_or(0, |old| old.weight());
        let others = self.slot_bytes.fetch_add(bytes, Ordering::Relaxed) - old;
        if others + bytes > self.slot_room {
            self.slot_bytes.fetch_sub(bytes, Ordering::Relaxed);
            self.empty(slot);
            return false;
        }
        slot.store(Some(Arc::clone(cell)));
        self.slot_bytes.fetch_sub(old, Ordering::Relaxed);
        true
    }

    fn empty(&self, slot: &ArcSwapOption<Cell>) {
        if let Some(old) = slot.swap(None) {
            self.slot_bytes.fetch_sub(old.weight(), Ordering::Relaxed);
        }
    }
}

/// A cell that was read: a slot is read without counting references.
pub(crate) enum Kept {
    InSlot(Guard<Option<Arc<Cell>>>),
    InMap(Arc<Cell>),
}

impl Kept {
    pub(crate) fn cell(&self) -> Option<&Cell> {
        match self {
            Self::InSlot(slot) => slot.as_deref(),
            Self::InMap(cell) => Some(cell),
        }
    }
}

impl Store for Memory {
    fn get(&self, key: &KeyRef<'_>) -> Option<Arc<Cell>> {
        if let Some(slot) = self.slot(key)
            && let Some(cell) = slot.load_full()
        {
            return Some(cell);
        }
        self.map.get()?.get(key)
    }

    fn put(&self, key: &Key, cell: Arc<Cell>, tags: &TagTable, now: Duration) -> Put {
        let key_ref = key.as_ref();
        let _fence = self.fence(&key_ref);
        if let Some(kept) = self.get(&key_ref)
            && kept.generation() > cell.generation()
        {
            return Put::Older(kept.generation());
        }
        if let Some(stored) = cell.stored()
            && let Verdict::Hard(_) =
                tags.verdict(stored.entry.tags(), stored.generation.epoch, now)
        {
            return Put::Invalidated;
        }
        match self.slot(&key_ref) {
            Some(slot) if self.fill(slot, &cell) => {
                self.map.get().map(|map| map.remove(&key_ref));
            }
            _ => {
                let map = self
                    .map
                    .get_or_init(|| new_map(self.map_bytes, self.shards));
                let evicted = map.insert_with_lifecycle(key.clone(), cell);
                // What was kept under this very key is among them.
                for other in evicted.iter().filter(|other| *other != key) {
                    observe::evicted(self.routes.get(other.route()).copied());
                    self.variants.forget(other);
                }
            }
        }
        Put::Kept
    }

    fn remove_tagged(&self, tag: &Tag) {
        let _fences = self
            .fences
            .each_ref()
            .map(|fence| fence.lock().unwrap_or_else(PoisonError::into_inner));
        let carries = |cell: &Cell| {
            let stored = cell.stored();
            stored.is_some_and(|stored| stored.entry.tags().iter().any(|own| own == tag))
        };
        for slot in self.slots.iter().flatten() {
            if slot.load().as_deref().is_some_and(carries) {
                self.empty(slot);
            }
        }
        let Some(map) = self.map.get() else {
            return;
        };
        map.retain(|key, cell| {
            let goes = carries(cell);
            if goes {
                self.variants.forget(key);
            }
            !goes
        });
    }
}

fn new_map(bytes: usize, shards: usize) -> Map {
    // Keys that were seen once and evicted are remembered as hashes; an answer of 4 KiB is taken for usual.
    let items = (bytes / 4096).max(shards * 32);
    let hasher = RandomState::default();
    let options = OptionsBuilder::new()
        .estimated_items_capacity(items)
        .weight_capacity(bytes as u64)
        .shards(shards)
        .build();
    match options {
        Ok(options) => Cache::with_options(options, Weigh, hasher, Evictions),
        // Only options that were not set are an error, and both are.
        Err(_) => Cache::with(items, bytes as u64, Weigh, hasher, Evictions),
    }
}
