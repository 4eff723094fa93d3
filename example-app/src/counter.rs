//! Tells how often a cached handler ran, which is what caching is about.

use std::sync::atomic::{AtomicU32, Ordering};

/// Counts from one.
#[derive(Debug)]
pub struct Counter(AtomicU32);

impl Counter {
    /// A counter that has counted nothing.
    #[expect(clippy::new_without_default, reason = "a static needs a const fn")]
    pub const fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    /// Counts, and says how far it came.
    pub fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }
}
