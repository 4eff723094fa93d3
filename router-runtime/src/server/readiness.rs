//! The readiness of a server, for load balancers.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering::SeqCst},
};
use tokio::sync::Notify;

/// A handle by which handlers learn that the server shuts down.
///
/// Clones share one state. It is ready from the start until the shutdown signal; see
/// [`shutdown_delay`](super::ServeOptions::shutdown_delay). As a response it is 200 or 503:
///
/// ```no_run
/// # use axum::extract::State;
/// # mod app {
/// #     pub fn service(shop: super::Shop) -> router_runtime::AppService<super::Shop> { unimplemented!() }
/// # }
/// use router_runtime::{ServeError, server::{Readiness, ServeOptions}};
///
/// #[derive(Clone)]
/// pub struct Shop {
///     pub readiness: Readiness,
/// }
///
/// // app/ready/route.rs
/// pub async fn GET(State(shop): State<Shop>) -> Readiness {
///     shop.readiness
/// }
///
/// #[tokio::main]
/// async fn main() -> Result<(), ServeError> {
///     let readiness = Readiness::new();
///     let options = ServeOptions::from_env()?.readiness(&readiness);
///     app::service(Shop { readiness }).serve_with(options).await
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Readiness {
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    stage: AtomicU8,
    closed: Notify,
}

/// The stage after the shutdown signal.
const STOPPING: u8 = 1;
/// The stage after the delay.
const CLOSED: u8 = 2;

impl Readiness {
    /// Returns a handle that is ready.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns `false` after the shutdown signal of the server.
    ///
    /// ```
    /// assert!(router_runtime::server::Readiness::new().is_ready());
    /// ```
    pub fn is_ready(&self) -> bool {
        self.state.stage.load(SeqCst) < STOPPING
    }

    /// Waits until the server accepts no more connections: for the shutdown signal, and then for the
    /// [`shutdown_delay`](super::ServeOptions::shutdown_delay).
    ///
    /// A WebSocket or a stream of events ends itself at that moment. Otherwise the server waits for it until the grace is over.
    ///
    /// ```
    /// use router_runtime::server::Readiness;
    ///
    /// # struct Socket;
    /// # impl Socket {
    /// #     async fn recv(&mut self) -> Option<&'static str> { None }
    /// #     async fn send(&mut self, message: &str) {}
    /// # }
    /// async fn chat(mut socket: Socket, readiness: Readiness) {
    ///     loop {
    ///         tokio::select! {
    ///             message = socket.recv() => match message {
    ///                 Some(message) => socket.send(message).await,
    ///                 None => return,
    ///             },
    ///             () = readiness.closed() => return socket.send("The server restarts.").await,
    ///         }
    ///     }
    /// }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() { chat(Socket, Readiness::new()).await }
    /// ```
    pub async fn closed(&self) {
        loop {
            let closed = self.state.closed.notified();
            if self.state.stage.load(SeqCst) == CLOSED {
                return;
            }
            closed.await;
        }
    }

    pub(super) fn stop(&self) {
        self.state.stage.store(STOPPING, SeqCst);
    }

    pub(super) fn close(&self) {
        self.state.stage.store(CLOSED, SeqCst);
        self.state.closed.notify_waiters();
    }
}

impl IntoResponse for Readiness {
    fn into_response(self) -> Response {
        if self.is_ready() {
            (StatusCode::OK, "ready").into_response()
        } else {
            (StatusCode::SERVICE_UNAVAILABLE, "shutting down").into_response()
        }
    }
}
