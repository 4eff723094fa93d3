//! Accepts connections until told to stop, then lets them finish.

use std::convert::Infallible;
use std::future::Future;
use std::io::{self, ErrorKind};
use std::pin::pin;
use std::time::Duration;

use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower::Service;

use super::connection;

/// How long a server waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// For the headers of a request, and for the first request of a connection.
    pub(crate) headers: Duration,
    /// For running requests after it was told to stop.
    pub(crate) finish: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(30),
            finish: Duration::from_secs(5),
        }
    }
}

/// Between two attempts after an error such as too many open files, which passes when connections
/// close.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves every connection of the listener until `stop` completes, and then the running requests and what they leave behind.
pub(crate) async fn run<S>(
    listener: TcpListener,
    service: S,
    stop: impl Future<Output = ()>,
    rest: impl Future<Output = ()>,
    limits: Limits,
) where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    let server = connection::builder(limits);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            // Only forgets what has ended.
            Some(_) = connections.join_next() => {}
            accepted = accept(&listener) => {
                let (stream, peer) = accepted;
                let watcher = graceful.watcher();
                let service = service.clone();
                let connection =
                    connection::serve(server.clone(), stream, peer, service, watcher, limits);
                connections.spawn(connection);
            }
        }
    }
    drop(listener);
    let open = connections.len();
    if open > 0 {
        tracing::info!(
            "stopping: {open} connections have {:?} to finish",
            limits.finish
        );
    }
    // Tells every connection; the wait is for the tasks themselves.
    let told = graceful.shutdown();
    let finished = async {
        tokio::join!(told, async {
            while connections.join_next().await.is_some() {}
        });
        rest.await;
    };
    if timeout(limits.finish, finished).await.is_err() {
        let cut = connections.len();
        tracing::warn!(
            "{cut} connections, or tasks of `After`, were cut: they had not finished in time"
        );
        connections.shutdown().await;
    }
}

async fn accept(listener: &TcpListener) -> (tokio::net::TcpStream, std::net::SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_the_client(&error) => {}
            Err(error) => {
                tracing::error!("cannot accept a connection: {error}");
                sleep(PAUSE).await;
            }
        }
    }
}

fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests;
