//! Compressed forms of stored entries.

use super::{Map, Memory, WeighedSlot};
use crate::cache::{
    http::{coding::Coding, representation::Representation},
    key::Key,
    store::slot::Slot,
};
use std::sync::{Arc, atomic::Ordering};

impl Memory {
    /// Returns `true` if this very slot is stored. That is not a use of it.
    pub(crate) fn holds(&self, key: &Key, slot: &Arc<Slot>) -> bool {
        self.has_by_route(key, slot) || self.map_with(key, slot).is_some()
    }

    fn has_by_route(&self, key: &Key, slot: &Arc<Slot>) -> bool {
        let place = self.place(&key.as_ref());
        place.is_some_and(|place| {
            place
                .load()
                .as_ref()
                .is_some_and(|it| Arc::ptr_eq(it, slot))
        })
    }

    /// Returns the map if it has this very slot.
    fn map_with(&self, key: &Key, slot: &Arc<Slot>) -> Option<&Map> {
        let map = self.map.get()?;
        let stored = map.peek(key)?;
        Arc::ptr_eq(&stored.slot, slot).then_some(map)
    }

    /// Adds a compressed form to a stored entry, unless another slot has replaced the entry. Without room for it, the plain body is sent.
    pub(crate) fn add_form(
        &self,
        key: &Key,
        slot: &Arc<Slot>,
        coding: Coding,
        form: Option<Representation>,
    ) {
        let _fence = self.fence(&key.as_ref());
        let place = slot
            .entry()
            .and_then(|entry| entry.response.forms.get(coding));
        let Some(place) = place else { return };
        let bytes = form.as_ref().map_or(0, Representation::weight);
        if self.has_by_route(key, slot) {
            let all = self.by_route_bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
            if all <= self.by_route_limit {
                return place.set(form);
            }
            self.by_route_bytes.fetch_sub(bytes, Ordering::Relaxed);
            return place.set(None);
        }
        let Some(map) = self.map_with(key, slot) else {
            return;
        };
        // The map refuses an entry that is too large for its shard.
        if slot.weight() + bytes > self.map_bytes / self.shards / 4 * 3 {
            return place.set(None);
        }
        place.set(form);
        let mut evicted = Vec::new();
        let weighed = WeighedSlot::new(Arc::clone(slot));
        // Not a use of the entry, which would protect it from eviction.
        let _ = map.replace_with_lifecycle(key.clone(), weighed, true, &mut evicted);
        self.note_change(map, key, &evicted);
    }
}
