//! Answers that are made once and sent often.

mod answer;
mod blank;
mod cache_control;
mod cache_status;
mod cell;
mod clock;
mod conditional;
mod entry;
mod epoch;
#[cfg_attr(
    test,
    allow(
        dead_code,
        clippy::duplicate_mod,
        reason = "its tests compile it over other locks"
    )
)]
mod flight;
mod freshness;
mod handle;
mod key;
mod memory;
#[cfg_attr(not(feature = "metrics"), path = "unobserved.rs")]
mod observe;
mod options;
mod outcome;
mod policy;
mod range;
mod revalidate;
mod service;
mod storable;
mod store;
mod tags;

pub use clock::Clock;
pub use handle::Cache;
pub use options::{CacheOptions, OptionsError};
pub use revalidate::{Profile, RevalidateError, Scope};
pub use tags::TagError;

pub(crate) use key::canonical;
pub(crate) use policy::Policy;
pub(crate) use service::{Engine, Fill, Served};

/// The locks of the flight table, which its tests replace by shuttle's.
mod sync {
    pub(super) use std::sync::{Arc, Mutex, MutexGuard};
}

#[cfg(test)]
#[path = "flight/tests.rs"]
mod flight_tests;
