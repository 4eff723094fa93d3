//! Stores of entries.

#[cfg(feature = "disk")]
pub(crate) mod disk;
pub(crate) mod entry;
pub(crate) mod memory;
#[cfg(feature = "second-tier")]
pub(crate) mod record;
#[cfg(feature = "second-tier")]
pub(crate) mod second_tier;
#[cfg(feature = "second-tier")]
pub(crate) mod seed;
#[cfg(all(router_seeded_faults, feature = "second-tier"))]
pub(crate) mod seeded_fault;
#[cfg(feature = "redis")]
pub(crate) mod shared;
pub(crate) mod slot;
#[cfg(feature = "second-tier")]
pub(crate) mod source;
pub(crate) mod tier;
