//! A counter that shows how often a cached handler ran.

use std::sync::atomic::{AtomicU32, Ordering};

/// A counter that starts at one.
#[derive(Debug)]
pub struct Counter(AtomicU32);

impl Counter {
    /// Creates a counter.
    #[expect(clippy::new_without_default, reason = "a static needs a const fn")]
    pub const fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    /// Increments the counter and returns its value.
    pub fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }
}
