//! Accepting connections.

use super::{
    connection,
    limits::Limits,
    listener::{Accepted, Listener},
};
use axum::{extract::Request, response::Response};
use hyper_util::server::graceful::GracefulShutdown;
use std::{
    convert::Infallible,
    io::{self, ErrorKind},
    pin::pin,
    time::Duration,
};
use tokio::{task::JoinSet, time::sleep};
use tower::Service;

/// The pause after an error such as too many open files, which disappears when connections close.
const PAUSE: Duration = Duration::from_millis(500);

/// The open connections of a server.
#[derive(Default)]
pub(super) struct Connections {
    pub(super) tasks: JoinSet<()>,
    pub(super) graceful: GracefulShutdown,
}

/// Serves every connection of the listener until `stop` completes, and returns those that are open.
pub(super) async fn accept_until<S>(
    listener: Listener,
    service: S,
    stop: impl Future<Output = ()>,
    limits: Limits,
) -> Connections
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    let builder = connection::builder(limits);
    let mut connections = Connections::default();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return connections,
            // Removes closed connections.
            Some(_) = connections.tasks.join_next() => {}
            accepted = accept(&listener) => {
                let watcher = connections.graceful.watcher();
                let service = service.clone();
                let connection =
                    connection::serve(builder.clone(), accepted, service, watcher, limits);
                connections.tasks.spawn(connection);
            }
        }
    }
}

async fn accept(listener: &Listener) -> Accepted {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_caused_by_client(&error) => {}
            Err(error) => {
                tracing::error!("cannot accept a connection: {error}");
                sleep(PAUSE).await;
            }
        }
    }
}

fn is_caused_by_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset
    )
}
