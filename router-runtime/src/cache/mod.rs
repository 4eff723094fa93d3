//! Answers that are made once and sent often.

mod clock;
mod epoch;
mod flight;
mod freshness;
mod options;
mod outcome;
mod tags;

pub use clock::Clock;
pub use options::{CacheOptions, OptionsError};
pub use tags::TagError;

/// The locks of the flight table, which its tests replace by shuttle's.
mod sync {
    pub(super) use std::sync::{Arc, Mutex, MutexGuard};
}

#[cfg(test)]
#[path = "flight/tests.rs"]
mod flight_tests;
