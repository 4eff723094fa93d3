//! The locks of the flight table. Its tests replace them with those of shuttle.

pub(super) use std::sync::{Arc, Mutex, MutexGuard};
