//! The limits of a server.

use super::ServeError;
use std::{io::ErrorKind, time::Duration};

/// The limits of a server. [`ServeOptions`](super::ServeOptions) explains them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) header_timeout: Option<Duration>,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) body_progress: Option<Progress>,
    pub(super) response_progress: Option<Progress>,
    /// The default depends on the process.
    pub(super) max_connections: Option<usize>,
    pub(super) max_header_bytes: u32,
    pub(super) max_header_fields: Option<usize>,
    pub(super) http2_max_streams: u32,
    pub(super) http2_max_resets: usize,
    pub(super) http2_window: u32,
    pub(super) http2_response_buffer: usize,
    pub(super) http2_ping: Option<Duration>,
    pub(super) tcp_keepalive: Option<Duration>,
    /// Between the shutdown signal and the end of accepting.
    pub(super) shutdown_delay: Duration,
    /// For running requests after that.
    pub(super) shutdown_grace: Duration,
}

/// The speed that a client must reach: that many bytes in each interval.
///
/// ```
/// use router_runtime::server::{Progress, ServeOptions};
/// use std::time::Duration;
///
/// let options = ServeOptions::new().body_progress(Progress::new(10_000, Duration::from_secs(10)));
/// # drop(options);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub(super) bytes: u64,
    pub(super) interval: Duration,
}

impl Progress {
    /// Requires at least `bytes` in every `interval` of waiting.
    pub const fn new(bytes: u64, interval: Duration) -> Self {
        Self { bytes, interval }
    }
}

const MIB: u32 = 1024 * 1024;
/// The longest window of HTTP/2 (RFC 9113 section 6.9.1).
const MAX_WINDOW: u32 = i32::MAX as u32;
/// The smallest buffer of hyper.
const MIN_HEADER_BYTES: u32 = 8192;

impl Default for Limits {
    fn default() -> Self {
        let progress = Progress::new(1024, Duration::from_secs(60));
        Self {
            header_timeout: Some(Duration::from_secs(30)),
            idle_timeout: Some(Duration::from_secs(75)),
            body_progress: Some(progress),
            response_progress: Some(progress),
            max_connections: None,
            max_header_bytes: 64 * 1024,
            max_header_fields: None,
            http2_max_streams: 128,
            http2_max_resets: 64,
            http2_window: MIB,
            http2_response_buffer: MIB as usize,
            http2_ping: Some(Duration::from_secs(60)),
            tcp_keepalive: Some(Duration::from_secs(60)),
            shutdown_delay: Duration::ZERO,
            shutdown_grace: Duration::from_secs(5),
        }
    }
}

impl Limits {
    /// Checks values that no server could work with.
    pub(super) fn check(&self) -> Result<(), ServeError> {
        let interval = |progress: Option<Progress>| progress.map(|it| it.interval);
        let times = [
            ("header_timeout", self.header_timeout),
            ("idle_timeout", self.idle_timeout),
            ("body_progress", interval(self.body_progress)),
            ("response_progress", interval(self.response_progress)),
            ("http2_ping", self.http2_ping),
            ("tcp_keepalive", self.tcp_keepalive),
        ];
        for (name, time) in times {
            if time.is_some_and(|time| time.is_zero()) {
                return refuse(name, "0 s", "a longer time, or `None` for no limit");
            }
        }
        if self.max_connections == Some(0) {
            return refuse("max_connections", "0", "1 or more");
        }
        if self.http2_max_streams == 0 {
            return refuse("http2_max_streams", "0", "1 or more");
        }
        if self.max_header_bytes < MIN_HEADER_BYTES {
            let found = self.max_header_bytes.to_string();
            return refuse("max_header_bytes", &found, "8192 or more");
        }
        if self.http2_window > MAX_WINDOW {
            let found = self.http2_window.to_string();
            return refuse("http2_window", &found, "2147483647 or less");
        }
        Ok(())
    }

    /// Returns the largest number of connections, which leaves a quarter of the process's descriptors to the application.
    pub(super) fn connections(&self) -> usize {
        const DEFAULT: usize = 10_000;
        self.max_connections
            .unwrap_or_else(|| (descriptors() / 4 * 3).clamp(1, DEFAULT))
    }
}

fn refuse(option: &str, found: &str, expected: &str) -> Result<(), ServeError> {
    let message = format!("`{option}` is {found}: expected {expected}");
    Err(ServeError::new(ErrorKind::InvalidInput, message))
}

/// Returns the number of files and sockets that the process may open.
#[cfg(unix)]
fn descriptors() -> usize {
    let limit = rlimit::getrlimit(rlimit::Resource::NOFILE);
    limit.map_or(usize::MAX, |(soft, _)| {
        usize::try_from(soft).unwrap_or(usize::MAX)
    })
}

#[cfg(not(unix))]
fn descriptors() -> usize {
    usize::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_valid() {
        Limits::default().check().unwrap();
        assert!((1..=10_000).contains(&Limits::default().connections()));
    }

    #[test]
    fn values_that_cannot_work_are_refused() {
        let default = Limits::default();
        let none = Some(Duration::ZERO);
        let cases = [
            (
                Limits {
                    idle_timeout: none,
                    ..default
                },
                "`idle_timeout` is 0 s: expected a longer time, or `None` for no limit",
            ),
            (
                Limits {
                    max_header_bytes: 100,
                    ..default
                },
                "`max_header_bytes` is 100: expected 8192 or more",
            ),
            (
                Limits {
                    max_connections: Some(0),
                    ..default
                },
                "`max_connections` is 0: expected 1 or more",
            ),
            (
                Limits {
                    http2_window: u32::MAX,
                    ..default
                },
                "`http2_window` is 4294967295: expected 2147483647 or less",
            ),
        ];
        for (limits, expected) in cases {
            assert_eq!(limits.check().unwrap_err().to_string(), expected);
        }
    }
}
