//! The effects of invalidations.

use std::time::Duration;

/// The effect of an invalidation, without reference to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Hard,
    /// Hard, and removes the entries, so that `stale_if_error` cannot send them.
    Purge,
    Soft,
    /// Soft, and hard when the time has passed.
    SoftWithin(Duration),
}
