//! The turns of tasks that remove entries.

use crate::cache::tag::Tag;
use foldhash::fast::RandomState;
use std::{
    collections::HashSet,
    mem,
    sync::{Mutex, PoisonError},
};

/// The tags whose entries have yet to be removed.
#[derive(Debug, Default)]
pub(super) struct Sweeps {
    tags: Mutex<HashSet<Tag, RandomState>>,
    /// One sweep runs at a time. It removes the entries of all tags that were purged before it started.
    turn: tokio::sync::Mutex<()>,
}

impl Sweeps {
    /// Waits until no other sweep runs.
    pub(super) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    pub(super) fn add(&self, tags: impl IntoIterator<Item = Tag>) {
        let mut all = self.tags.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(tags);
    }

    /// Returns the tags that were added, and removes them.
    pub(super) fn take(&self) -> HashSet<Tag, RandomState> {
        mem::take(&mut *self.tags.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
