//! Accepting connections.

use super::{
    activity::Activity,
    application::Application,
    connection::{self, Common, Encryption},
    connections::Places,
    limits::Limits,
    listener::{Accepted, Listener},
};
use std::{
    io::{self, ErrorKind},
    sync::Arc,
    time::Duration,
};
use tokio::time::sleep;

/// The pause after an error such as too many open files, which disappears when connections close.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves every connection of the listener. It is stopped between two of them.
pub(super) async fn accept_all<A: Application>(
    listener: Listener,
    encryption: Encryption,
    application: A,
    limits: Limits,
    mut places: Places,
) {
    listener.set_keepalive(limits.tcp_keepalive);
    if limits.response_progress.is_some() {
        listener.set_unsent_limit();
    }
    let common = Arc::new(Common::new(limits, encryption));
    loop {
        let accepted = accept(&listener).await;
        let activity = Arc::<Activity>::default();
        // Further newcomers wait in the backlog.
        let place = places.room(&activity).await;
        let connection = connection::serve(
            Arc::clone(&common),
            accepted,
            place,
            application.clone(),
            Arc::clone(&activity),
        );
        places.spawn(activity, connection);
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
