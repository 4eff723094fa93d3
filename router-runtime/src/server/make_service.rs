//! The service for servers that create one per connection, such as `axum::serve`.

use axum::{
    Extension,
    extract::ConnectInfo,
    middleware::AddExtension,
    serve::{IncomingStream, Listener},
};
use std::{
    convert::Infallible,
    future::{Ready, ready},
    task::{Context, Poll},
};
use tower::{Layer, Service};

/// Creates a service for each connection, with the client's address in `ConnectInfo`.
///
/// `app::service().into_make_service()` returns it for [`axum::serve`](fn@axum::serve).
#[derive(Clone, Debug)]
pub struct MakeService<S> {
    service: S,
}

impl<S> MakeService<S> {
    /// Clones `service` for every connection.
    pub(crate) fn new(service: S) -> Self {
        Self { service }
    }
}

impl<S, L> Service<IncomingStream<'_, L>> for MakeService<S>
where
    S: Clone,
    L: Listener,
    L::Addr: Clone + Sync + 'static,
{
    type Response = AddExtension<S, ConnectInfo<L::Addr>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, stream: IncomingStream<'_, L>) -> Self::Future {
        let peer = ConnectInfo(stream.remote_addr().clone());
        ready(Ok(Extension(peer).layer(self.service.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::MakeService;
    use axum::{extract::ConnectInfo, routing::get};
    use std::net::SocketAddr;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::{TcpListener, TcpStream},
    };

    #[tokio::test]
    async fn axum_serves_it_with_the_clients_address() {
        let handler = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() };
        let router: axum::Router = axum::Router::new().route("/", get(handler));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server =
            tokio::spawn(async move { axum::serve(listener, MakeService::new(router)).await });

        let mut client = TcpStream::connect(address).await.unwrap();
        let own = client.local_addr().unwrap().to_string();
        let request = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        client.write_all(request).await.unwrap();
        let mut response = String::new();
        client.read_to_string(&mut response).await.unwrap();
        assert!(response.ends_with(&own), "{response}");
        server.abort();
    }
}
