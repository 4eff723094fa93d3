//! Who runs a handler and who waits for it: a table of flights, by key.
//!
//! A state machine without a runtime: locks come from `super::sync`, waiting is a plain future. The tests compile this very file
//! over shuttle's locks and explore its interleavings.

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

/// The flights of a key: one, and a second if the first started before an invalidation.
const MOST_FLIGHTS: usize = 2;

/// All flights of one cache.
pub(crate) struct Flights<K, V> {
    shared: Arc<Shared<K, V>>,
}

struct Shared<K, V> {
    table: Mutex<Table<K, V>>,
    most_keys: usize,
    most_waiters: usize,
    #[cfg(test)]
    bug: Option<Bug>,
}

type Table<K, V> = HashMap<K, Vec<Arc<Flight<V>>>, RandomState>;

/// Mistakes that the tests make on purpose, to see that they would be found.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    EpochAfterStart,
    DroppedWakeUp,
    JoinsAnyFlight,
}

struct Flight<V> {
    epoch: u64,
    state: Mutex<State<V>>,
}

struct State<V> {
    landed: Option<Landing<V>>,
    waiters: BTreeMap<u64, Option<Waker>>,
    next_waiter: u64,
}

/// What came of a flight.
#[derive(Clone)]
enum Landing<V> {
    With(V),
    /// Its leader was lost.
    Empty,
}

/// What to do about a key.
pub(crate) enum Join<K: Eq + Hash, V> {
    /// Run the handler; the second value waits for what the first one lands.
    Lead(Lead<K, V>, Wait<V>),
    /// Wait for a handler that runs.
    Follow(Wait<V>),
    /// Two handlers run, both too old; wait for one of them and ask again.
    Behind(Wait<V>),
    /// There are too many flights, or too many wait for this one.
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
    pub(crate) fn new(most_keys: usize, most_waiters: usize) -> Self {
        Self {
            shared: Arc::new(Shared {
                table: Mutex::new(HashMap::default()),
                most_keys,
                most_waiters,
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

    /// Joins the flight of a key that is not older than `least`, or starts one at the epoch that `epoch` reads.
    pub(crate) fn join(&self, key: &K, least: u64, epoch: impl FnOnce() -> u64) -> Join<K, V> {
        let mut table = lock(&self.shared.table);
        let keys = table.len();
        if let Some(flights) = table.get_mut(key) {
            #[cfg(test)]
            let least = match self.shared.bug {
                Some(Bug::JoinsAnyFlight) => 0,
                _ => least,
            };
            if let Some(flight) = flights.iter().rfind(|flight| flight.epoch >= least) {
                return self.follow(flight).map_or(Join::Full, Join::Follow);
            }
            if flights.len() >= MOST_FLIGHTS {
                return self.follow(&flights[0]).map_or(Join::Full, Join::Behind);
            }
            let (lead, wait) = self.start(key, epoch());
            flights.push(Arc::clone(&lead.flight));
            return Join::Lead(lead, wait);
        }
        if keys >= self.shared.most_keys {
            return Join::Full;
        }
        let (lead, wait) = self.start(key, epoch());
        table.insert(key.clone(), vec![Arc::clone(&lead.flight)]);
        Join::Lead(lead, wait)
    }

    /// Starts a flight unless the key has one.
    pub(crate) fn lead(&self, key: &K, epoch: impl FnOnce() -> u64) -> Option<Lead<K, V>> {
        let mut table = lock(&self.shared.table);
        if table.contains_key(key) || table.len() >= self.shared.most_keys {
            return None;
        }
        let (lead, _) = self.start(key, epoch());
        table.insert(key.clone(), vec![Arc::clone(&lead.flight)]);
        Some(lead)
    }

    /// The flights in the air.
    pub(crate) fn len(&self) -> usize {
        lock(&self.shared.table).values().map(Vec::len).sum()
    }

    fn start(&self, key: &K, epoch: u64) -> (Lead<K, V>, Wait<V>) {
        let flight = Arc::new(Flight {
            epoch,
            state: Mutex::new(State {
                landed: None,
                waiters: BTreeMap::from([(0, None)]),
                next_waiter: 1,
            }),
        });
        let wait = Wait {
            flight: Arc::clone(&flight),
            waiter: 0,
        };
        let lead = Lead {
            shared: Arc::clone(&self.shared),
            key: key.clone(),
            flight,
            landed: false,
        };
        (lead, wait)
    }

    fn follow(&self, flight: &Arc<Flight<V>>) -> Option<Wait<V>> {
        let mut state = lock(&flight.state);
        if state.waiters.len() >= self.shared.most_waiters {
            return None;
        }
        let waiter = state.next_waiter;
        state.next_waiter += 1;
        state.waiters.insert(waiter, None);
        Some(Wait {
            flight: Arc::clone(flight),
            waiter,
        })
    }
}

/// The right and the duty to land a flight. Dropped, it lands empty.
pub(crate) struct Lead<K: Eq + Hash, V> {
    shared: Arc<Shared<K, V>>,
    key: K,
    flight: Arc<Flight<V>>,
    landed: bool,
}

impl<K: Eq + Hash, V> Lead<K, V> {
    /// The epoch that was current before the handler started.
    pub(crate) fn epoch(&self) -> u64 {
        self.flight.epoch
    }

    #[cfg(test)]
    pub(crate) fn bug(&self) -> Option<Bug> {
        self.shared.bug
    }

    /// Ends the flight and wakes all who wait. What is to be stored was stored before.
    pub(crate) fn land(mut self, value: V) {
        self.end(Landing::With(value));
    }

    fn end(&mut self, value: Landing<V>) {
        self.landed = true;
        let mut table = lock(&self.shared.table);
        if let Some(flights) = table.get_mut(&self.key) {
            flights.retain(|flight| !Arc::ptr_eq(flight, &self.flight));
            if flights.is_empty() {
                table.remove(&self.key);
            }
        }
        drop(table);
        let mut state = lock(&self.flight.state);
        state.landed = Some(value);
        let wakers: Vec<Waker> = state
            .waiters
            .values_mut()
            .filter_map(Option::take)
            .collect();
        drop(state);
        #[cfg(test)]
        let wakers = wakers
            .into_iter()
            .skip(usize::from(self.shared.bug == Some(Bug::DroppedWakeUp)));
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl<K: Eq + Hash, V> Drop for Lead<K, V> {
    fn drop(&mut self) {
        if !self.landed {
            self.end(Landing::Empty);
        }
    }
}

/// Waits for a flight: what it landed, or nothing if its leader was lost.
pub(crate) struct Wait<V> {
    flight: Arc<Flight<V>>,
    waiter: u64,
}

impl<V: Clone> Future for Wait<V> {
    type Output = Option<V>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = lock(&self.flight.state);
        if let Some(landed) = &state.landed {
            return Poll::Ready(match landed {
                Landing::With(value) => Some(value.clone()),
                Landing::Empty => None,
            });
        }
        let waker = Some(context.waker().clone());
        state.waiters.insert(self.waiter, waker);
        Poll::Pending
    }
}

impl<V> Drop for Wait<V> {
    fn drop(&mut self) {
        lock(&self.flight.state).waiters.remove(&self.waiter);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
