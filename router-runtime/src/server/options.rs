//! The options of a server.

use super::{
    ServeError, environment,
    limits::Limits,
    listener::ListenAddress,
    readiness::Readiness,
    source::{BoundListener, ListenerSource},
};
use std::{fmt, pin::Pin, time::Duration};

#[cfg(feature = "tls")]
use super::Tls;

type Shutdown = Pin<Box<dyn Future<Output = ()> + Send>>;
type OnListening = Box<dyn FnOnce(&ListenAddress) + Send>;

/// The address, the limits and the shutdown of a server, for [`serve_with`](crate::AppService::serve_with) and
/// [`server::serve`](super::serve).
///
/// [`from_env`](Self::from_env) reads the variables in the tables below; [`new`](Self::new) ignores them. `ROUTER_TASK`, `PUBLIC_DIR` and
/// `CACHE_URL` apply to both. Methods that are called afterwards take precedence:
///
/// ```no_run
/// # mod app { pub fn service() -> router_runtime::AppService<()> { unimplemented!() } }
/// use router_runtime::{ServeError, server::ServeOptions};
/// use std::time::Duration;
///
/// #[tokio::main]
/// async fn main() -> Result<(), ServeError> {
///     let options = ServeOptions::from_env()?.shutdown_delay(Duration::from_secs(10));
///     app::service().serve_with(options).await
/// }
/// ```
///
/// # Address
///
/// | variable | meaning | default |
/// |---|---|---|
/// | `HOST` | address or name to listen on; `0.0.0.0` or `::` for every interface; `unix:/run/app.sock` for a Unix socket | `127.0.0.1` |
/// | `PORT` | port to listen on; `0` for any free port | `3000` |
/// | `LISTEN_FDS` | `1`: the socket to listen on is inherited, from systemd or another supervisor; `HOST` and `PORT` are not read | |
/// | `SERVE_TLS_CERTIFICATE`, `SERVE_TLS_KEY` | files of a certificate and of its key, for HTTPS with the feature `tls` | |
///
/// An inherited socket outlives the process, so that a restarted server loses no connection.
/// See [`listener`](Self::listener) for a socket that the program opened.
///
/// # Limits
///
/// | option | variable | default | a client beyond it |
/// |---|---|---|---|
/// | [`header_timeout`](Self::header_timeout) | `SERVE_HEADER_TIMEOUT` | 30 s | is disconnected |
/// | [`idle_timeout`](Self::idle_timeout) | `SERVE_IDLE_TIMEOUT` | 75 s | is disconnected, in HTTP/2 with `GOAWAY` |
/// | [`body_progress`](Self::body_progress) | `SERVE_BODY_PROGRESS` | 1024 bytes in 60 s | receives 408; an HTTP/1 connection is closed |
/// | [`response_progress`](Self::response_progress) | `SERVE_RESPONSE_PROGRESS` | 1024 bytes in 60 s | is disconnected |
/// | [`max_connections`](Self::max_connections) | `SERVE_MAX_CONNECTIONS` | 10,000, but at most 3/4 of the descriptors of the process | waits; the server closes the connection that has been idle for longest, if one is idle |
/// | [`max_header_bytes`](Self::max_header_bytes) | `SERVE_MAX_HEADER_BYTES` | 65,536 | receives 431 |
/// | [`max_header_fields`](Self::max_header_fields) | `SERVE_MAX_HEADER_FIELDS` | 100 in HTTP/1 | receives 431 |
/// | [`http2_max_streams`](Self::http2_max_streams) | `SERVE_HTTP2_MAX_STREAMS` | 128 | `REFUSED_STREAM` |
/// | [`http2_max_resets`](Self::http2_max_resets) | | 64 | is disconnected |
/// | [`http2_window`](Self::http2_window) | | 1 MiB | cannot send more |
/// | [`http2_response_buffer`](Self::http2_response_buffer) | | 1 MiB | its further requests wait |
/// | [`http2_ping`](Self::http2_ping) | `SERVE_HTTP2_PING` | 60 s | is disconnected |
/// | [`tcp_keepalive`](Self::tcp_keepalive) | `SERVE_TCP_KEEPALIVE` | 60 s | is disconnected |
///
/// `None` turns a time limit off; in a variable, that is `off`. A progress in a variable is a number of bytes and of seconds: `1024/60`.
///
/// The time of a handler and the size of a body are limited by `max_duration` and `body_limit` in [`config`](crate::config). To limit the
/// number of concurrent handlers, export tower's `ConcurrencyLimitLayer` or `GlobalConcurrencyLimitLayer` as the `layer` of a
/// `middleware.rs`.
///
/// `axum::serve(listener, app::router())` has none of these limits.
///
/// # Start-up
///
/// | option | variable | default |
/// |---|---|---|
/// | [`prerender_deadline`](Self::prerender_deadline) | `SERVE_PRERENDER_DEADLINE` | 10 s |
///
/// The server accepts requests while it prerenders responses. It reports through [`Readiness`] that it is ready when prerendering has
/// ended, or after the deadline.
///
/// # Shutdown
///
/// | option | variable | default |
/// |---|---|---|
/// | [`shutdown_delay`](Self::shutdown_delay) | `SERVE_SHUTDOWN_DELAY` | 0 s |
/// | [`shutdown_grace`](Self::shutdown_grace) | `SERVE_SHUTDOWN_GRACE` | 5 s |
///
/// On SIGTERM, Ctrl-C or the end of [`shutdown`](Self::shutdown), the server reports through [`Readiness`] that it is not ready. It
/// serves as before for the delay, because a load balancer needs some seconds until it sends no more requests. Then it closes its
/// socket, and running requests, WebSocket connections and tasks of [`After`](crate::After) have the grace to finish.
/// [`Readiness::closed`] lets a WebSocket or a stream of events end itself.
///
/// Times in variables are numbers of seconds, such as `0.5`. An invalid value of a variable is an error of `from_env`.
pub struct ServeOptions {
    pub(super) source: ListenerSource,
    pub(super) limits: Limits,
    pub(super) prerender_deadline: Duration,
    pub(super) readiness: Vec<Readiness>,
    pub(super) shutdown: Option<Shutdown>,
    pub(super) on_listening: Option<OnListening>,
    #[cfg(feature = "tls")]
    pub(super) tls: Option<Tls>,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl ServeOptions {
    /// Returns the defaults: `127.0.0.1:3000` and the limits above. Variables are not read.
    ///
    /// ```
    /// use router_runtime::server::ServeOptions;
    ///
    /// let options = ServeOptions::new().port(8080);
    /// assert!(format!("{options:?}").contains("port: 8080"));
    /// ```
    pub fn new() -> Self {
        Self {
            source: ListenerSource::default(),
            limits: Limits::default(),
            prerender_deadline: Duration::from_secs(10),
            readiness: Vec::new(),
            shutdown: None,
            on_listening: None,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }

    /// Reads the variables listed above. [`serve`](crate::AppService::serve) uses these options.
    ///
    /// An inherited socket is taken: a second call does not find it.
    ///
    /// # Errors
    ///
    /// Returns an error if a variable is malformed. Its message contains the variable, its value and a correct example.
    pub fn from_env() -> Result<Self, ServeError> {
        let mut options = Self::new();
        environment::prerender_deadline(&mut options.prerender_deadline)?;
        let tls = environment::tls_files()?;
        #[cfg(not(feature = "tls"))]
        drop(tls);
        Ok(Self {
            source: environment::source()?,
            limits: environment::limits()?,
            #[cfg(feature = "tls")]
            tls: tls.map(|[certificate, key]| Tls::from_files(certificate, key)),
            ..options
        })
    }

    /// Sets the address or name to listen on, as `HOST` does.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.source = self.source.with_host(&host.into());
        self
    }

    /// Sets the port to listen on, as `PORT` does. `0` is any free port; see [`on_listening`](Self::on_listening).
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.source = self.source.with_port(port);
        self
    }

    /// Listens on a socket that is open already: a [`TcpListener`](std::net::TcpListener) or a `UnixListener`, of std or tokio.
    ///
    /// ```no_run
    /// # mod app { pub fn service() -> router_runtime::AppService<()> { unimplemented!() } }
    /// # async fn run() -> Result<(), router_runtime::ServeError> {
    /// use router_runtime::server::ServeOptions;
    ///
    /// let listener = std::net::TcpListener::bind("127.0.0.1:8080")?;
    /// app::service().serve_with(ServeOptions::new().listener(listener)).await
    /// # }
    /// ```
    ///
    /// A request over a Unix socket has a `ConnectInfo<tokio::net::unix::SocketAddr>` in place of `ConnectInfo<SocketAddr>`.
    #[must_use]
    pub fn listener(mut self, listener: impl Into<BoundListener>) -> Self {
        self.source = ListenerSource::Bound(listener.into());
        self
    }

    /// Serves HTTPS: HTTP/2 and HTTP/1.1, as the client chooses. Feature `tls`.
    ///
    /// The certificate is in two PEM files, or in a [`rustls::ServerConfig`]; see [`Tls`]. [`header_timeout`](Self::header_timeout) limits
    /// the time of the handshake and the headers of the first request together. A connection counts towards
    /// [`max_connections`](Self::max_connections) during its handshake, and may be closed like an idle connection if the limit is reached.
    ///
    /// ```
    /// use router_runtime::server::ServeOptions;
    ///
    /// let options = ServeOptions::new().tls(("cert.pem", "key.pem"));
    /// ```
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls(mut self, tls: impl Into<Tls>) -> Self {
        self.tls = Some(tls.into());
        self
    }

    /// Calls `notify` with the address when the server listens, such as to learn the port after `port(0)`.
    ///
    /// ```
    /// use router_runtime::server::{self, ServeOptions};
    /// use std::sync::mpsc;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), router_runtime::ServeError> {
    /// let (sender, receiver) = mpsc::channel();
    /// let options = ServeOptions::new()
    ///     .port(0)
    ///     .on_listening(move |address| sender.send(address.to_string()).unwrap())
    ///     .shutdown(std::future::ready(()));
    /// let router: axum::Router = axum::Router::new();
    /// server::serve(router, options).await?;
    /// assert!(receiver.recv().unwrap().starts_with("http://127.0.0.1:"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn on_listening(mut self, notify: impl FnOnce(&ListenAddress) + Send + 'static) -> Self {
        self.on_listening = Some(Box::new(notify));
        self
    }

    /// Adds a handle through which handlers learn whether the server is ready.
    #[must_use]
    pub fn readiness(mut self, readiness: &Readiness) -> Self {
        self.readiness.push(readiness.clone());
        self
    }

    /// Sets the time after which the server is ready although prerendering has not ended. Prerendering then continues.
    ///
    /// ```
    /// use router_runtime::server::ServeOptions;
    /// use std::time::Duration;
    ///
    /// let options = ServeOptions::new().prerender_deadline(Duration::from_secs(60));
    /// ```
    #[must_use]
    pub fn prerender_deadline(mut self, deadline: Duration) -> Self {
        self.prerender_deadline = deadline;
        self
    }

    /// Shuts down when `signal` completes, instead of on SIGTERM or Ctrl-C.
    #[must_use]
    pub fn shutdown(mut self, signal: impl Future<Output = ()> + Send + 'static) -> Self {
        self.shutdown = Some(Box::pin(signal));
        self
    }

    /// Sets the time for which the server continues to accept requests after the shutdown signal.
    ///
    /// It is the time that a load balancer needs to notice: for Kubernetes a few seconds.
    #[must_use]
    pub fn shutdown_delay(mut self, delay: Duration) -> Self {
        self.limits.shutdown_delay = delay;
        self
    }

    /// Sets the time that running requests and tasks of [`After`](crate::After) have after the delay. The server then closes their
    /// connections.
    #[must_use]
    pub fn shutdown_grace(mut self, grace: Duration) -> Self {
        self.limits.shutdown_grace = grace;
        self
    }
}

impl fmt::Debug for ServeOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServeOptions")
            .field("source", &self.source)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
