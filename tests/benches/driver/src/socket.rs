//! The same listener loop, timeout and thread for every application.

use std::convert::Infallible;
use std::error::Error;
use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::{Request, server::conn::http1};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;

/// What a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// A tower service as hyper calls it.
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

/// Answers on `127.0.0.1:$PORT`, in one thread.
///
/// # Errors
///
/// When the port is taken or missing.
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

/// Runs a program that has a listener loop of its own, on tokio's default runtime.
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

/// Where to listen.
///
/// # Errors
///
/// When `PORT` is no port.
pub fn address() -> Result<SocketAddr, Box<dyn Error>> {
    let port = std::env::var("PORT").map_err(|_| "PORT is not set")?;
    Ok((Ipv4Addr::LOCALHOST, port.parse()?).into())
}

/// Ends the program when its standard input ends: the one way that all servers understand.
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
