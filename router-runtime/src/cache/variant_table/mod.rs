//! Limits for the variants of each path, so that a client cannot fill the cache with them.

mod uses;

use super::{key::Key, variant::Variant};
use foldhash::fast::RandomState;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uses::UseCounter;
pub(crate) use uses::VariantUses;

/// The number of passes over a variant until its uses are halved to zero.
const PASSES: usize = 1 + uses::MAX_USES.ilog2() as usize + 1;

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

/// Variants and their sizes.
#[cfg(test)]
pub(crate) type Content = HashMap<(RoutePath, Arc<Variant>), usize>;

/// The variants of one path.
#[derive(Debug, Default)]
struct PathVariants {
    /// By declared headers and cookies, in the order in which they were stored.
    groups: Vec<Group>,
    bytes: usize,
    /// The variants in the order in which they were stored or last seen in use, by number.
    order: BTreeMap<u64, Arc<Variant>>,
    next_number: u64,
}

/// The variants with the same headers and cookies, which differ by query.
#[derive(Debug)]
struct Group {
    stored: HashMap<Arc<Variant>, StoredVariant, RandomState>,
    first: Arc<Variant>,
    uses: Arc<UseCounter>,
}

#[derive(Debug)]
struct StoredVariant {
    size: usize,
    /// Its number in the order.
    number: u64,
    uses: Arc<VariantUses>,
}

impl VariantTable {
    pub(crate) fn new(max_variants: usize, max_bytes: usize) -> Self {
        Self {
            by_path: Mutex::default(),
            max_variants,
            max_bytes,
        }
    }

    /// Notes whether a variant is stored, after each change of the store. `size` looks it up, and returns its size if it is stored.
    ///
    /// `size` is called under the table's lock. Of concurrent changes, the one that is noted last finds the variant as the store has
    /// it. Returns the counter of its uses if it is stored, and the keys that the table has removed to make
    /// room for it. The store must remove these as well, and then note that.
    pub(crate) fn note(
        &self,
        key: &Key,
        size: impl FnOnce() -> Option<usize>,
    ) -> (Option<Arc<VariantUses>>, Vec<Key>) {
        let Some(variant) = key.variant() else {
            return (None, Vec::new());
        };
        let mut by_path = self.lock();
        let Some(size) = size() else {
            let path_of_key = key.without_variant();
            if let Some(path) = by_path.get_mut(&path_of_key) {
                path.remove(variant);
                if path.groups.is_empty() {
                    by_path.remove(&path_of_key);
                }
            }
            return (None, Vec::new());
        };
        let path = by_path.entry(key.without_variant()).or_default();
        let uses = path.insert(variant, size);
        let mut removed = Vec::new();
        if path.groups.len() > self.max_variants {
            path.remove_least_used_group(variant, &mut removed);
        }
        path.remove_least_used(variant, self.max_bytes, &mut removed);
        let removed = removed.iter().map(|it| key.with_variant(it)).collect();
        (Some(uses), removed)
    }

    /// The variants in the table with the path of a key.
    pub(crate) fn of_path(&self, key: &Key) -> Vec<Arc<Variant>> {
        let by_path = self.lock();
        let path = by_path.get(&key.without_variant());
        let variants = path.map(|path| path.order.values().cloned().collect());
        variants.unwrap_or_default()
    }

    /// The variants in the table, and their sizes.
    #[cfg(test)]
    pub(crate) fn content(&self) -> Content {
        let mut content = Content::new();
        for (path, variants) in &*self.lock() {
            let groups = variants.groups.iter();
            let stored = groups.flat_map(|group| &group.stored);
            content.extend(stored.map(|(it, stored)| ((path.clone(), it.clone()), stored.size)));
            let order: std::collections::HashSet<_> = variants.order.values().cloned().collect();
            assert_eq!(order.len(), variants.order.len());
            let in_order = order.into_iter().map(|it| (path.clone(), it));
            let bytes: usize = in_order.map(|it| content[&it]).sum();
            assert_eq!(variants.bytes, bytes);
        }
        content
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

    fn number(&mut self) -> u64 {
        self.next_number += 1;
        self.next_number
    }

    /// Adds a variant as the newest, and returns the counter of its uses. One that is in the table keeps its counter.
    fn insert(&mut self, variant: &Arc<Variant>, size: usize) -> Arc<VariantUses> {
        let number = self.number();
        let index = self.group(variant).unwrap_or_else(|| {
            self.groups.push(Group {
                stored: HashMap::default(),
                first: Arc::clone(variant),
                uses: Arc::default(),
            });
            self.groups.len() - 1
        });
        let group = &mut self.groups[index];
        let old = group.stored.remove(variant);
        if let Some(old) = &old {
            self.bytes -= old.size;
            self.order.remove(&old.number);
        }
        let uses = old.map_or_else(|| Arc::new(VariantUses::new(&group.uses)), |old| old.uses);
        let stored = StoredVariant {
            size,
            number,
            uses: Arc::clone(&uses),
        };
        group.stored.insert(Arc::clone(variant), stored);
        self.bytes += size;
        self.order.insert(number, Arc::clone(variant));
        uses
    }

    fn remove(&mut self, variant: &Variant) {
        let Some(index) = self.group(variant) else {
            return;
        };
        let stored = &mut self.groups[index].stored;
        let removed = stored.remove(variant);
        if stored.is_empty() {
            self.groups.remove(index);
        }
        if let Some(removed) = removed {
            self.bytes -= removed.size;
            self.order.remove(&removed.number);
        }
    }

    /// Removes the group that was used least, but not that of the new variant, and halves the uses of the others.
    ///
    /// Among equals it is the newest, so that groups without uses replace each other.
    fn remove_least_used_group(&mut self, new: &Variant, removed: &mut Vec<Arc<Variant>>) {
        let groups = self.groups.iter().enumerate();
        let others = groups.filter(|(_, group)| !group.first.has_headers_of(new));
        let uses = others.map(|(index, group)| (group.uses.halve(), Reverse(index)));
        let Some((_, Reverse(index))) = uses.min() else {
            return;
        };
        for (variant, stored) in self.groups.remove(index).stored {
            self.bytes -= stored.size;
            self.order.remove(&stored.number);
            removed.push(variant);
        }
    }

    /// Removes the oldest variants without uses until the others have at most that size. The uses of those that stay are halved.
    fn remove_least_used(
        &mut self,
        new: &Variant,
        max_bytes: usize,
        removed: &mut Vec<Arc<Variant>>,
    ) {
        let mut looks = self.order.len() * PASSES;
        while self.bytes > max_bytes
            && looks > 0
            && let Some((_, variant)) = self.order.pop_first()
        {
            looks -= 1;
            if *variant == *new || self.halve_uses(&variant) > 0 {
                self.move_to_end(variant);
            } else {
                self.remove(&variant);
                removed.push(variant);
            }
        }
    }

    fn stored(&mut self, variant: &Variant) -> Option<&mut StoredVariant> {
        let index = self.group(variant)?;
        self.groups[index].stored.get_mut(variant)
    }

    fn halve_uses(&mut self, variant: &Variant) -> u32 {
        self.stored(variant).map_or(0, |stored| stored.uses.halve())
    }

    fn move_to_end(&mut self, variant: Arc<Variant>) {
        let number = self.number();
        if let Some(stored) = self.stored(&variant) {
            stored.number = number;
            self.order.insert(number, variant);
        }
    }
}

#[cfg(test)]
mod tests;
