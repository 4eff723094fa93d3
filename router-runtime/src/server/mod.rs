//! Puts a service on a port.

mod accept;
mod address;
mod connection;
mod make_service;
mod stop;

use std::convert::Infallible;
use std::fmt::Display;
use std::io;

use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use tokio::net::TcpListener;
use tower::Service;

pub(crate) use self::accept::{Limits, run};
pub use self::make_service::MakeService;

/// Serves until SIGTERM or Ctrl-C; the address comes from the environment.
///
/// | variable | meaning | without it |
/// |---|---|---|
/// | `HOST` | address or name to listen on; `0.0.0.0` or `::` for every interface | `127.0.0.1` |
/// | `PORT` | port to listen on; `0` for any that is free | `3000` |
///
/// The default address can be reached from this machine alone: nothing is open to a network that
/// was not asked for. A container needs `HOST=0.0.0.0`.
///
/// HTTP/1.1 and HTTP/2 with prior knowledge share the port. Handlers find the client's address in
/// `ConnectInfo<SocketAddr>`. A client has 30 seconds for the headers of a request, and 64 KiB. On
/// a signal no connection is accepted any more, running requests have 5 seconds to finish.
///
/// # Errors
///
/// When `HOST` or `PORT` make no address, or it cannot be listened on. The text says what to do.
pub(crate) async fn serve<S>(service: S, banner: impl Display) -> io::Result<()>
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    let stop = stop::signal()?;
    let listener = address::from_environment()?.listen().await?;
    announce(&listener, &banner)?;
    run(listener, service, stop, Limits::default()).await;
    Ok(())
}

fn announce(listener: &TcpListener, banner: &impl Display) -> io::Result<()> {
    let address = listener.local_addr()?;
    tracing::info!("routes\n{banner}");
    tracing::info!("listening on http://{address}");
    Ok(())
}
