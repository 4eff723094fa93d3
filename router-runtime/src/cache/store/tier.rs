//! The trait of stores.

use super::{entry::Generation, slot::Slot};
use crate::cache::key::{Key, KeyRef};
use std::{sync::Arc, time::Duration};

/// A store with one slot per key. It knows keys and generations, but no routes. Memory is the first tier; others follow.
pub(crate) trait Tier: Send + Sync {
    /// Returns the slot of a key, whether it is valid or not.
    fn get(&self, key: &KeyRef<'_>) -> Option<Arc<Slot>>;

    /// Stores a slot, unless it is older than the stored one, or was invalidated since its generation started.
    fn put(&self, key: &Key, slot: Arc<Slot>, now: Duration) -> PutResult;
}

/// The result of storing a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PutResult {
    /// The slot is stored.
    Stored,
    /// The stored slot is of this newer generation.
    Older(Generation),
    /// The slot was invalidated while it was generated.
    Invalidated,
}
