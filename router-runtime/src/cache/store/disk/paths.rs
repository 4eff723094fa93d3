//! The last invalidations of paths, which take no room in the file.

use super::tables::EntryKey;
use foldhash::fast::RandomState;
use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};
use tokio::time::Instant;

/// The time for which the invalidation of a path is remembered. After that, every generation that started before it is refused.
const REMEMBERED: Duration = Duration::from_secs(600);
/// The maximum number of remembered invalidations of paths.
const MAX_PATHS: usize = 65_536;

/// The last invalidations of paths, which generations that still run must not miss.
#[derive(Default)]
pub(super) struct RecentPaths {
    epochs: HashMap<[u8; 16], u64, RandomState>,
    order: VecDeque<([u8; 16], u64, Instant)>,
    /// The epoch of the last one that was forgotten.
    forgotten: u64,
}

impl RecentPaths {
    pub(super) fn add(&mut self, path: [u8; 16], epoch: u64, now: Instant) {
        self.epochs.insert(path, epoch);
        self.order.push_back((path, epoch, now));
        while let Some((path, epoch, at)) = self.order.front().copied() {
            if now.duration_since(at) < REMEMBERED && self.order.len() <= MAX_PATHS {
                break;
            }
            self.order.pop_front();
            self.forgotten = self.forgotten.max(epoch);
            if self.epochs.get(&path) == Some(&epoch) {
                self.epochs.remove(&path);
            }
        }
    }

    /// Forgets all, so that every generation of an earlier epoch is refused.
    pub(super) fn forget_before(&mut self, epoch: u64) {
        *self = Self {
            forgotten: epoch,
            ..Self::default()
        };
    }

    /// The epoch before which an entry of this key is invalid.
    pub(super) fn last(&self, key: &EntryKey) -> u64 {
        let path = key.first_chunk().and_then(|path| self.epochs.get(path));
        path.copied().unwrap_or(0).max(self.forgotten)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forgotten_invalidation_applies_to_every_earlier_generation() {
        let (mut paths, start) = (RecentPaths::default(), Instant::now());
        paths.add([1; 16], 5, start);
        assert_eq!((paths.last(&[1; 32]), paths.last(&[2; 32])), (5, 0));
        paths.add([3; 16], 6, start + REMEMBERED);
        assert_eq!((paths.last(&[1; 32]), paths.last(&[2; 32])), (5, 5));
        assert_eq!(paths.last(&[3; 32]), 6);
        for epoch in 7..=7 + MAX_PATHS as u64 {
            paths.add([4; 16], epoch, start + REMEMBERED);
        }
        assert!(paths.last(&[1; 32]) > 6);
    }
}
