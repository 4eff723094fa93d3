//! One connection.

use super::{limits::Limits, listener::Accepted, socket::Socket};
use axum::{
    body::Body,
    extract::{ConnectInfo, Request},
    response::Response,
};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::Watcher},
};
use std::{
    convert::Infallible,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::sleep;
use tower::{Service, ServiceExt, util::Oneshot};

const HEADER_BYTES: u32 = 64 * 1024;
/// The interval of pings, which detect clients that vanished.
const PING: Duration = Duration::from_secs(60);

pub(super) fn builder(limits: Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers)
        .max_buf_size(HEADER_BYTES as usize);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING)
        .max_header_list_size(HEADER_BYTES);
    builder
}

pub(super) async fn serve<S>(
    server: Builder<TokioExecutor>,
    accepted: Accepted,
    service: S,
    watcher: Watcher,
    limits: Limits,
) where
    S: Service<Request, Response = Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    let peer = accepted.prepare();
    let started = Arc::new(AtomicBool::new(false));
    let service = Connected {
        service,
        peer,
        started: Arc::clone(&started),
    };
    let connection = server
        .serve_connection_with_upgrades(TokioIo::new(Socket::new(accepted)), service)
        .into_owned();
    let mut connection = pin!(watcher.watch(connection));
    // hyper's own timeout begins once it knows the HTTP version of the client.
    let result = tokio::select! {
        result = &mut connection => result,
        () = sleep(limits.headers) => {
            if !started.load(Ordering::Relaxed) {
                tracing::debug!("{peer:?}: no request within {:?}", limits.headers);
                return;
            }
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!("{peer:?}: {error}");
    }
}

/// A service that inserts the address of its client.
#[derive(Clone)]
struct Connected<S> {
    service: S,
    peer: Option<SocketAddr>,
    started: Arc<AtomicBool>,
}

impl<S> hyper::service::Service<axum::http::Request<Incoming>> for Connected<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Oneshot<S, Request>;

    fn call(&self, request: axum::http::Request<Incoming>) -> Self::Future {
        self.started.store(true, Ordering::Relaxed);
        let mut request = request.map(Body::new);
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        self.service.clone().oneshot(request)
    }
}
