//! The flight table under the schedulers of shuttle. `flight` is the same file here, compiled with the locks of shuttle.

mod sync {
    pub(super) use shuttle::sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicU64, Ordering},
    };
}
#[path = "mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::duplicate_mod,
    reason = "the tests do not need all of the table"
)]
mod flight;

#[path = "../../tag_table/mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::duplicate_mod,
    reason = "the tests do not need all of the table"
)]
mod tag_table;

use crate::cache::tag::{self, Tag};
use flight::{Bug, Flights, Join, Leader, Start, Waiter};
use shuttle::{
    future::block_on,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::{Context, Waker},
    time::Duration,
};
use tag_table::{Invalidation, Registration, RunningGeneration, TagTable, Validity};

const KEY: u8 = 7;
const ROUTE: usize = 0;
const NOW: Duration = Duration::ZERO;

/// The tag of the path, which is known before the handler runs.
fn path_tag() -> Tag {
    Tag::path("/")
}

/// The tag that the handler adds.
fn added_tag() -> Tag {
    Tag::user("added").unwrap()
}

/// A cache of one key around the two tables. Its data has a version, and each change of it is followed by an invalidation.
struct TestCache {
    flights: Flights<u8, Arc<Entry>>,
    tags: TagTable,
    data: AtomicU64,
    stored: Mutex<Option<Arc<Entry>>>,
    running: AtomicU64,
    runs: Mutex<Vec<thread::JoinHandle<()>>>,
    bug: Option<Bug>,
    /// `true` if the writer invalidates the tag that the handler adds.
    invalidates_added: bool,
}

type TestLeader = Leader<u8, Arc<Entry>, Generation>;
type TestWaiter = Waiter<u8, Arc<Entry>>;

struct Entry {
    epoch: u64,
    data: u64,
    tags: Registration,
}

/// A generation; without a registration in a test of that bug.
enum Generation {
    Running(RunningGeneration),
    Unregistered(u64),
}

impl Start for Generation {
    fn epoch(&self) -> u64 {
        match self {
            Self::Running(running) => running.epoch(),
            Self::Unregistered(epoch) => *epoch,
        }
    }
}

impl TestCache {
    fn new(bug: Option<Bug>, invalidates_added: bool) -> Arc<Self> {
        // A single flight is enough to make places scarce.
        Arc::new(Self {
            flights: Flights::new(3, 32).with_bug(bug),
            tags: TagTable::new(1 << 20),
            data: AtomicU64::new(0),
            stored: Mutex::new(None),
            running: AtomicU64::new(0),
            runs: Mutex::new(Vec::new()),
            bug,
            invalidates_added,
        })
    }

    /// Changes the data, then invalidates; both are acknowledged when this returns.
    fn invalidate(&self) -> u64 {
        let version = self.data.fetch_add(1, Ordering::SeqCst) + 1;
        let tag = if self.invalidates_added {
            added_tag()
        } else {
            path_tag()
        };
        self.tags.invalidate([tag], Invalidation::Hard, NOW);
        version
    }

    fn fresh(&self) -> Option<u64> {
        let stored = self.stored.lock().unwrap();
        let entry = stored.as_ref()?;
        entry.tags.is_valid(entry.epoch).then_some(entry.data)
    }

    fn start(&self) -> Generation {
        match self.bug {
            Some(Bug::UnregisteredGeneration) => Generation::Unregistered(self.tags.epoch()),
            _ => Generation::Running(self.tags.start(&[path_tag()])),
        }
    }

    /// Starts a flight.
    fn lead(&self) -> (TestLeader, TestWaiter) {
        match self.flights.join((&KEY, ROUTE), 0, || self.start()) {
            Join::Lead(leader, waiter) => (leader, waiter),
            _ => panic!("an empty table makes a leader"),
        }
    }

    /// Joins a flight.
    fn wait(&self) -> TestWaiter {
        match self.flights.join((&KEY, ROUTE), 0, || self.start()) {
            Join::Wait(waiter) => waiter,
            _ => panic!("a flight runs"),
        }
    }

    fn get(self: &Arc<Self>) -> Option<u64> {
        let (arrived, mut min_epoch) = (self.tags.epoch(), 0);
        loop {
            if let Some(data) = self.fresh() {
                return Some(data);
            }
            let known = self.tags.min_epoch(&[path_tag()], NOW);
            let start = || self.start();
            match self
                .flights
                .join((&KEY, ROUTE), known.max(min_epoch), start)
            {
                Join::Lead(leader, waiter) => {
                    let cache = Arc::clone(self);
                    let run = thread::spawn(move || cache.run(leader));
                    self.runs.lock().unwrap().push(run);
                    return block_on(waiter).map(|entry| entry.data);
                }
                Join::Wait(waiter) => {
                    let entry = block_on(waiter)?;
                    let is_outdated = self.invalidates_added
                        && entry.epoch < arrived
                        && entry.tags.validity(entry.epoch, NOW) != Validity::Valid;
                    if !is_outdated {
                        return Some(entry.data);
                    }
                    min_epoch = arrived;
                }
                Join::WaitForOlder(waiter) => drop(block_on(waiter)),
                Join::NoRoom | Join::TooManyWaiters => panic!("there is room"),
            }
        }
    }

    fn run(&self, leader: TestLeader) {
        assert!(
            self.running.fetch_add(1, Ordering::SeqCst) < 2,
            "two flights per key"
        );
        let data = self.data.load(Ordering::SeqCst);
        thread::yield_now();
        let epoch = match self.bug {
            Some(Bug::EpochAfterStart) => self.tags.epoch(),
            _ => leader.generation().epoch(),
        };
        let tags = self.tags.register(&[path_tag(), added_tag()], epoch);
        let entry = Arc::new(Entry { epoch, data, tags });
        let mut stored = self.stored.lock().unwrap();
        if stored.as_ref().is_none_or(|older| older.epoch <= epoch) {
            *stored = Some(Arc::clone(&entry));
        }
        drop(stored);
        self.running.fetch_sub(1, Ordering::SeqCst);
        leader.complete(entry);
    }

    /// Runs the handler, which ends after some steps, unless the flight is given up before.
    fn run_unless_given_up(&self, leader: TestLeader) {
        let is_given_up = (0..3).any(|_| {
            thread::yield_now();
            let mut context = Context::from_waker(Waker::noop());
            pin!(leader.given_up()).poll(&mut context).is_ready()
        });
        if is_given_up {
            drop(leader);
        } else {
            self.run(leader);
        }
    }

    fn evict(&self) {
        let evicted = self.stored.lock().unwrap().take();
        drop(evicted);
    }

    fn assert_empty(&self) {
        let runs = std::mem::take(&mut *self.runs.lock().unwrap());
        for run in runs {
            run.join().unwrap();
        }
        self.evict();
        assert_eq!(self.flights.len(), 0, "the table of flights leaks");
        assert_eq!(self.flights.places(), (0, 0), "places leak");
        assert_eq!(self.tags.len(), 0, "the table of tags leaks");
    }
}

/// Two readers, a writer and an eviction. A read after the write must see what was written.
fn readers_and_a_writer(bug: Option<Bug>, invalidates_added: bool) {
    let cache = TestCache::new(bug, invalidates_added);
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
    let eviction = thread::spawn({
        let cache = Arc::clone(&cache);
        move || cache.evict()
    });
    writer.join().unwrap();
    eviction.join().unwrap();
    for reader in readers {
        assert!(reader.join().unwrap().is_some());
    }
    cache.assert_empty();
}

fn a_path_is_invalidated(bug: Option<Bug>) {
    readers_and_a_writer(bug, false);
}

fn an_added_tag_is_invalidated(bug: Option<Bug>) {
    readers_and_a_writer(bug, true);
}

/// The leader panics, or its task is aborted. One waiter is dropped.
fn a_lost_leader(bug: Option<Bug>) {
    let cache = TestCache::new(bug, false);
    let (leader, waiter) = cache.lead();
    let [dropped, waiting] = [cache.wait(), cache.wait()];
    let leader = thread::spawn(move || drop(leader));
    let dropped = thread::spawn(move || drop(dropped));
    let waiting = thread::spawn(move || block_on(waiting));
    assert!(block_on(waiter).is_none());
    assert!(waiting.join().unwrap().is_none());
    leader.join().unwrap();
    dropped.join().unwrap();
    cache.assert_empty();
}

/// All who wait for a flight leave, while another request joins it or starts a new one.
fn all_waiters_leave(bug: Option<Bug>) {
    let cache = TestCache::new(bug, false);
    let (leader, waiter) = cache.lead();
    let first = thread::spawn({
        let cache = Arc::clone(&cache);
        move || cache.run_unless_given_up(leader)
    });
    let leaving = thread::spawn(move || drop(waiter));
    assert!(cache.get().is_some(), "a request joined a flight that ends");
    leaving.join().unwrap();
    first.join().unwrap();
    cache.assert_empty();
}

/// The handler hangs, and all who wait for it leave.
fn all_waiters_of_a_hung_handler_leave(bug: Option<Bug>) {
    let cache = TestCache::new(bug, false);
    let (leader, first) = cache.lead();
    let leaving = [first, cache.wait()].map(|waiter| thread::spawn(move || drop(waiter)));
    block_on(leader.given_up());
    for waiter in leaving {
        waiter.join().unwrap();
    }
    assert_eq!(
        cache.flights.places(),
        (0, 0),
        "before its handler has stopped"
    );
    drop(leader);
    cache.assert_empty();
}

/// Two requests wait for too long, and one of them starts a second flight. The first flight ends after it.
fn an_overdue_flight(bug: Option<Bug>) {
    let cache = TestCache::new(bug, false);
    let (leader, first) = cache.lead();
    let waiting = [cache.wait(), cache.wait()].map(|waiter| {
        let cache = Arc::clone(&cache);
        thread::spawn(move || {
            waiter.mark_overdue();
            cache.get()
        })
    });
    for request in waiting {
        assert!(request.join().unwrap().is_some());
    }
    drop(leader);
    assert!(block_on(first).is_none());
    cache.assert_empty();
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
    explore(a_path_is_invalidated, None).unwrap();
    explore(an_added_tag_is_invalidated, None).unwrap();
}

#[test]
fn case_57_panic_and_abort_and_case_58_a_waiter_that_is_dropped() {
    explore(a_lost_leader, None).unwrap();
}

#[test]
fn case_52_all_waiters_leave_in_every_order() {
    explore(all_waiters_leave, None).unwrap();
    explore(all_waiters_of_a_hung_handler_leave, None).unwrap();
}

#[test]
fn case_46_an_overdue_flight_in_every_order() {
    explore(an_overdue_flight, None).unwrap();
}

#[test]
fn deliberate_bugs_are_found_by_the_same_exploration() {
    type Scenario = fn(Option<Bug>);
    for (bug, scenario) in [
        (Bug::EpochAfterStart, a_path_is_invalidated as Scenario),
        (Bug::EpochAfterStart, an_added_tag_is_invalidated),
        (Bug::DroppedWakeUp, a_path_is_invalidated),
        (Bug::DroppedWakeUp, a_lost_leader),
        (Bug::JoinsAnyFlight, a_path_is_invalidated),
        (Bug::UnregisteredGeneration, an_added_tag_is_invalidated),
        (Bug::GivenUpInTable, all_waiters_leave),
    ] {
        let found = explore(scenario, Some(bug));
        assert!(found.is_err(), "{bug:?} was not found");
    }
}
