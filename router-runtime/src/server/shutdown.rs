//! Shutting down: open connections and remaining tasks have some time to finish.

use super::{
    accept::accept_until, connection::Encryption, connections::Connections, limits::Limits,
    listener::Listener,
};
use axum::{extract::Request, response::Response};
use std::{convert::Infallible, time::Duration};
use tokio::time::{sleep, timeout};
use tower::Service;

/// Serves every connection of the listener until `stop` completes, then waits for running requests and for `remaining`.
pub(super) async fn run<S>(
    listener: Listener,
    encryption: Encryption,
    service: S,
    stop: impl Future<Output = ()>,
    remaining: impl Future<Output = ()>,
    limits: Limits,
) where
    S: Service<Request, Response = Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    let connections = accept_until(listener, encryption, service, stop, limits).await;
    drain(connections, remaining, limits).await;
}

/// Waits until load balancers have noticed that the server is not ready.
pub(super) async fn delay(delay: Duration) {
    if !delay.is_zero() {
        tracing::info!("not ready: requests are accepted for another {delay:?}");
        sleep(delay).await;
    }
}

/// Waits for connections and remaining tasks, and closes those that exceed the time limit.
async fn drain(mut connections: Connections, remaining: impl Future<Output = ()>, limits: Limits) {
    let open = connections.len();
    if open > 0 {
        tracing::info!(
            "shutting down: {open} open connections have {:?} to finish",
            limits.shutdown_grace
        );
    }
    let finished = async {
        connections.finish().await;
        remaining.await;
    };
    if timeout(limits.shutdown_grace, finished).await.is_err() {
        let aborted = connections.len();
        tracing::warn!(
            "the grace period is over: {aborted} connections and unfinished tasks of `After` are aborted"
        );
        connections.abort().await;
    }
}

#[cfg(test)]
mod tests;
