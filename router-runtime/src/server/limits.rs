//! The time limits of a server.

use std::time::Duration;

/// The time limits of a server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// For the headers of a request, and for the first request of a connection.
    pub(super) headers: Duration,
    /// For running requests after the shutdown signal.
    pub(super) shutdown: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(30),
            shutdown: Duration::from_secs(5),
        }
    }
}
