//! Where answers are kept. Memory is the first store; others stand behind the same trait.

use super::{
    cell::{Cell, Generation},
    key::{Key, KeyRef},
    tags::{Tag, TagTable},
};
use std::{sync::Arc, time::Duration};

/// Keeps one cell a key. A store knows keys and generations, and no routes.
pub(crate) trait Store: Send + Sync {
    /// What is kept, valid or not.
    fn get(&self, key: &KeyRef<'_>) -> Option<Arc<Cell>>;

    /// Keeps a cell unless it is older than what is kept, or was invalidated since its generation started.
    fn put(&self, key: &Key, cell: Arc<Cell>, tags: &TagTable, now: Duration) -> Put;

    /// Removes all that carries the tag.
    fn remove_tagged(&self, tag: &Tag);
}

/// What became of a cell that was to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    /// It is kept.
    Kept,
    /// What is kept is newer.
    Older(Generation),
    /// It was invalidated while it was made.
    Invalidated,
}
