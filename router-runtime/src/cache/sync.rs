//! The locks of the tables that tests explore. Those tests replace them with those of shuttle.

pub(in crate::cache) use std::sync::{
    Arc, Mutex, MutexGuard,
    atomic::{AtomicU64, Ordering},
};
