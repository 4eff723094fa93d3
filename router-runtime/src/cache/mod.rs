//! Answers that are made once and sent often.

mod answer;
mod blank;
mod cache_control;
mod cache_status;
mod cell;
mod clock;
mod conditional;
mod dependencies;
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
mod request_view;
mod revalidate;
mod revalidate_route;
mod service;
mod storable;
mod store;
mod tags;

pub use clock::Clock;
pub use handle::Cache;
pub use options::{CacheOptions, OptionsError};
pub use revalidate::RevalidateError;
pub use tags::TagError;

pub(crate) use conditional::not_modified;
pub(crate) use dependencies::Dependencies;
pub(crate) use entry::etag_of;
#[cfg(feature = "fetch")]
pub(crate) use entry::{clean, clean_of_connection};
pub(crate) use freshness::Lifetime;
pub(crate) use key::{Key, canonical};
pub(crate) use policy::{ONE_YEAR, Policy};
pub(crate) use range::{ByteRange, requested_range};
pub(crate) use request_view::RequestView;
pub(crate) use service::{Engine, Generate, LookupError, Served};
pub(crate) use tags::{MOST_TAGS, Tag};

/// The locks of the flight table, which its tests replace by shuttle's.
mod sync {
    pub(super) use std::sync::{Arc, Mutex, MutexGuard};
}

#[cfg(test)]
#[path = "flight/tests.rs"]
mod flight_tests;
