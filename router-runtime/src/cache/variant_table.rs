//! A limit for the variants of each path, so that a client cannot fill the cache with them.

use super::{key::Key, variant::Variant};
use foldhash::fast::RandomState;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The maximum number of stored variants of one path.
const MAX_VARIANTS: usize = 16;
/// The maximum number of paths in the table.
const MAX_PATHS: usize = 65_536;

/// The admitted variants of each path.
#[derive(Debug, Default)]
pub(crate) struct VariantTable {
    by_path: Mutex<HashMap<RoutePath, Vec<Arc<Variant>>, RandomState>>,
}

/// A route number and a canonical path.
type RoutePath = (usize, Arc<str>);

impl VariantTable {
    /// Returns `true` if this variant may be stored: it is among the first of its path.
    pub(crate) fn admit(&self, key: &Key) -> bool {
        let Some(variant) = key.variant() else {
            return true;
        };
        let mut by_path = self.by_path.lock().unwrap_or_else(PoisonError::into_inner);
        let path = key.without_variant();
        if by_path.len() >= MAX_PATHS && !by_path.contains_key(&path) {
            // Variants that were admitted before are still bounded by the bytes of the store.
            by_path.clear();
        }
        let admitted = by_path.entry(path).or_default();
        if admitted.contains(variant) {
            return true;
        }
        if admitted.len() >= MAX_VARIANTS {
            return false;
        }
        admitted.push(Arc::clone(variant));
        true
    }

    /// Makes room for another variant when this one is not stored any more.
    pub(crate) fn remove(&self, key: &Key) {
        let Some(variant) = key.variant() else {
            return;
        };
        let mut by_path = self.by_path.lock().unwrap_or_else(PoisonError::into_inner);
        let path = key.without_variant();
        if let Some(admitted) = by_path.get_mut(&path) {
            admitted.retain(|other| other != variant);
            if admitted.is_empty() {
                by_path.remove(&path);
            }
        }
    }
}
