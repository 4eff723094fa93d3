//! Flights: single runs of a handler for all requests of a key, as in Go's `singleflight`.
//!
//! A state machine without a runtime: locks come from `super::sync`, and waiting is a plain future. The tests compile this very file
//! with the locks of shuttle and explore its interleavings.

use super::sync::{Arc, Mutex, MutexGuard};
use foldhash::fast::RandomState;
use std::{
    collections::{BTreeMap, HashMap},
    future::Future,
    hash::Hash,
    pin::Pin,
    sync::PoisonError,
    task::{Context, Poll, Waker},
};

/// The maximum number of flights of a key: one, and a second if the first started before an invalidation.
const MAX_FLIGHTS: usize = 2;

/// The flights of one cache.
pub(crate) struct Flights<K, V> {
    shared: Arc<Shared<K, V>>,
}

/// The generation that a flight runs, from its start to its end.
pub(crate) trait Start {
    /// The epoch that was current before the handler started.
    fn epoch(&self) -> u64;
}

struct Shared<K, V> {
    table: Mutex<Table<K, V>>,
    max_keys: usize,
    max_waiters: usize,
    #[cfg(test)]
    bug: Option<Bug>,
}

type Table<K, V> = HashMap<K, Vec<Arc<Flight<V>>>, RandomState>;

/// Bugs that tests introduce on purpose, to see that they are found.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    EpochAfterStart,
    DroppedWakeUp,
    JoinsAnyFlight,
    UnregisteredGeneration,
}

struct Flight<V> {
    epoch: u64,
    progress: Mutex<Progress<V>>,
}

struct Progress<V> {
    completion: Option<Completion<V>>,
    wakers: BTreeMap<u64, Option<Waker>>,
    next_waiter: u64,
}

#[derive(Clone)]
enum Completion<V> {
    Value(V),
    /// The leader was dropped without a value.
    LeaderLost,
}

/// The result of joining the flights of a key.
pub(crate) enum Join<K: Eq + Hash, V, G> {
    /// Run the handler; the waiter receives what the leader completes with.
    Lead(Leader<K, V, G>, Waiter<V>),
    /// Wait for a flight that runs.
    Wait(Waiter<V>),
    /// Two flights run, and both are too old: wait for one of them and join again.
    WaitForOlder(Waiter<V>),
    /// There are too many flights, or too many waiters for this one.
    Full,
}

impl<K, V> Clone for Flights<K, V> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Flights<K, V> {
    pub(crate) fn new(max_keys: usize, max_waiters: usize) -> Self {
        Self {
            shared: Arc::new(Shared {
                table: Mutex::new(HashMap::default()),
                max_keys,
                max_waiters,
                #[cfg(test)]
                bug: None,
            }),
        }
    }

    #[cfg(test)]
    pub(crate) fn with_bug(mut self, bug: Option<Bug>) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.shared) {
            shared.bug = bug;
        }
        self
    }

    /// Joins a flight of the key whose epoch is at least `min_epoch`, or starts one.
    pub(crate) fn join<G: Start>(
        &self,
        key: &K,
        min_epoch: u64,
        start: impl FnOnce() -> G,
    ) -> Join<K, V, G> {
        let mut table = lock(&self.shared.table);
        let keys = table.len();
        if let Some(flights) = table.get_mut(key) {
            #[cfg(test)]
            let min_epoch = match self.shared.bug {
                Some(Bug::JoinsAnyFlight) => 0,
                _ => min_epoch,
            };
            if let Some(flight) = flights.iter().rfind(|flight| flight.epoch >= min_epoch) {
                return self.wait_for(flight).map_or(Join::Full, Join::Wait);
            }
            if flights.len() >= MAX_FLIGHTS {
                let waiter = self.wait_for(&flights[0]);
                return waiter.map_or(Join::Full, Join::WaitForOlder);
            }
            let (leader, waiter) = self.start(key, start());
            flights.push(Arc::clone(&leader.flight));
            return Join::Lead(leader, waiter);
        }
        if keys >= self.shared.max_keys {
            return Join::Full;
        }
        let (leader, waiter) = self.start(key, start());
        table.insert(key.clone(), vec![Arc::clone(&leader.flight)]);
        Join::Lead(leader, waiter)
    }

    /// Starts a flight, unless the key has one or the table is full.
    pub(crate) fn try_lead<G: Start>(
        &self,
        key: &K,
        start: impl FnOnce() -> G,
    ) -> Option<Leader<K, V, G>> {
        let mut table = lock(&self.shared.table);
        if table.contains_key(key) || table.len() >= self.shared.max_keys {
            return None;
        }
        let (leader, _) = self.start(key, start());
        table.insert(key.clone(), vec![Arc::clone(&leader.flight)]);
        Some(leader)
    }

    /// The number of flights.
    pub(crate) fn len(&self) -> usize {
        lock(&self.shared.table).values().map(Vec::len).sum()
    }

    fn start<G: Start>(&self, key: &K, generation: G) -> (Leader<K, V, G>, Waiter<V>) {
        let flight = Arc::new(Flight {
            epoch: generation.epoch(),
            progress: Mutex::new(Progress {
                completion: None,
                wakers: BTreeMap::from([(0, None)]),
                next_waiter: 1,
            }),
        });
        let waiter = Waiter {
            flight: Arc::clone(&flight),
            number: 0,
        };
        let leader = Leader {
            shared: Arc::clone(&self.shared),
            key: key.clone(),
            flight,
            generation,
            is_complete: false,
        };
        (leader, waiter)
    }

    fn wait_for(&self, flight: &Arc<Flight<V>>) -> Option<Waiter<V>> {
        let mut progress = lock(&flight.progress);
        if progress.wakers.len() >= self.shared.max_waiters {
            return None;
        }
        let number = progress.next_waiter;
        progress.next_waiter += 1;
        progress.wakers.insert(number, None);
        Some(Waiter {
            flight: Arc::clone(flight),
            number,
        })
    }
}

/// The right and the duty to complete a flight. Dropped before that, it wakes the waiters without a value.
pub(crate) struct Leader<K: Eq + Hash, V, G> {
    shared: Arc<Shared<K, V>>,
    key: K,
    flight: Arc<Flight<V>>,
    generation: G,
    is_complete: bool,
}

impl<K: Eq + Hash, V, G> Leader<K, V, G> {
    /// The generation that runs until the flight ends.
    pub(crate) fn generation(&self) -> &G {
        &self.generation
    }

    /// Ends the flight and wakes all waiters. The value must be stored before, if it is to be stored.
    pub(crate) fn complete(mut self, value: V) {
        self.end(Completion::Value(value));
    }

    fn end(&mut self, completion: Completion<V>) {
        self.is_complete = true;
        let mut table = lock(&self.shared.table);
        if let Some(flights) = table.get_mut(&self.key) {
            flights.retain(|flight| !Arc::ptr_eq(flight, &self.flight));
            if flights.is_empty() {
                table.remove(&self.key);
            }
        }
        drop(table);
        let mut progress = lock(&self.flight.progress);
        progress.completion = Some(completion);
        let wakers: Vec<Waker> = progress
            .wakers
            .values_mut()
            .filter_map(Option::take)
            .collect();
        drop(progress);
        #[cfg(test)]
        let wakers = wakers
            .into_iter()
            .skip(usize::from(self.shared.bug == Some(Bug::DroppedWakeUp)));
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl<K: Eq + Hash, V, G> Drop for Leader<K, V, G> {
    fn drop(&mut self) {
        if !self.is_complete {
            self.end(Completion::LeaderLost);
        }
    }
}

/// A future of the value that a flight completes with; `None` if its leader was lost.
pub(crate) struct Waiter<V> {
    flight: Arc<Flight<V>>,
    number: u64,
}

impl<V: Clone> Future for Waiter<V> {
    type Output = Option<V>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut progress = lock(&self.flight.progress);
        if let Some(completion) = &progress.completion {
            return Poll::Ready(match completion {
                Completion::Value(value) => Some(value.clone()),
                Completion::LeaderLost => None,
            });
        }
        let waker = Some(context.waker().clone());
        progress.wakers.insert(self.number, waker);
        Poll::Pending
    }
}

impl<V> Drop for Waiter<V> {
    fn drop(&mut self) {
        lock(&self.flight.progress).wakers.remove(&self.number);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
