//! The changes of one transaction.

use super::{tables::EntryKey, value::Value};
use crate::cache::{effect::Effect, store::second_tier::Degraded, tag::Tag};
use foldhash::fast::RandomState;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};
use tokio::sync::oneshot;

pub(super) type Changes = HashMap<EntryKey, EntryChange, RandomState>;

/// The change of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EntryChange {
    Put(Arc<Value>),
    Remove,
}

/// The changes of one transaction.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) invalidations: Vec<Invalidation>,
    pub(super) changes: Arc<Changes>,
    /// The keys of entries that were read.
    pub(super) used: HashSet<EntryKey, RandomState>,
    /// `true` if invalidations or removals were dropped: no entry of the file may be sent.
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
