//! The global variables of the recorded application's handlers.
//!
//! The start-up of our application corresponds to the build of the recorded one: both generate the same responses. Afterwards,
//! handlers count from the start.

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

/// Returns the number of this run of a handler.
pub fn run(name: &str) -> u32 {
    let mut runs = lock(&RUNS);
    let count = runs.entry(name.to_owned()).or_default();
    *count += 1;
    *count
}

/// Returns `true` for the first run for a path that the build generates.
pub fn is_of_build(path: &str) -> bool {
    lock(&BUILT).insert(path.to_owned())
}

/// Returns the number of this run of a prerendered handler, and `true` for the run of the build.
pub fn run_of_prerendered(name: &str) -> (u32, bool) {
    if is_of_build(name) {
        (1, true)
    } else {
        (run(name), false)
    }
}

/// Returns an instruction of the test for handlers.
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
