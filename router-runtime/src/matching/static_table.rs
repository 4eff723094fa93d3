//! The static paths of a tree.

use super::{link::Link, word};
use std::ops::Range;

/// An open-addressing hash table of static paths, at most half full.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Where in `entries`; none where the slot is empty.
    slots: Vec<Link>,
    entries: Vec<Entry>,
    /// All paths, one behind the other.
    paths: Vec<u8>,
}

#[derive(Clone, Debug)]
struct Entry {
    hash: u64,
    path: Range<u32>,
    anchor: Link,
    node: Link,
}

impl Table {
    pub(super) fn new() -> Self {
        Self {
            slots: vec![Link::NONE; 64],
            entries: Vec::new(),
            paths: Vec::new(),
        }
    }

    /// The node at the end of this path from the anchor; if it is not known yet, it is this one.
    pub(super) fn node_or(&mut self, anchor: usize, path: &[u8], node: usize) -> usize {
        if let Some(known) = self.get(anchor, path) {
            return known;
        }
        let end = |paths: &[u8]| u32::try_from(paths.len()).unwrap_or(u32::MAX);
        let start = end(&self.paths);
        self.paths.extend_from_slice(path);
        self.entries.push(Entry {
            hash: hash(anchor, path),
            path: start..end(&self.paths),
            anchor: Link::to(anchor),
            node: Link::to(node),
        });
        if self.entries.len() * 2 > self.slots.len() {
            self.slots = vec![Link::NONE; self.slots.len() * 2];
            for index in 0..self.entries.len() {
                self.place(index);
            }
        } else {
            self.place(self.entries.len() - 1);
        }
        node
    }

    /// Gives an entry its slot.
    fn place(&mut self, index: usize) {
        let mut at = self.first(self.entries[index].hash);
        while self.slots[at] != Link::NONE {
            at = self.next(at);
        }
        self.slots[at] = Link::to(index);
    }

    /// It is not added to any more: there may be thousands, and they stay.
    pub(super) fn shrink_to_fit(&mut self) {
        self.entries.shrink_to_fit();
        self.paths.shrink_to_fit();
    }

    /// The node at the end of this path from the anchor.
    #[inline]
    pub(super) fn get(&self, anchor: usize, path: &[u8]) -> Option<usize> {
        let hash = hash(anchor, path);
        let anchor = Link::to(anchor);
        let mut at = self.first(hash);
        loop {
            let entry = &self.entries[self.slots[at].get()?];
            if entry.hash == hash && entry.anchor == anchor && self.path(entry) == path {
                return entry.node.get();
            }
            at = self.next(at);
        }
    }

    #[inline]
    fn path(&self, entry: &Entry) -> &[u8] {
        &self.paths[entry.path.start as usize..entry.path.end as usize]
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "only the low bits are wanted"
    )]
    fn first(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn next(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }
}

#[inline]
fn hash(anchor: usize, path: &[u8]) -> u64 {
    let mut hasher = Hasher(anchor as u64);
    if let Some(last) = path.last_chunk::<8>() {
        for chunk in path.as_chunks::<8>().0 {
            hasher.add(u64::from_le_bytes(*chunk));
        }
        hasher.add(u64::from_le_bytes(*last));
    } else {
        hasher.add(word::short(path));
    }
    hasher.0
}

struct Hasher(u64);

impl Hasher {
    /// Multiplies into 128 bits and folds the halves, as wyhash does.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the low half is meant")]
    fn add(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
}
