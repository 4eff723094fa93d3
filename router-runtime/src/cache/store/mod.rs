//! Stores of entries.

pub(crate) mod entry;
pub(crate) mod memory;
#[cfg(feature = "second-tier")]
pub(crate) mod second_tier;
pub(crate) mod slot;
pub(crate) mod tier;
