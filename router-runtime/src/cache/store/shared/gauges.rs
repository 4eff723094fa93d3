//! Metrics of the connection.

/// Sets the state of the connection, the number of queued invalidations, and that of invalidations which are not applied yet.
#[cfg(feature = "metrics")]
#[expect(clippy::cast_precision_loss, reason = "a metric")]
pub(super) fn set(is_up: bool, queued: usize, lag: u64) {
    metrics::gauge!("rcache_l2_up").set(f64::from(u8::from(is_up)));
    metrics::gauge!("rcache_l2_queue").set(queued as f64);
    metrics::gauge!("rcache_l2_lag").set(lag as f64);
}

#[cfg(not(feature = "metrics"))]
pub(super) fn set(_: bool, _: usize, _: u64) {}
