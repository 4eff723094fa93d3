//! Random operations on the table of flights, compared with a model of its places.

use super::model::Rng;
use crate::cache::engine::flight::{Flights, Join, Leader, Start, Waiter};
use std::{
    collections::HashMap,
    pin::pin,
    task::{Context, Waker},
};

const KEYS: usize = 12;
const WAITERS: usize = 24;

struct NoEpoch;

impl Start for NoEpoch {
    fn epoch(&self) -> u64 {
        0
    }
}

/// A flight of the table, and its state in the model.
struct ModelFlight {
    key: usize,
    is_overdue: bool,
    is_foreground: bool,
    /// `true` once it is not in the table any more.
    is_given_up: bool,
    leader: Leader<usize, (), NoEpoch>,
    /// The waiters, and the routes of their requests.
    waiters: Vec<(Waiter<usize, ()>, usize)>,
}

#[derive(Debug, PartialEq, Eq)]
enum Expected {
    Lead,
    Wait(usize),
    WaitForOlder(usize),
    NoRoom,
    TooManyWaiters,
}

struct Model {
    table: Flights<usize, ()>,
    flights: Vec<ModelFlight>,
    /// The keys with flights in the table, and the routes whose places they take.
    keys: HashMap<usize, usize>,
}

impl Model {
    fn in_table(&self) -> impl Iterator<Item = (usize, &ModelFlight)> {
        let flights = self.flights.iter().enumerate();
        flights.filter(|(_, flight)| !flight.is_given_up)
    }

    /// The number of keys with flights, of all routes and of one.
    fn keys(&self, route: usize) -> (usize, usize) {
        let of_route = self.keys.values().filter(|it| **it == route);
        (self.keys.len(), of_route.count())
    }

    /// Removes the keys whose last flight has left the table.
    fn remove_keys(&mut self) {
        let in_table: Vec<_> = self.in_table().map(|(_, flight)| flight.key).collect();
        self.keys.retain(|key, _| in_table.contains(key));
    }

    /// The number of waiters, of all routes and of one.
    fn waiters(&self, route: usize) -> (usize, usize) {
        let waiters = || self.flights.iter().flat_map(|flight| &flight.waiters);
        let of_route = waiters().filter(|(_, it)| *it == route);
        (waiters().count(), of_route.count())
    }

    fn expected(&self, key: usize, route: usize) -> Expected {
        let of_key: Vec<_> = self.in_table().filter(|(_, it)| it.key == key).collect();
        let wait = |flight, wait: fn(usize) -> Expected| match self.waiters(route) {
            (all, own) if own + all < WAITERS => wait(flight),
            (all, own) if 2 * own > all => Expected::TooManyWaiters,
            _ => Expected::NoRoom,
        };
        match (&of_key[..], self.keys(route)) {
            (flights, _) if flights.iter().any(|(_, it)| !it.is_overdue) => {
                let newest = flights.iter().rfind(|(_, it)| !it.is_overdue);
                wait(newest.unwrap().0, Expected::Wait)
            }
            ([(oldest, _), _], _) => wait(*oldest, Expected::WaitForOlder),
            ([], (all, own)) if own + all >= KEYS => Expected::NoRoom,
            _ => Expected::Lead,
        }
    }

    fn join(&mut self, key: usize, route: usize) {
        let expected = self.expected(key, route);
        let (found, waiter) = match self.table.join((&key, route), 0, || NoEpoch) {
            Join::Lead(leader, waiter) => {
                self.start((key, route), leader, true);
                let flight = self.flights.len() - 1;
                (Expected::Lead, Some((flight, waiter)))
            }
            // The table does not say which flight it is.
            Join::Wait(waiter) => match expected {
                Expected::Wait(flight) => (Expected::Wait(flight), Some((flight, waiter))),
                other => panic!("{other:?} expected"),
            },
            Join::WaitForOlder(waiter) => match expected {
                Expected::WaitForOlder(flight) => {
                    (Expected::WaitForOlder(flight), Some((flight, waiter)))
                }
                other => panic!("{other:?} expected"),
            },
            Join::NoRoom => (Expected::NoRoom, None),
            Join::TooManyWaiters => (Expected::TooManyWaiters, None),
        };
        assert_eq!(found, expected);
        if let Some((flight, waiter)) = waiter {
            self.flights[flight].waiters.push((waiter, route));
        }
    }

    fn start(
        &mut self,
        (key, route): (usize, usize),
        leader: Leader<usize, (), NoEpoch>,
        is_foreground: bool,
    ) {
        self.keys.entry(key).or_insert(route);
        self.flights.push(ModelFlight {
            key,
            is_overdue: false,
            is_foreground,
            is_given_up: false,
            leader,
            waiters: Vec::new(),
        });
    }

    fn leave(&mut self, flight: usize, marks_overdue: bool) {
        let Some((waiter, _)) = self.flights[flight].waiters.pop() else {
            return;
        };
        if marks_overdue {
            waiter.mark_overdue();
        } else {
            drop(waiter);
        }
        let (keys, _) = self.keys(0);
        let flight = &mut self.flights[flight];
        flight.is_overdue |= marks_overdue;
        flight.is_given_up = flight.is_foreground && flight.waiters.is_empty() && keys > KEYS / 4;
        self.remove_keys();
    }

    fn check(&self) {
        for flight in &self.flights {
            let mut context = Context::from_waker(Waker::noop());
            let given_up = pin!(flight.leader.given_up()).poll(&mut context);
            assert_eq!(given_up.is_ready(), flight.is_given_up);
        }
        assert_eq!(self.table.places(), (self.keys.len(), self.waiters(0).0));
        assert_eq!(self.table.len(), self.in_table().count());
    }
}

#[test]
fn case_59_random_operations_on_the_table_agree_with_the_model() {
    let mut refused = [0; 2];
    for sequence in 0..500 {
        let mut rng = Rng::new(sequence);
        let mut model = Model {
            table: Flights::new(KEYS, WAITERS),
            flights: Vec::new(),
            keys: HashMap::new(),
        };
        for _ in 0..200 {
            let (key, route) = (rng.below(20), rng.below(3));
            let flight = rng.below(model.flights.len().max(1));
            match rng.below(16) {
                0..=9 => {
                    match model.expected(key, route) {
                        Expected::NoRoom => refused[0] += 1,
                        Expected::TooManyWaiters => refused[1] += 1,
                        _ => {}
                    }
                    model.join(key, route);
                }
                10 => {
                    if let Some(leader) = model.table.try_lead((&key, route), || NoEpoch) {
                        assert!(model.in_table().all(|(_, flight)| flight.key != key));
                        model.start((key, route), leader, false);
                    }
                }
                _ if model.flights.is_empty() => {}
                11..=13 => model.leave(flight, false),
                14 => model.leave(flight, true),
                _ => {
                    let ModelFlight {
                        leader, waiters, ..
                    } = model.flights.remove(flight);
                    leader.complete(());
                    drop(waiters);
                    model.remove_keys();
                }
            }
            model.check();
        }
        let flights = std::mem::take(&mut model.flights);
        drop(flights);
        assert_eq!(model.table.places(), (0, 0));
    }
    assert!(refused.iter().all(|it| *it > 100), "{refused:?}");
}
