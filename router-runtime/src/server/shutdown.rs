//! Shutting down: open connections and remaining tasks have some time to finish.

use super::{
    accept::accept_all, application::Application, connection::Encryption, connections::Connections,
    limits::Limits, listener::Listener,
};
use std::{panic::resume_unwind, time::Duration};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

/// Serves every connection of the listener until `stop` completes, then waits for running requests and for `remaining`.
pub(super) async fn run<A: Application>(
    listener: Listener,
    encryption: Encryption,
    application: A,
    stop: impl Future<Output = ()>,
    remaining: impl Future<Output = ()>,
    limits: Limits,
) {
    let connections = Connections::default();
    let places = connections.places(limits.connections());
    // A task starts others on its own thread. The future of `main` would wake another one for each connection.
    let mut accepting = JoinSet::new();
    accepting.spawn(accept_all(
        listener,
        encryption,
        application,
        limits,
        places,
    ));
    tokio::select! {
        () = stop => accepting.shutdown().await,
        ended = accepting.join_next() => {
            if let Some(Err(error)) = ended && error.is_panic() {
                resume_unwind(error.into_panic());
            }
        }
    }
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
async fn drain(connections: Connections, remaining: impl Future<Output = ()>, limits: Limits) {
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
