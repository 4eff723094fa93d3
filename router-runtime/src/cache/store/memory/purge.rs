//! The removal of entries that were invalidated.

use super::{Map, MapIter, Memory, lock};
use crate::cache::{
    key::{Key, KeyRef},
    store::slot::Slot,
    tag_table::Validity,
};
use std::{sync::Arc, time::Duration};

impl Memory {
    /// Removes the invalid entries of a route at a canonical path.
    pub(crate) fn remove_path(&self, route: usize, path: &str, now: Duration) {
        let key = KeyRef::without_variant(route, path);
        if let Some(place) = self.place(&key) {
            let _fence = self.fence(&key);
            if place
                .load()
                .as_deref()
                .is_some_and(|it| is_invalid(it, now))
            {
                self.clear(place);
            }
        }
        let Some(map) = self.map.get() else {
            return;
        };
        let key = key.to_key();
        let variants = self.variants.of_path(&key);
        let variants = variants.iter().map(|it| key.with_variant(it));
        for key in variants.chain([key.clone()]) {
            self.remove_from(map, &key, now);
        }
    }

    /// Starts to remove the invalid entries for which `is_removed` returns `true`.
    pub(crate) fn sweep<F: Fn(&Slot) -> bool>(&self, is_removed: F, now: Duration) -> Sweep<'_, F> {
        let has_to_be_removed = |slot: &Arc<Slot>| is_invalid(slot, now) && is_removed(slot);
        let by_route = self.by_route.iter().flatten();
        let mut found = by_route
            .filter(|place| place.load().as_ref().is_some_and(has_to_be_removed))
            .peekable();
        if found.peek().is_some() {
            // Nothing is stored by route meanwhile.
            let _fences = self.fences.each_ref().map(lock);
            for place in found {
                if place.load().as_ref().is_some_and(has_to_be_removed) {
                    self.clear(place);
                }
            }
        }
        Sweep {
            memory: self,
            in_map: self.map.get().map(|map| (map, map.iter())),
            is_removed,
            now,
        }
    }

    /// Removes an invalid entry, unless a newer one has replaced it.
    fn remove_from(&self, map: &Map, key: &Key, now: Duration) {
        let removed = map.remove_if(key, |it| is_invalid(&it.slot, now));
        if removed.is_some() {
            self.note_variant(map, key);
        }
    }
}

/// Returns `true` for an entry with a tag that was invalidated since its generation started.
fn is_invalid(slot: &Slot, now: Duration) -> bool {
    let entry = slot.entry();
    entry.is_some_and(|entry| matches!(entry.validity(now), Validity::Hard(_)))
}

/// The removal of entries from the map. It locks for one entry at a time. Entries that are stored meanwhile are valid.
pub(crate) struct Sweep<'m, F> {
    memory: &'m Memory,
    in_map: Option<(&'m Map, MapIter<'m>)>,
    is_removed: F,
    now: Duration,
}

impl<F: Fn(&Slot) -> bool> Sweep<'_, F> {
    /// Looks at up to so many entries. Returns `true` if it has looked at all.
    pub(crate) fn proceed(&mut self, entries: usize) -> bool {
        let Some((map, all)) = &mut self.in_map else {
            return true;
        };
        let mut looked = 0;
        for (key, it) in all.by_ref().take(entries) {
            looked += 1;
            if is_invalid(&it.slot, self.now) && (self.is_removed)(&it.slot) {
                self.memory.remove_from(map, &key, self.now);
            }
        }
        looked < entries
    }
}
