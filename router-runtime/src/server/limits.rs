//! The limits of a server.

use std::time::Duration;

/// The limits of a server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// For the headers of a request, and for the first request of a connection.
    pub(super) headers: Duration,
    /// Between the shutdown signal and the end of accepting.
    pub(super) shutdown_delay: Duration,
    /// For running requests after that.
    pub(super) shutdown_grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(30),
            shutdown_delay: Duration::ZERO,
            shutdown_grace: Duration::from_secs(5),
        }
    }
}
