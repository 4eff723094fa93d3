//! The options that limit connections.

use super::{ServeOptions, limits::Progress};
use std::time::Duration;

/// # Limits
///
/// The table of [`ServeOptions`](ServeOptions#limits) lists the defaults, the variables, and the effect of each limit.
impl ServeOptions {
    /// Limits the time from the first byte of a request to the end of its headers. For the first request of a connection, the time
    /// begins when the connection is opened.
    #[must_use]
    pub fn header_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.limits.header_timeout = timeout.into();
        self
    }

    /// Limits the time between a response and the next request of a connection.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.limits.idle_timeout = timeout.into();
        self
    }

    /// Sets the lowest speed of a request's body. Only the time in which the handler waits for the body counts.
    ///
    /// The limit ends when the response begins, so that a handler can stream in both directions.
    #[must_use]
    pub fn body_progress(mut self, progress: impl Into<Option<Progress>>) -> Self {
        self.limits.body_progress = progress.into();
        self
    }

    /// Sets the lowest speed at which a client reads a response. Only the time in which bytes wait for the client counts, so an idle
    /// stream of events is not limited. A WebSocket is not limited either: its handler does not wait for a client longer than it chooses.
    #[must_use]
    pub fn response_progress(mut self, progress: impl Into<Option<Progress>>) -> Self {
        self.limits.response_progress = progress.into();
        self
    }

    /// Limits the number of open connections, including upgraded ones.
    #[must_use]
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.max_connections = Some(connections);
        self
    }

    /// Limits the headers of a request, in bytes; at least 8192.
    #[must_use]
    pub fn max_header_bytes(mut self, bytes: u32) -> Self {
        self.limits.max_header_bytes = bytes;
        self
    }

    /// Limits the number of header fields of an HTTP/1 request. A number other than the default costs an allocation for each request.
    #[must_use]
    pub fn max_header_fields(mut self, fields: usize) -> Self {
        self.limits.max_header_fields = Some(fields);
        self
    }

    /// Limits the concurrent requests of an HTTP/2 connection.
    #[must_use]
    pub fn http2_max_streams(mut self, streams: u32) -> Self {
        self.limits.http2_max_streams = streams;
        self
    }

    /// Limits the streams of an HTTP/2 connection that are reset before their response. The limit applies to each of these numbers:
    ///
    /// * streams that the client reset, and that the server has not accepted yet;
    /// * streams that the server reset because of errors of the client;
    /// * requests that the client reset while their handlers ran, in excess of half of all requests of the connection.
    #[must_use]
    pub fn http2_max_resets(mut self, resets: usize) -> Self {
        self.limits.http2_max_resets = resets;
        self
    }

    /// Sets the bytes of request bodies that an HTTP/2 client may send before handlers read them, in a stream and in a connection.
    #[must_use]
    pub fn http2_window(mut self, bytes: u32) -> Self {
        self.limits.http2_window = bytes;
        self
    }

    /// Limits the bytes of response bodies that an HTTP/2 connection holds in memory because its client does not read them.
    ///
    /// Above the limit a connection has at most 8 such responses: its further requests wait until one is sent. The handlers that ran
    /// before the limit was reached complete.
    #[must_use]
    pub fn http2_response_buffer(mut self, bytes: usize) -> Self {
        self.limits.http2_response_buffer = bytes;
        self
    }

    /// Sets the interval of pings on HTTP/2 connections. A client that does not respond to a ping within 20 seconds is disconnected.
    #[must_use]
    pub fn http2_ping(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.limits.http2_ping = interval.into();
        self
    }

    /// Sets the time after which the operating system probes a silent TCP connection. Further probes follow in quarters of that time.
    ///
    /// It detects clients that vanished, also those of a WebSocket or of a stream of events. A client that is connected but hangs is
    /// detected only by messages of the application, such as `Message::Ping` of axum's WebSocket.
    #[must_use]
    pub fn tcp_keepalive(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.limits.tcp_keepalive = time.into();
        self
    }
}
