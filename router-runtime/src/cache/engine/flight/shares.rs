//! Places that routes share, so that none takes those of the others.

use foldhash::fast::RandomState;
use std::collections::HashMap;

/// A number of places, and how many of them each route has taken.
pub(super) struct Shares {
    places: usize,
    taken: usize,
    by_route: HashMap<usize, usize, RandomState>,
}

impl Shares {
    pub(super) fn new(places: usize) -> Self {
        Self {
            places,
            taken: 0,
            by_route: HashMap::default(),
        }
    }

    /// Returns `true` if more places are free than the route has taken.
    ///
    /// So one route takes at most half of the places, and each further route at most half of those that are left.
    pub(super) fn has_room_for(&self, route: usize) -> bool {
        self.of(route) < self.places.saturating_sub(self.taken)
    }

    /// Returns `true` if the route has more than half of the places that are taken.
    pub(super) fn are_mostly_of(&self, route: usize) -> bool {
        self.of(route) > self.taken / 2
    }

    /// Returns `true` if more than a quarter of the places are taken.
    pub(super) fn are_scarce(&self) -> bool {
        self.taken > self.places / 4
    }

    pub(super) fn take(&mut self, route: usize) {
        self.taken += 1;
        *self.by_route.entry(route).or_default() += 1;
    }

    pub(super) fn give_back(&mut self, route: usize) {
        self.taken -= 1;
        if let Some(taken) = self.by_route.get_mut(&route) {
            *taken -= 1;
            if *taken == 0 {
                self.by_route.remove(&route);
            }
        }
    }

    /// The number of places that are taken.
    #[cfg(test)]
    pub(super) fn taken(&self) -> usize {
        assert_eq!(self.taken, self.by_route.values().sum::<usize>());
        self.taken
    }

    fn of(&self, route: usize) -> usize {
        self.by_route.get(&route).copied().unwrap_or_default()
    }
}
