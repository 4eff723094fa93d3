//! Serving a service on a port until a signal arrives.

mod accept;
mod address;
mod connection;
mod error;
mod limits;
mod make_service;
mod shutdown;
mod signal;

use axum::{http::Request, response::Response};
use hyper::body::Incoming;
use std::{convert::Infallible, fmt::Display, future::Future};
use tower::Service;

pub use self::{error::ServeError, make_service::MakeService};

/// Serves at the address in the environment until SIGTERM or Ctrl-C, then shuts down.
///
/// `prepare` runs before the first connection is accepted, and `remaining` after the last one is closed.
pub(crate) async fn listen<S>(
    service: S,
    routes: impl Display,
    prepare: impl Future<Output = ()>,
    remaining: impl Future<Output = ()>,
) -> Result<(), ServeError>
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    let mut stop = Box::pin(signal::shutdown_signal()?);
    let listener = address::from_environment()?.listen().await?;
    tracing::info!("routes\n{routes}");
    if !finishes_before(prepare, &mut stop).await {
        return Ok(());
    }
    tracing::info!("listening on http://{}", listener.local_addr()?);
    shutdown::run(
        listener,
        service,
        stop,
        remaining,
        limits::Limits::default(),
    )
    .await;
    Ok(())
}

/// Waits for the first of both, and returns whether it was the work.
async fn finishes_before(work: impl Future<Output = ()>, stop: impl Future<Output = ()>) -> bool {
    tokio::select! {
        () = work => true,
        () = stop => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, ready};

    /// Prerendering a thousand paths with an unreachable database may take an hour.
    #[tokio::test]
    async fn prerendering_can_be_stopped() {
        assert!(finishes_before(ready(()), pending()).await);
        assert!(!finishes_before(pending(), ready(())).await);
    }
}
