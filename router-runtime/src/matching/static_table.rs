//! The static paths of a tree.

use super::{node_id::NodeId, swar};

/// An open-addressing hash table of static paths, at most five eighths full.
#[derive(Clone, Debug)]
pub(super) struct Table {
    slots: Vec<Bucket>,
    count: usize,
    /// All paths, one after the other. A box for each would take twice the memory.
    paths: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bucket {
    hash: u64,
    /// The start of its path in `paths`.
    start: u32,
    length: u32,
    anchor: NodeId,
    /// `NONE` in an empty slot.
    node: NodeId,
    /// The route that ends at the node, so that static routes are found without it.
    route: NodeId,
}

impl Bucket {
    #[inline]
    pub(super) fn node(&self) -> Option<usize> {
        self.node.get()
    }

    #[inline]
    pub(super) fn route(&self) -> Option<usize> {
        self.route.get()
    }
}

impl Table {
    pub(super) fn new() -> Self {
        Self {
            slots: vec![Bucket::default(); 8],
            count: 0,
            paths: Vec::new(),
        }
    }

    /// Returns the node at the end of this path from the anchor. Inserts `node` if the path is new.
    pub(super) fn node_or(&mut self, anchor: usize, path: &[u8], node: usize) -> usize {
        if let Some(existing) = self.get(anchor, path).and_then(Bucket::node) {
            return existing;
        }
        let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
        let slot = Bucket {
            hash: hash(anchor, path),
            start: number(self.paths.len()),
            length: number(path.len()),
            anchor: NodeId::to(anchor),
            node: NodeId::to(node),
            route: NodeId::NONE,
        };
        self.paths.extend_from_slice(path);
        self.count += 1;
        if self.count * 8 > self.slots.len() * 5 {
            let larger = vec![Bucket::default(); self.slots.len() * 2];
            for slot in std::mem::replace(&mut self.slots, larger) {
                if slot.node != NodeId::NONE {
                    self.place(slot);
                }
            }
        }
        self.place(slot);
        node
    }

    fn place(&mut self, slot: Bucket) {
        let mut at = self.first(slot.hash);
        while self.slots[at].node != NodeId::NONE {
            at = self.next(at);
        }
        self.slots[at] = slot;
    }

    /// Sets the routes that end at the nodes, when all are known. Releases spare capacity: there may be thousands of entries, which are
    /// never removed.
    pub(super) fn finish(&mut self, route_at: impl Fn(usize) -> NodeId) {
        for slot in &mut self.slots {
            if let Some(node) = slot.node() {
                slot.route = route_at(node);
            }
        }
        self.paths.shrink_to_fit();
    }

    /// Returns the place of this path from the anchor, which has a node.
    #[expect(clippy::inline_always, reason = "every request takes this path")]
    #[inline(always)]
    pub(super) fn get(&self, anchor: usize, path: &[u8]) -> Option<&Bucket> {
        let hash = hash(anchor, path);
        let anchor = NodeId::to(anchor);
        let mut at = self.first(hash);
        loop {
            let slot = &self.slots[at];
            if slot.node == NodeId::NONE {
                return None;
            }
            if slot.hash == hash && slot.anchor == anchor && self.has(slot, path) {
                return Some(slot);
            }
            at = self.next(at);
        }
    }

    #[inline]
    fn has(&self, slot: &Bucket, path: &[u8]) -> bool {
        let from = self.paths.get(slot.start as usize..);
        slot.length as usize == path.len() && from.is_some_and(|from| from.starts_with(path))
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
        hasher.add(swar::short(path));
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
