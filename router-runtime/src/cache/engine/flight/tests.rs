//! The flight table under the schedulers of shuttle. `flight` is the same file here, compiled with the locks of shuttle.

mod sync {
    pub(super) use shuttle::sync::{Arc, Mutex, MutexGuard};
}
#[path = "../flight.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::duplicate_mod,
    reason = "the tests do not need all of the table"
)]
mod flight;

use flight::{Bug, Flights, Join};
use shuttle::{
    future::block_on,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

const KEY: u8 = 7;

/// A cache of one key around the table. Its data has a version, and each change of it is followed by an invalidation.
struct TestCache {
    flights: Flights<u8, u64>,
    data: AtomicU64,
    epoch: AtomicU64,
    stored: Mutex<Option<(u64, u64)>>,
    running: AtomicU64,
}

impl TestCache {
    fn new(bug: Option<Bug>) -> Arc<Self> {
        Arc::new(Self {
            flights: Flights::new(8, 8).with_bug(bug),
            data: AtomicU64::new(0),
            epoch: AtomicU64::new(0),
            stored: Mutex::new(None),
            running: AtomicU64::new(0),
        })
    }

    /// Changes the data, then invalidates; both are acknowledged when this returns.
    fn invalidate(&self) -> u64 {
        let version = self.data.fetch_add(1, Ordering::SeqCst) + 1;
        self.epoch.fetch_add(1, Ordering::SeqCst);
        version
    }

    fn fresh(&self) -> Option<u64> {
        let stored = *self.stored.lock().unwrap();
        stored
            .filter(|(epoch, _)| *epoch >= self.epoch.load(Ordering::SeqCst))
            .map(|(_, data)| data)
    }

    fn get(self: &Arc<Self>) -> Option<u64> {
        loop {
            if let Some(data) = self.fresh() {
                return Some(data);
            }
            let min_epoch = self.epoch.load(Ordering::SeqCst);
            let epoch = || self.epoch.load(Ordering::SeqCst);
            match self.flights.join(&KEY, min_epoch, epoch) {
                Join::Lead(leader, waiter) => {
                    let cache = Arc::clone(self);
                    thread::spawn(move || cache.run(leader));
                    return block_on(waiter);
                }
                Join::Wait(waiter) => return block_on(waiter),
                Join::WaitForOlder(waiter) => drop(block_on(waiter)),
                Join::Full => panic!("the table is large enough"),
            }
        }
    }

    fn run(&self, leader: flight::Leader<u8, u64>) {
        assert!(
            self.running.fetch_add(1, Ordering::SeqCst) < 2,
            "two flights per key"
        );
        let data = self.data.load(Ordering::SeqCst);
        thread::yield_now();
        let epoch = match leader.bug() {
            Some(Bug::EpochAfterStart) => self.epoch.load(Ordering::SeqCst),
            _ => leader.epoch(),
        };
        let mut stored = self.stored.lock().unwrap();
        if stored.is_none_or(|(older, _)| older <= epoch) {
            *stored = Some((epoch, data));
        }
        drop(stored);
        self.running.fetch_sub(1, Ordering::SeqCst);
        leader.complete(data);
    }
}

/// Two readers and a writer. A read after the write must see what was written.
fn readers_and_a_writer(bug: Option<Bug>) {
    let cache = TestCache::new(bug);
    let readers = [(); 2].map(|()| {
        let cache = Arc::clone(&cache);
        thread::spawn(move || cache.get())
    });
    let writer = thread::spawn({
        let cache = Arc::clone(&cache);
        move || {
            let version = cache.invalidate();
            let seen = cache.get().unwrap();
            assert!(
                seen >= version,
                "version {seen} after {version} was acknowledged"
            );
        }
    });
    writer.join().unwrap();
    for reader in readers {
        assert!(reader.join().unwrap().is_some());
    }
    assert_eq!(cache.flights.len(), 0, "the table leaks");
}

/// The leader panics, or its task is aborted. One waiter is dropped.
fn a_lost_leader(bug: Option<Bug>) {
    let cache = TestCache::new(bug);
    let Join::Lead(leader, waiter) = cache.flights.join(&KEY, 0, || 0) else {
        panic!("an empty table makes a leader");
    };
    let waiters = [(); 2].map(|()| {
        let Join::Wait(waiter) = cache.flights.join(&KEY, 0, || 0) else {
            panic!("the flight runs");
        };
        waiter
    });
    let [dropped, waiting] = waiters;
    let leader = thread::spawn(move || drop(leader));
    let dropped = thread::spawn(move || drop(dropped));
    let waiting = thread::spawn(move || block_on(waiting));
    assert_eq!(block_on(waiter), None);
    assert_eq!(waiting.join().unwrap(), None);
    leader.join().unwrap();
    dropped.join().unwrap();
    assert_eq!(cache.flights.len(), 0, "the table leaks");
}

/// Explores a scenario with that bug; the error is the message of the panic.
fn explore(scenario: fn(Option<Bug>), bug: Option<Bug>) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| {
        shuttle::check_random(move || scenario(bug), 2_000);
        shuttle::check_pct(move || scenario(bug), 2_000, 3);
    }))
    .map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
            .unwrap_or_default()
    })
}

#[test]
fn case_57_start_join_finish_and_invalidate_in_every_order() {
    explore(readers_and_a_writer, None).unwrap();
}

#[test]
fn case_57_panic_and_abort_and_case_58_a_waiter_that_is_dropped() {
    explore(a_lost_leader, None).unwrap();
}

#[test]
fn deliberate_bugs_are_found_by_the_same_exploration() {
    for bug in [
        Bug::EpochAfterStart,
        Bug::DroppedWakeUp,
        Bug::JoinsAnyFlight,
    ] {
        let found = explore(readers_and_a_writer, Some(bug));
        assert!(found.is_err(), "{bug:?} was not found");
    }
    let found = explore(a_lost_leader, Some(Bug::DroppedWakeUp));
    assert!(found.is_err(), "a lost wake-up was not found");
}
