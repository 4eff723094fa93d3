//! What the handlers of the recorded application keep in globals.
//!
//! The build of that application is our start, which makes the same answers; after it, handlers count anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

static RUNS: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());
static BUILT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
static CONTROLS: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The number of a run of that handler.
pub fn run(name: &str) -> u32 {
    let mut runs = lock(&RUNS);
    let count = runs.entry(name.to_owned()).or_default();
    *count += 1;
    *count
}

/// Whether a run for a path that the build knows is the first, which is the build's.
pub fn is_of_build(path: &str) -> bool {
    lock(&BUILT).insert(path.to_owned())
}

/// The number of a run of a handler that the build runs once, and whether this is the build's.
pub fn run_of_known(name: &str) -> (u32, bool) {
    if is_of_build(name) {
        (1, true)
    } else {
        (run(name), false)
    }
}

/// What a test told handlers to do.
pub fn control(key: &str) -> Option<String> {
    lock(&CONTROLS).get(key).cloned()
}

pub fn set_control(key: &str, value: &str) {
    lock(&CONTROLS).insert(key.to_owned(), value.to_owned());
}

pub fn append_control(key: &str, value: &str) {
    let mut controls = lock(&CONTROLS);
    controls.entry(key.to_owned()).or_default().push_str(value);
}
