//! Slots of a store: an entry, or the mark that a key is uncacheable.

use super::entry::{BASE_WEIGHT, Entry, Generation};
use crate::cache::key::Key;
use std::time::Duration;

/// The time for which a key bypasses the cache after a response that could not be stored.
const UNCACHEABLE_FOR: Duration = Duration::from_secs(120);

/// The value of a key in a store.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "slots are behind an `Arc`, and most are entries"
)]
pub(crate) enum Slot {
    /// A response or data.
    Stored(Entry),
    /// The last response could not be stored: until then, requests run in parallel.
    Uncacheable {
        until: Duration,
        generation: Generation,
        weight: usize,
    },
}

impl Slot {
    /// Marks a key whose response could not be stored as uncacheable.
    pub(crate) fn uncacheable(key: &Key, generation: Generation, now: Duration) -> Self {
        Self::Uncacheable {
            until: now + UNCACHEABLE_FOR,
            generation,
            weight: key.weight() + BASE_WEIGHT,
        }
    }

    pub(crate) fn generation(&self) -> Generation {
        match self {
            Self::Stored(entry) => entry.generation,
            Self::Uncacheable { generation, .. } => *generation,
        }
    }

    /// The size in bytes, including the key.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Stored(entry) => entry.weight(),
            Self::Uncacheable { weight, .. } => *weight,
        }
    }

    pub(crate) fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Stored(entry) => Some(entry),
            Self::Uncacheable { .. } => None,
        }
    }
}
