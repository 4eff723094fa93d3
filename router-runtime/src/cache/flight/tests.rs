//! The flight table under every scheduler that shuttle has. `flight` here is the same file, compiled over shuttle's locks.

mod sync {
    pub(super) use shuttle::sync::{Arc, Mutex, MutexGuard};
}
#[path = "../flight.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::duplicate_mod,
    reason = "the table is used as far as a test needs it"
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

/// A cache of one key around the table: the data behind it has a version, an invalidation comes after each change of it.
struct Site {
    flights: Flights<u8, u64>,
    data: AtomicU64,
    epoch: AtomicU64,
    stored: Mutex<Option<(u64, u64)>>,
    running: AtomicU64,
}

impl Site {
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
            let least = self.epoch.load(Ordering::SeqCst);
            let epoch = || self.epoch.load(Ordering::SeqCst);
            match self.flights.join(&KEY, least, epoch) {
                Join::Lead(lead, wait) => {
                    let site = Arc::clone(self);
                    thread::spawn(move || site.fly(lead));
                    return block_on(wait);
                }
                Join::Follow(wait) => return block_on(wait),
                Join::Behind(wait) => drop(block_on(wait)),
                Join::Full => panic!("the table is large enough"),
            }
        }
    }

    fn fly(&self, lead: flight::Lead<u8, u64>) {
        assert!(
            self.running.fetch_add(1, Ordering::SeqCst) < 2,
            "two flights a key"
        );
        let data = self.data.load(Ordering::SeqCst);
        thread::yield_now();
        let epoch = match lead.bug() {
            Some(Bug::EpochAfterStart) => self.epoch.load(Ordering::SeqCst),
            _ => lead.epoch(),
        };
        let mut stored = self.stored.lock().unwrap();
        if stored.is_none_or(|(older, _)| older <= epoch) {
            *stored = Some((epoch, data));
        }
        drop(stored);
        self.running.fetch_sub(1, Ordering::SeqCst);
        lead.land(data);
    }
}

/// Two readers and a writer; the reader after the writer must see what it wrote.
fn readers_and_a_writer(bug: Option<Bug>) {
    let site = Site::new(bug);
    let readers = [(); 2].map(|()| {
        let site = Arc::clone(&site);
        thread::spawn(move || site.get())
    });
    let writer = thread::spawn({
        let site = Arc::clone(&site);
        move || {
            let version = site.invalidate();
            let seen = site.get().unwrap();
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
    assert_eq!(site.flights.len(), 0, "the table leaks");
}

/// The leader panics, or its task is aborted; one waiter goes away.
fn a_lost_leader(bug: Option<Bug>) {
    let site = Site::new(bug);
    let Join::Lead(lead, wait) = site.flights.join(&KEY, 0, || 0) else {
        panic!("an empty table makes a leader");
    };
    let followers = [(); 2].map(|()| {
        let Join::Follow(wait) = site.flights.join(&KEY, 0, || 0) else {
            panic!("it runs");
        };
        wait
    });
    let [gone, stays] = followers;
    let leader = thread::spawn(move || drop(lead));
    let gone = thread::spawn(move || drop(gone));
    let stays = thread::spawn(move || block_on(stays));
    assert_eq!(block_on(wait), None);
    assert_eq!(stays.join().unwrap(), None);
    leader.join().unwrap();
    gone.join().unwrap();
    assert_eq!(site.flights.len(), 0, "the table leaks");
}

/// What shuttle says of a scenario with that mistake.
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
fn case_57_panic_and_abort_and_case_58_a_waiter_that_goes_away() {
    explore(a_lost_leader, None).unwrap();
}

#[test]
fn seeded_bugs_are_found_by_the_same_check() {
    for bug in [
        Bug::EpochAfterStart,
        Bug::DroppedWakeUp,
        Bug::JoinsAnyFlight,
    ] {
        let found = explore(readers_and_a_writer, Some(bug));
        assert!(found.is_err(), "{bug:?} went unseen");
    }
    let found = explore(a_lost_leader, Some(Bug::DroppedWakeUp));
    assert!(found.is_err(), "a lost wake-up went unseen");
}
