//! The same accept loop, timeout and thread for every application.

use axum::{body::Body, response::Response};
use hyper::{Request, body::Incoming, server::conn::http1};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    convert::Infallible,
    error::Error,
    io::Read,
    net::{Ipv4Addr, SocketAddr},
    process::ExitCode,
    time::Duration,
};
use tokio::net::TcpListener;

/// The time that a client has to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// A tower service as a service of hyper.
#[derive(Clone, Debug)]
pub struct Tower<S>(pub S);

impl<S> hyper::service::Service<Request<Incoming>> for Tower<S>
where
    S: tower::Service<Request<Body>, Response = Response, Error = Infallible> + Clone,
{
    type Response = Response;
    type Error = Infallible;
    type Future = S::Future;

    fn call(&self, request: Request<Incoming>) -> S::Future {
        // Routers and `AppService` are always ready.
        self.0.clone().call(request.map(Body::new))
    }
}

/// Serves on `127.0.0.1:$PORT`, in one thread.
///
/// # Errors
///
/// Returns an error if the port is in use or missing.
#[expect(
    clippy::needless_pass_by_value,
    reason = "callers create the service in the call"
)]
pub fn serve<S, B>(service: S) -> Result<(), Box<dyn Error>>
where
    S: hyper::service::Service<
            Request<Incoming>,
            Response = hyper::Response<B>,
            Error = Infallible,
        > + Clone
        + Send
        + 'static,
    S::Future: Send,
    B: hyper::body::Body<Error: Error + Send + Sync> + Send + 'static,
    B::Data: Send,
{
    exit_with_stdin();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address()?).await?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_TIMEOUT)
                .serve_connection(TokioIo::new(stream), service.clone());
            tokio::spawn(connection);
        }
    })
}

/// Runs a program that has its own accept loop, on tokio's default runtime.
pub fn run<F>(program: F) -> ExitCode
where
    F: Future<Output = std::io::Result<()>>,
{
    exit_with_stdin();
    crate::end((|| {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        Ok(runtime.block_on(program)?)
    })())
}

/// Returns the address to listen on.
///
/// # Errors
///
/// Returns an error if `PORT` is not a port.
pub fn address() -> Result<SocketAddr, Box<dyn Error>> {
    let port = std::env::var("PORT").map_err(|_| "PORT is not set")?;
    Ok((Ipv4Addr::LOCALHOST, port.parse()?).into())
}

/// Exits when the standard input ends, which works for all servers.
pub fn exit_with_stdin() {
    std::thread::spawn(|| {
        let mut nothing = [0];
        while std::io::stdin()
            .read(&mut nothing)
            .is_ok_and(|read| read > 0)
        {}
        std::process::exit(0);
    });
}
