//! Flights: single runs of a handler for all requests of a key, as in Go's `singleflight`.
//!
//! A state machine without a runtime: locks come from `super::sync`, and waiting is a plain future. The tests compile this very file
//! with the locks of shuttle and explore its interleavings.

mod shares;

use super::sync::{Arc, Mutex, MutexGuard};
use foldhash::fast::RandomState;
use shares::Shares;
use std::{
    collections::{BTreeMap, HashMap},
    future::{Future, poll_fn},
    hash::Hash,
    pin::Pin,
    sync::PoisonError,
    task::{Context, Poll, Waker},
};

/// The maximum number of flights of a key: one, and a second if the first started before an invalidation or is overdue.
const MAX_FLIGHTS: usize = 2;

/// The flights of one cache.
pub(crate) struct Flights<K: Eq + Hash + Clone, V> {
    shared: Arc<FlightsState<K, V>>,
}

/// The generation that a flight runs, from its start to its end.
pub(crate) trait Start {
    /// The epoch that was current before the handler started.
    fn epoch(&self) -> u64;
}

struct FlightsState<K: Eq + Hash + Clone, V> {
    table: Mutex<Table<K, V>>,
    #[cfg(test)]
    bug: Option<Bug>,
}

struct Table<K, V> {
    by_key: HashMap<K, OfKey<K, V>, RandomState>,
    keys: Shares,
    waiters: Shares,
}

/// The flights of one key, at least one.
struct OfKey<K, V> {
    /// The route whose place the key takes: that of the request that started the first flight.
    route: usize,
    flights: Vec<Arc<Flight<K, V>>>,
}

/// Bugs that tests introduce on purpose, to see that they are found.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    EpochAfterStart,
    DroppedWakeUp,
    JoinsAnyFlight,
    UnregisteredGeneration,
    GivenUpInTable,
}

struct Flight<K, V> {
    key: K,
    epoch: u64,
    /// `true` if it is given up when it has no waiters and places are scarce.
    is_foreground: bool,
    progress: Mutex<Progress<V>>,
}

struct Progress<V> {
    completion: Option<FlightEnd<V>>,
    wakers: BTreeMap<u64, Option<Waker>>,
    next_waiter: u64,
    /// `true` if a request has waited for too long: no other joins it.
    is_overdue: bool,
    is_given_up: bool,
    leader: Option<Waker>,
}

#[derive(Clone)]
enum FlightEnd<V> {
    Value(V),
    /// The leader was dropped without a value.
    LeaderLost,
}

/// The result of joining the flights of a key.
pub(crate) enum Join<K: Eq + Hash + Clone, V, G> {
    /// Run the handler; the waiter receives what the leader completes with.
    Lead(Leader<K, V, G>, Waiter<K, V>),
    /// Wait for a flight that runs.
    Wait(Waiter<K, V>),
    /// Two flights run, and both are too old or overdue: wait for one of them and join again.
    WaitForOlder(Waiter<K, V>),
    /// The route has no room for a flight or a waiter: run the handler for this request alone.
    NoRoom,
    /// The route has no room for a waiter, and most waiters are its own.
    TooManyWaiters,
}

impl<K: Eq + Hash + Clone, V> Clone for Flights<K, V> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Flights<K, V> {
    pub(crate) fn new(max_flights: usize, max_waiters: usize) -> Self {
        Self {
            shared: Arc::new(FlightsState {
                table: Mutex::new(Table {
                    by_key: HashMap::default(),
                    keys: Shares::new(max_flights),
                    waiters: Shares::new(max_waiters),
                }),
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

    /// Joins a flight of the key that is not overdue and whose epoch is at least `min_epoch`, or starts one, for a request of a route.
    pub(crate) fn join<G: Start>(
        &self,
        (key, route): (&K, usize),
        min_epoch: u64,
        start: impl FnOnce() -> G,
    ) -> Join<K, V, G> {
        #[cfg(test)]
        let min_epoch = match self.shared.bug {
            Some(Bug::JoinsAnyFlight) => 0,
            _ => min_epoch,
        };
        let mut table = lock(&self.shared.table);
        let flights = table.by_key.get(key).map_or(&[][..], |it| &it.flights);
        let may_join = |flight: &&Arc<Flight<K, V>>| {
            flight.epoch >= min_epoch && !lock(&flight.progress).is_overdue
        };
        if let Some(flight) = flights.iter().rfind(may_join).cloned() {
            return self.wait_for(&mut table, flight, route, Join::Wait);
        }
        if flights.len() >= MAX_FLIGHTS {
            let older = Arc::clone(&flights[0]);
            return self.wait_for(&mut table, older, route, Join::WaitForOlder);
        }
        // A second flight replaces one that cannot be joined, and takes no place of its own.
        if flights.is_empty() && !table.keys.has_room_for(route) {
            return Join::NoRoom;
        }
        let leader = self.start(&mut table, (key, route), start(), true);
        let waiter = self.waiter(&mut table, Arc::clone(&leader.flight), route);
        Join::Lead(leader, waiter)
    }

    /// Starts a flight in the background, unless the key has one. Its caller limits their number.
    pub(crate) fn try_lead<G: Start>(
        &self,
        (key, route): (&K, usize),
        start: impl FnOnce() -> G,
    ) -> Option<Leader<K, V, G>> {
        let mut table = lock(&self.shared.table);
        let is_free = !table.by_key.contains_key(key);
        is_free.then(|| self.start(&mut table, (key, route), start(), false))
    }

    /// The number of flights.
    pub(crate) fn len(&self) -> usize {
        let table = lock(&self.shared.table);
        table.by_key.values().map(|it| it.flights.len()).sum()
    }

    /// The numbers of places that are taken by keys and by waiters.
    #[cfg(test)]
    pub(crate) fn places(&self) -> (usize, usize) {
        let table = lock(&self.shared.table);
        (table.keys.taken(), table.waiters.taken())
    }

    fn start<G: Start>(
        &self,
        table: &mut Table<K, V>,
        (key, route): (&K, usize),
        generation: G,
        is_foreground: bool,
    ) -> Leader<K, V, G> {
        let flight = Arc::new(Flight {
            key: key.clone(),
            epoch: generation.epoch(),
            is_foreground,
            progress: Mutex::new(Progress {
                completion: None,
                wakers: BTreeMap::new(),
                next_waiter: 0,
                is_overdue: false,
                is_given_up: false,
                leader: None,
            }),
        });
        table.add(Arc::clone(&flight), route);
        Leader {
            shared: Arc::clone(&self.shared),
            flight,
            generation,
            is_complete: false,
        }
    }

    fn wait_for<G>(
        &self,
        table: &mut Table<K, V>,
        flight: Arc<Flight<K, V>>,
        route: usize,
        wait: fn(Waiter<K, V>) -> Join<K, V, G>,
    ) -> Join<K, V, G> {
        if table.waiters.has_room_for(route) {
            wait(self.waiter(table, flight, route))
        } else if table.waiters.are_mostly_of(route) {
            Join::TooManyWaiters
        } else {
            Join::NoRoom
        }
    }

    fn waiter(
        &self,
        table: &mut Table<K, V>,
        flight: Arc<Flight<K, V>>,
        route: usize,
    ) -> Waiter<K, V> {
        table.waiters.take(route);
        let mut progress = lock(&flight.progress);
        let number = progress.next_waiter;
        progress.next_waiter += 1;
        progress.wakers.insert(number, None);
        drop(progress);
        Waiter {
            shared: Arc::clone(&self.shared),
            flight,
            route,
            number,
        }
    }
}

impl<K: Eq + Hash + Clone, V> Table<K, V> {
    fn add(&mut self, flight: Arc<Flight<K, V>>, route: usize) {
        let of_key = self.by_key.entry(flight.key.clone()).or_insert_with(|| {
            self.keys.take(route);
            let flights = Vec::new();
            OfKey { route, flights }
        });
        of_key.flights.push(flight);
    }

    /// Removes a flight, unless that was done before.
    fn remove(&mut self, flight: &Arc<Flight<K, V>>) {
        let Some(of_key) = self.by_key.get_mut(&flight.key) else {
            return;
        };
        of_key.flights.retain(|it| !Arc::ptr_eq(it, flight));
        if of_key.flights.is_empty() {
            self.keys.give_back(of_key.route);
            self.by_key.remove(&flight.key);
        }
    }
}

/// The right and the duty to complete a flight. Dropped before that, it wakes the waiters without a value.
pub(crate) struct Leader<K: Eq + Hash + Clone, V, G> {
    shared: Arc<FlightsState<K, V>>,
    flight: Arc<Flight<K, V>>,
    generation: G,
    is_complete: bool,
}

impl<K: Eq + Hash + Clone, V, G> Leader<K, V, G> {
    /// The generation that runs until the flight ends.
    pub(crate) fn generation(&self) -> &G {
        &self.generation
    }

    /// Waits until the flight is given up: all who waited for it have left, and places are scarce. Then stop the handler.
    pub(crate) async fn given_up(&self) {
        poll_fn(|context| {
            let mut progress = lock(&self.flight.progress);
            if progress.is_given_up {
                return Poll::Ready(());
            }
            progress.leader = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Ends the flight and wakes all waiters. The value must be stored before, if it is to be stored.
    pub(crate) fn complete(mut self, value: V) {
        self.end(FlightEnd::Value(value));
    }

    fn end(&mut self, completion: FlightEnd<V>) {
        self.is_complete = true;
        lock(&self.shared.table).remove(&self.flight);
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

impl<K: Eq + Hash + Clone, V, G> Drop for Leader<K, V, G> {
    fn drop(&mut self) {
        if !self.is_complete {
            self.end(FlightEnd::LeaderLost);
        }
    }
}

/// A future of the value that a flight completes with; `None` if its leader was lost.
pub(crate) struct Waiter<K: Eq + Hash + Clone, V> {
    shared: Arc<FlightsState<K, V>>,
    flight: Arc<Flight<K, V>>,
    /// The route of its request.
    route: usize,
    number: u64,
}

impl<K: Eq + Hash + Clone, V> Waiter<K, V> {
    /// Stops waiting for a flight that takes too long. No request joins it any more: the next one starts a second flight.
    pub(crate) fn mark_overdue(self) {
        lock(&self.flight.progress).is_overdue = true;
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Future for Waiter<K, V> {
    type Output = Option<V>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut progress = lock(&self.flight.progress);
        if let Some(completion) = &progress.completion {
            return Poll::Ready(match completion {
                FlightEnd::Value(value) => Some(value.clone()),
                FlightEnd::LeaderLost => None,
            });
        }
        let waker = Some(context.waker().clone());
        progress.wakers.insert(self.number, waker);
        Poll::Pending
    }
}

impl<K: Eq + Hash + Clone, V> Drop for Waiter<K, V> {
    fn drop(&mut self) {
        let mut table = lock(&self.shared.table);
        table.waiters.give_back(self.route);
        let mut progress = lock(&self.flight.progress);
        progress.wakers.remove(&self.number);
        progress.is_given_up = self.flight.is_foreground
            && progress.wakers.is_empty()
            && progress.completion.is_none()
            && table.keys.are_scarce();
        if !progress.is_given_up {
            return;
        }
        let leader = progress.leader.take();
        drop(progress);
        // At once, so that no request joins it before the handler has stopped.
        #[cfg(test)]
        if self.shared.bug == Some(Bug::GivenUpInTable) {
            return;
        }
        table.remove(&self.flight);
        drop(table);
        leader.into_iter().for_each(Waker::wake);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
