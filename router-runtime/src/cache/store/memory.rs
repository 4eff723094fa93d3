//! The store in memory: a place for each route with a single key, and one bounded map for all other keys.

#[cfg(feature = "compression")]
mod forms;
mod purge;

pub(crate) use purge::Sweep;

use super::{
    slot::Slot,
    tier::{PutResult, Tier},
};
#[cfg(test)]
use crate::cache::variant_table::Content;
use crate::cache::{
    key::{Key, KeyRef},
    observe,
    tag_table::Validity,
    variant_table::VariantTable,
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

const MAX_SHARDS: usize = 16;
const FENCES: usize = 16;

type Map = Cache<Key, WeighedSlot, SlotWeight, RandomState, CollectEvictions>;
type MapIter<'m> =
    quick_cache::sync::Iter<'m, Key, WeighedSlot, SlotWeight, RandomState, CollectEvictions>;

/// A slot with the weight that the map counts for it. That of the slot grows with its compressed forms.
#[derive(Clone)]
struct WeighedSlot {
    slot: Arc<Slot>,
    weight: usize,
}

impl WeighedSlot {
    fn new(slot: Arc<Slot>) -> Self {
        let weight = slot.weight();
        Self { slot, weight }
    }
}

/// The store in memory.
pub(crate) struct Memory {
    /// The slots of routes with a single key, by route.
    by_route: Vec<Option<ArcSwapOption<Slot>>>,
    by_route_bytes: AtomicUsize,
    by_route_limit: usize,
    /// The slots of all other keys. Created when first written, because of the memory that it reserves.
    map: OnceLock<Map>,
    map_bytes: usize,
    shards: usize,
    /// A key is written under its fence, so that the newest generation remains.
    fences: [Mutex<()>; FENCES],
    hasher: RandomState,
    /// The patterns of the routes, for metrics.
    routes: Vec<&'static str>,
    variants: VariantTable,
}

/// A slot that was read. Slots by route are read without counting references.
pub(crate) enum SlotRef {
    ByRoute(Guard<Option<Arc<Slot>>>),
    ByKey(Arc<Slot>),
}

impl SlotRef {
    pub(crate) fn slot(&self) -> Option<&Slot> {
        match self {
            Self::ByRoute(slot) => slot.as_deref(),
            Self::ByKey(slot) => Some(slot),
        }
    }

    /// Counts a reference to the slot.
    #[cfg(feature = "compression")]
    pub(crate) fn share(&self) -> Option<Arc<Slot>> {
        match self {
            Self::ByRoute(slot) => slot.as_ref().map(Arc::clone),
            Self::ByKey(slot) => Some(Arc::clone(slot)),
        }
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
    /// Creates a store of `max_bytes`, for entries of at most `max_entry` bytes, which is at most half of that.
    ///
    /// `has_single_key` is true for the routes whose requests all have the same key. Variants that are evicted or removed are removed
    /// from `variants`.
    pub(crate) fn new(
        max_bytes: usize,
        max_entry: usize,
        has_single_key: &[bool],
        routes: Vec<&'static str>,
        variants: VariantTable,
    ) -> Self {
        let places = has_single_key
            .iter()
            .map(|it| it.then(ArcSwapOption::empty))
            .collect();
        // Slots by route take up to half, and leave enough for the largest entry in the map, where they go when that half is full.
        let by_route_limit = if has_single_key.contains(&true) {
            let half = max_bytes / 2;
            half - (2 * max_entry).saturating_sub(half).min(half)
        } else {
            0
        };
        let bytes_of_map = max_bytes - by_route_limit;
        let shards = (bytes_of_map / (2 * max_entry.max(1))).clamp(1, MAX_SHARDS);
        // The map rounds up to a power of two.
        let shards = 1 << shards.ilog2();
        Self {
            by_route: places,
            by_route_bytes: AtomicUsize::new(0),
            by_route_limit,
            map: OnceLock::new(),
            map_bytes: bytes_of_map / shards * shards,
            shards,
            fences: Default::default(),
            hasher: RandomState::default(),
            routes,
            variants,
        }
    }

    /// The size of all slots in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let in_map = self.map.get().map_or(0, Map::weight);
        let in_map = usize::try_from(in_map).unwrap_or(usize::MAX);
        in_map + self.by_route_bytes.load(Ordering::Relaxed)
    }

    /// The number of slots.
    pub(crate) fn count(&self) -> usize {
        let by_route = self.by_route.iter().flatten();
        self.map.get().map_or(0, Map::len) + by_route.filter(|it| it.load().is_some()).count()
    }

    /// Returns the slot of a route with a single key, without looking at the key.
    #[inline]
    pub(crate) fn get_by_route(&self, route: usize) -> Option<SlotRef> {
        let slot = self.by_route.get(route)?.as_ref()?.load();
        if slot.is_none() {
            return None;
        }
        Some(SlotRef::ByRoute(slot))
    }

    fn place(&self, key: &KeyRef<'_>) -> Option<&ArcSwapOption<Slot>> {
        self.by_route.get(key.route())?.as_ref()
    }

    #[expect(clippy::cast_possible_truncation, reason = "a remainder below 16 fits")]
    fn fence(&self, key: &KeyRef<'_>) -> MutexGuard<'_, ()> {
        let index = (self.hasher.hash_one(key) % FENCES as u64) as usize;
        lock(&self.fences[index])
    }

    /// Writes a slot by route, unless that part of the store is full. Readers see the old slot or the new one.
    fn put_by_route(&self, place: &ArcSwapOption<Slot>, slot: &Arc<Slot>) -> bool {
        let bytes = slot.weight();
        let old = place.load().as_ref().map_or(0, |old| old.weight());
        let others = self.by_route_bytes.fetch_add(bytes, Ordering::Relaxed) - old;
        if others + bytes > self.by_route_limit {
            self.by_route_bytes.fetch_sub(bytes, Ordering::Relaxed);
            self.clear(place);
            return false;
        }
        place.store(Some(Arc::clone(slot)));
        self.by_route_bytes.fetch_sub(old, Ordering::Relaxed);
        true
    }

    fn clear(&self, place: &ArcSwapOption<Slot>) {
        if let Some(old) = place.swap(None) {
            self.by_route_bytes
                .fetch_sub(old.weight(), Ordering::Relaxed);
        }
    }

    fn put_in_map(&self, key: &Key, slot: Arc<Slot>) {
        let map = self
            .map
            .get_or_init(|| new_map(self.map_bytes, self.shards));
        let mut evicted = Vec::new();
        map.insert_with_lifecycle(key.clone(), WeighedSlot::new(slot), &mut evicted);
        self.note_change(map, key, &evicted);
    }

    /// Notes that the slot of a key was written, and which slots that has evicted; the old one of this key is among them.
    fn note_change(&self, map: &Map, key: &Key, evicted: &[Key]) {
        for other in evicted.iter().filter(|other| *other != key) {
            observe::eviction(self.routes.get(other.route()).copied());
            self.note_variant(map, other);
        }
        self.note_variant(map, key);
    }

    /// Tells the table of variants whether the map has this key, after each change that concerns it, and removes the variants for
    /// which the table has no room.
    fn note_variant(&self, map: &Map, key: &Key) {
        let mut slot = None;
        let (uses, removed) = self.variants.note(key, || {
            // An entry that is too large for its shard is not in the map.
            slot = map.peek(key);
            slot.as_ref().map(|it| it.weight)
        });
        if let (Some(uses), Some(entry)) = (uses, slot.as_ref().and_then(|it| it.slot.entry())) {
            entry.count_uses_in(uses);
        }
        for other in removed {
            if map.remove(&other).is_some() {
                observe::eviction(self.routes.get(other.route()).copied());
            }
            // Another request may have stored it again.
            self.note_variant(map, &other);
        }
    }

    /// The variants in the map, and those in the table.
    #[cfg(test)]
    pub(crate) fn variants(&self) -> [Content; 2] {
        let in_map = self.map.get().into_iter().flat_map(|map| map.iter());
        let in_map = in_map.filter_map(|(key, slot)| {
            let variant = Arc::clone(key.variant()?);
            Some(((key.without_variant(), variant), slot.weight))
        });
        [in_map.collect(), self.variants.content()]
    }
}

impl Tier for Memory {
    fn get(&self, key: &KeyRef<'_>) -> Option<Arc<Slot>> {
        if let Some(place) = self.place(key)
            && let Some(slot) = place.load_full()
        {
            return Some(slot);
        }
        self.map.get()?.get(key).map(|it| it.slot)
    }

    fn put(&self, key: &Key, slot: Arc<Slot>, now: Duration) -> PutResult {
        let key_ref = key.as_ref();
        let _fence = self.fence(&key_ref);
        let old = self.get(&key_ref);
        if let Some(old) = &old
            && old.generation() > slot.generation()
        {
            return PutResult::Older(old.generation());
        }
        if let Some(entry) = slot.entry()
            && let Validity::Hard(_) = entry.validity(now)
        {
            return PutResult::Invalidated;
        }
        match self.place(&key_ref) {
            Some(place) if self.put_by_route(place, &slot) => {
                self.map.get().map(|map| map.remove(&key_ref));
            }
            _ => self.put_in_map(key, slot),
        }
        PutResult::Stored
    }
}

fn lock(fence: &Mutex<()>) -> MutexGuard<'_, ()> {
    fence.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Clone, Debug)]
struct SlotWeight;

impl Weighter<Key, WeighedSlot> for SlotWeight {
    fn weight(&self, _: &Key, slot: &WeighedSlot) -> u64 {
        slot.weight as u64
    }
}

/// Collects the keys that are evicted by an insertion.
#[derive(Clone, Debug)]
struct CollectEvictions;

impl Lifecycle<Key, WeighedSlot> for CollectEvictions {
    type RequestState = Vec<Key>;

    fn on_evict(&self, evicted: &mut Vec<Key>, key: Key, _: WeighedSlot) {
        evicted.push(key);
    }
}

fn new_map(bytes: usize, shards: usize) -> Map {
    // The map remembers the hashes of evicted keys, as many as there are entries; 4 KiB is a usual size.
    let items = (bytes / 4096).max(shards * 32);
    let hasher = RandomState::default();
    let options = OptionsBuilder::new()
        .estimated_items_capacity(items)
        .weight_capacity(bytes as u64)
        .shards(shards)
        .build();
    match options {
        Ok(options) => Cache::with_options(options, SlotWeight, hasher, CollectEvictions),
        // Only missing options are an error, and none is missing.
        Err(_) => Cache::with(items, bytes as u64, SlotWeight, hasher, CollectEvictions),
    }
}

#[cfg(test)]
mod tests;
