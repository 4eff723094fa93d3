//! The readiness of a server, for load balancers.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

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
    is_stopping: Arc<AtomicBool>,
}

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
        !self.is_stopping.load(Ordering::Relaxed)
    }

    pub(super) fn end(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
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
