//! The readiness of a server, for load balancers.

use crate::errors::{ErrorCause, error_response};
use axum::{
    http::{HeaderValue, StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use tokio::sync::watch;

/// A handle that tells whether a server is ready for the requests of a load balancer.
///
/// A server is ready when prerendering has ended, or after [`prerender_deadline`](super::ServeOptions::prerender_deadline), until the
/// shutdown signal; see [`shutdown_delay`](super::ServeOptions::shutdown_delay). It responds to requests before and afterwards, too.
/// Clones share one state.
///
/// [`AppService::readiness`](crate::AppService::readiness) returns the handle of an application, and
/// [`readiness_path`](crate::AppBuilder::readiness_path) responds with it. For a handler, create one before the state. As a response it
/// is 200 or 503, with `Cache-Control: no-store`. The 503 has the form of all errors, with the text `starting up` or `shutting down`:
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
#[derive(Clone, Debug)]
pub struct Readiness(Arc<watch::Sender<Stage>>);

/// A stage in the life of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// No server uses the handle.
    Unused,
    StartingUp,
    Ready,
    /// After the shutdown signal.
    ShuttingDown,
    /// After the delay.
    Closed,
}

impl Default for Readiness {
    fn default() -> Self {
        Self::new()
    }
}

impl Readiness {
    /// Returns a handle that is ready until a server uses it.
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Stage::Unused)))
    }

    /// Returns `false` while the server starts up, and after its shutdown signal.
    ///
    /// ```
    /// assert!(router_runtime::server::Readiness::new().is_ready());
    /// ```
    pub fn is_ready(&self) -> bool {
        matches!(self.stage(), Stage::Unused | Stage::Ready)
    }

    /// Waits until a server that uses the handle is ready. If no server ever is, the wait has no end.
    ///
    /// ```
    /// use router_runtime::server::{self, Readiness, ServeOptions};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), router_runtime::ServeError> {
    /// let readiness = Readiness::new();
    /// let handle = readiness.clone();
    /// let options = ServeOptions::new()
    ///     .port(0)
    ///     .readiness(&readiness)
    ///     .shutdown(async move { handle.ready().await });
    /// let router: axum::Router = axum::Router::new();
    /// server::serve(router, options).await?;
    /// assert!(!readiness.is_ready());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn ready(&self) {
        self.wait_for(Stage::Ready).await;
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
        self.wait_for(Stage::Closed).await;
    }

    async fn wait_for(&self, expected: Stage) {
        let mut stages = self.0.subscribe();
        // The sender exists as long as this handle.
        let _ = stages.wait_for(|stage| *stage == expected).await;
    }

    fn stage(&self) -> Stage {
        *self.0.borrow()
    }

    pub(super) fn enter_all(handles: &[Self], stage: Stage) {
        for handle in handles {
            handle.enter(stage);
        }
    }

    /// Enters a stage. A server that shuts down does not start up again.
    fn enter(&self, stage: Stage) {
        self.0.send_if_modified(|current| {
            let changes = stage > *current || *current < Stage::ShuttingDown;
            if changes {
                *current = stage;
            }
            changes
        });
    }
}

impl IntoResponse for Readiness {
    fn into_response(self) -> Response {
        let error = |text: &'static str| {
            let cause = ErrorCause::Returned(text.into());
            error_response(StatusCode::SERVICE_UNAVAILABLE, cause)
        };
        let response = match self.stage() {
            Stage::StartingUp => error("starting up"),
            Stage::Unused | Stage::Ready => "ready".into_response(),
            Stage::ShuttingDown | Stage::Closed => error("shutting down"),
        };
        let headers = [(CACHE_CONTROL, HeaderValue::from_static("no-store"))];
        (headers, response).into_response()
    }
}
