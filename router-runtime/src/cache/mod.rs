//! Answers that are made once and sent often.

mod cache_control;
mod cell;
mod memory;
mod service;
mod store;
mod blank;
mod clock;
mod entry;
mod epoch;
mod flight;
mod freshness;
mod key;
mod options;
mod outcome;
mod policy;
mod storable;
mod tags;

pub use clock::Clock;
pub use options::{CacheOptions, OptionsError};
pub use tags::TagError;

pub(crate) use policy::Policy;
pub(crate) use service::{Engine, Fill, Served};

/// The locks of the flight table, which its tests replace by shuttle's.
mod sync {
    pub(super) use std::sync::{Arc, Mutex, MutexGuard};
}

#[cfg(test)]
#[path = "flight/tests.rs"]
mod flight_tests;
