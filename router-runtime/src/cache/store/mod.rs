//! Stores of entries.

pub(crate) mod entry;
pub(crate) mod memory;
pub(crate) mod slot;
pub(crate) mod tier;
