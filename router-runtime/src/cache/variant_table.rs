//! Limits for the variants of each path, so that a client cannot fill the cache with them.

use super::{key::Key, variant::Variant};
use foldhash::fast::RandomState;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The number of entries of a group that are sampled to estimate how often the group is used.
const SAMPLE: usize = 16;

/// The stored variants of each path. Each is an entry of the store, so that the table is bounded with it.
#[derive(Debug)]
pub(crate) struct VariantTable {
    by_path: Mutex<HashMap<RoutePath, PathVariants, RandomState>>,
    /// The maximum number of different headers and cookies of a path.
    max_variants: usize,
    /// The maximum size of all variants of a path.
    max_bytes: usize,
}

/// A route number and a canonical path.
type RoutePath = (usize, Arc<str>);

/// The variants of one path.
#[derive(Debug, Default)]
struct PathVariants {
    /// By declared headers and cookies, in the order in which they were stored.
    groups: Vec<Group>,
    bytes: usize,
    /// The variants in the order in which they were stored or last seen in use. Removed ones may remain for a while.
    order: VecDeque<Arc<Variant>>,
}

/// The variants with the same headers and cookies, which differ by query, and their sizes.
#[derive(Debug)]
struct Group {
    sizes: HashMap<Arc<Variant>, usize, RandomState>,
    first: Arc<Variant>,
}

impl VariantTable {
    pub(crate) fn new(max_variants: usize, max_bytes: usize) -> Self {
        Self {
            by_path: Mutex::default(),
            max_variants,
            max_bytes,
        }
    }

    /// Adds an entry that was stored, and returns the keys whose entries must be removed to make room for it: those that were used
    /// least. `uses` returns how often an entry was used, and halves that number.
    pub(crate) fn insert(
        &self,
        key: &Key,
        size: usize,
        mut uses: impl FnMut(&Key) -> u32,
    ) -> Vec<Key> {
        let Some(variant) = key.variant() else {
            return Vec::new();
        };
        let mut uses = |variant: &Arc<Variant>| uses(&key.with_variant(variant));
        let mut by_path = self.lock();
        let path = by_path.entry(key.without_variant()).or_default();
        path.insert(variant, size);
        let mut removed = Vec::new();
        if path.groups.len() > self.max_variants
            && let Some(group) = path.least_used_group(variant, &mut uses)
        {
            removed.extend(path.groups[group].sizes.keys().cloned());
        }
        let freed = removed.iter().map(|it| path.size(it)).sum::<usize>();
        path.collect_least_used(variant, self.max_bytes + freed, &mut uses, &mut removed);
        removed.iter().map(|it| key.with_variant(it)).collect()
    }

    /// Removes a variant that is not stored any more.
    pub(crate) fn remove(&self, key: &Key) {
        let Some(variant) = key.variant() else {
            return;
        };
        let mut by_path = self.lock();
        let path_of_key = key.without_variant();
        if let Some(path) = by_path.get_mut(&path_of_key) {
            path.remove(variant);
            if path.groups.is_empty() {
                by_path.remove(&path_of_key);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<RoutePath, PathVariants, RandomState>> {
        self.by_path.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PathVariants {
    fn group(&self, variant: &Variant) -> Option<usize> {
        let mut groups = self.groups.iter();
        groups.position(|group| group.first.has_headers_of(variant))
    }

    fn size(&self, variant: &Variant) -> usize {
        let group = self.group(variant).map(|index| &self.groups[index]);
        group
            .and_then(|it| it.sizes.get(variant))
            .copied()
            .unwrap_or(0)
    }

    fn insert(&mut self, variant: &Arc<Variant>, size: usize) {
        let index = self.group(variant).unwrap_or_else(|| {
            self.groups.push(Group {
                sizes: HashMap::default(),
                first: Arc::clone(variant),
            });
            self.groups.len() - 1
        });
        let old = self.groups[index].sizes.insert(Arc::clone(variant), size);
        self.bytes = self.bytes - old.unwrap_or(0) + size;
        if old.is_none() {
            self.order.push_back(Arc::clone(variant));
        }
    }

    fn remove(&mut self, variant: &Variant) {
        let Some(index) = self.group(variant) else {
            return;
        };
        let sizes = &mut self.groups[index].sizes;
        self.bytes -= sizes.remove(variant).unwrap_or(0);
        if sizes.is_empty() {
            self.groups.remove(index);
        }
        let count: usize = self.groups.iter().map(|group| group.sizes.len()).sum();
        if self.order.len() > 2 * count + SAMPLE {
            let groups = &self.groups;
            self.order
                .retain(|it| groups.iter().any(|group| group.sizes.contains_key(it)));
        }
    }

    /// Returns the group that was used least, and among equals the oldest, but not that of the new variant.
    fn least_used_group(
        &self,
        new: &Variant,
        uses: &mut impl FnMut(&Arc<Variant>) -> u32,
    ) -> Option<usize> {
        let groups = self.groups.iter().enumerate();
        let others = groups.filter(|(_, group)| !group.first.has_headers_of(new));
        let counts = others.map(|(index, group)| {
            let sample = group.sizes.keys().take(SAMPLE);
            (sample.map(&mut *uses).fold(0, u32::saturating_add), index)
        });
        counts.min().map(|(_, index)| index)
    }

    /// Collects variants until all others have at most that size: the oldest that were not used since the last time.
    fn collect_least_used(
        &mut self,
        new: &Arc<Variant>,
        max_bytes: usize,
        uses: &mut impl FnMut(&Arc<Variant>) -> u32,
        removed: &mut Vec<Arc<Variant>>,
    ) {
        let mut bytes = self.bytes;
        let mut rest = self.order.len() * 8;
        while bytes > max_bytes && rest > 0 {
            rest -= 1;
            let Some(variant) = self.order.pop_front() else {
                return;
            };
            let size = self.size(&variant);
            if size == 0 {
                continue;
            }
            let stays = variant == *new || removed.contains(&variant) || uses(&variant) > 0;
            if !stays {
                bytes -= size;
                removed.push(Arc::clone(&variant));
            }
            self.order.push_back(variant);
        }
    }
}
