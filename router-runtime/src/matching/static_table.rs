//! The static paths of a tree.

use super::{link::Link, word};

/// An open-addressing hash table of static paths, at most half full.
#[derive(Clone, Debug)]
pub(super) struct Table {
    slots: Vec<Slot>,
}

#[derive(Clone, Debug, Default)]
struct Slot {
    hash: u64,
    path: Box<[u8]>,
    anchor: Link,
    /// None where the slot is empty.
    node: Link,
}

impl Table {
    pub(super) fn new(entries: impl ExactSizeIterator<Item = ((usize, String), usize)>) -> Self {
        let size = (entries.len() * 2 + 1).next_power_of_two();
        let mut table = Self {
            slots: vec![Slot::default(); size],
        };
        for ((anchor, path), node) in entries {
            let path = path.into_bytes().into_boxed_slice();
            let hash = hash(anchor, &path);
            let mut at = table.first(hash);
            while table.slots[at].node != Link::NONE {
                at = table.next(at);
            }
            table.slots[at] = Slot {
                hash,
                path,
                anchor: Link::to(anchor),
                node: Link::to(node),
            };
        }
        table
    }

    /// The node at the end of this path from the anchor.
    #[inline]
    pub(super) fn get(&self, anchor: usize, path: &[u8]) -> Option<usize> {
        let hash = hash(anchor, path);
        let anchor = Link::to(anchor);
        let mut at = self.first(hash);
        loop {
            let slot = &self.slots[at];
            let node = slot.node.get()?;
            if slot.hash == hash && slot.anchor == anchor && slot.path[..] == *path {
                return Some(node);
            }
            at = self.next(at);
        }
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
