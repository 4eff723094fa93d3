//! Metrics of the `metrics` crate, and the span of a flight.
//!
//! `noop` has the functions of `metrics` with empty bodies, for builds without the feature `metrics`.

#[cfg(feature = "metrics")]
mod metrics;
#[cfg(not(feature = "metrics"))]
mod noop;

#[cfg(feature = "metrics")]
pub(super) use self::metrics::*;
#[cfg(not(feature = "metrics"))]
pub(super) use self::noop::*;
