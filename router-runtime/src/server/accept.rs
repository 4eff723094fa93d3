//! Accepting connections.

use super::{
    connection::{self, Activity, Common, Encryption},
    connections::Connections,
    limits::Limits,
    listener::{Accepted, Listener},
};
use axum::{extract::Request, response::Response};
use std::{
    convert::Infallible,
    io::{self, ErrorKind},
    pin::pin,
    sync::Arc,
    time::Duration,
};
use tokio::time::sleep;
use tower::Service;

/// The pause after an error such as too many open files, which disappears when connections close.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves every connection of the listener until `stop` completes, and returns those that are open.
pub(super) async fn accept_until<S>(
    listener: Listener,
    encryption: Encryption,
    service: S,
    stop: impl Future<Output = ()>,
    limits: Limits,
) -> Connections
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    listener.set_keepalive(limits.tcp_keepalive);
    if limits.response_progress.is_some() {
        listener.set_unsent_limit();
    }
    let mut connections = Connections::new(limits.connections());
    let common = Arc::new(Common::new(limits, encryption));
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => return connections,
            Some(()) = connections.closed() => continue,
            accepted = accept(&listener) => accepted,
        };
        // Further newcomers wait in the backlog.
        let permit = tokio::select! {
            () = &mut stop => return connections,
            permit = connections.room() => permit,
        };
        let activity = Arc::<Activity>::default();
        let connection = connection::serve(
            Arc::clone(&common),
            accepted,
            permit,
            service.clone(),
            Arc::clone(&activity),
        );
        connections.spawn(activity, connection);
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
