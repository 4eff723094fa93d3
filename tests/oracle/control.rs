//! What handlers tell each other across requests.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

static TOLD: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

fn told() -> MutexGuard<'static, BTreeMap<String, String>> {
    TOLD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was told under this key.
pub fn get(key: &str) -> Option<String> {
    told().get(key).cloned()
}

/// Tells something new.
pub fn set(key: &str, value: &str) {
    told().insert(key.to_owned(), value.to_owned());
}

/// Tells more.
pub fn append(key: &str, value: &str) {
    told().entry(key.to_owned()).or_default().push_str(value);
}
