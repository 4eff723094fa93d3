//! An application behind a socket, with its own clock.
//!
//! [`both_ways`] builds an application through `service()` and through `router()`; a failing test prints which of the two it was.

use crate::{
    handlers::Handlers,
    request::request,
    response::BufferedResponse,
    wait::{TIMEOUT, wait_for},
};
use axum::{Router, body::Body, http::Request, response::Response};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use router_runtime::{
    AppBuilder,
    cache::{Cache, CacheOptions},
    testing::Clock,
};
use std::{
    future::poll_fn,
    net::SocketAddr,
    pin::pin,
    sync::atomic::{AtomicBool, Ordering},
    task::Poll,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::{JoinError, JoinHandle},
};

/// A running application. `S` is its state, which holds the handlers.
pub struct TestApp<S = Handlers> {
    /// `service()` or `router()`.
    pub way: &'static str,
    pub state: S,
    pub clock: Clock,
    pub cache: Cache,
    router: Router,
    address: SocketAddr,
    server: JoinHandle<()>,
    is_used: AtomicBool,
}

impl<S> Drop for TestApp<S> {
    fn drop(&mut self) {
        self.server.abort();
        if std::thread::panicking() && self.is_used.load(Ordering::Relaxed) {
            eprintln!(
                "the application of the failed test was built with `{}`",
                self.way
            );
        }
    }
}

/// The application of `build` through `service()` and through `router()`, each with its own state.
pub async fn both_ways<S>(
    build: impl Fn(S) -> AppBuilder<S>,
    limits: impl Fn(CacheOptions) -> CacheOptions,
) -> [TestApp<S>; 2]
where
    S: AsRef<Handlers> + Clone + Default + Send + Sync + 'static,
{
    let one = async |way| {
        let (state, clock) = (S::default(), Clock::new());
        let options = limits(CacheOptions::new().clock(clock.clone()));
        let builder = build(state.clone()).cache(options);
        TestApp::open(way, &builder, state, clock).await
    };
    [one(SERVICE).await, one(ROUTER).await]
}

/// The names of the two constructors.
pub const SERVICE: &str = "service()";
pub const ROUTER: &str = "router()";

impl<S> TestApp<S>
where
    S: AsRef<Handlers> + Clone + Send + Sync + 'static,
{
    /// Opens an application on a free port, built with the constructor `way`.
    pub async fn open(way: &'static str, builder: &AppBuilder<S>, state: S, clock: Clock) -> Self {
        let router = match way {
            SERVICE => Router::new().fallback_service(builder.service()),
            ROUTER => builder.router(),
            other => panic!("expected `{SERVICE}` or `{ROUTER}`, found `{other}`"),
        };
        let cache = builder.cache_handle();
        state.as_ref().set_cache(cache.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let served = router.clone();
        let server = tokio::spawn(async move { axum::serve(listener, served).await.unwrap() });
        Self {
            way,
            state,
            clock,
            cache,
            router,
            address,
            server,
            is_used: AtomicBool::new(false),
        }
    }

    pub fn handlers(&self) -> &Handlers {
        self.state.as_ref()
    }

    pub fn address(&self) -> SocketAddr {
        self.is_used.store(true, Ordering::Relaxed);
        self.address
    }

    pub async fn connect(&self) -> Connection {
        Connection::open(self.address()).await
    }

    /// Sends a request over a new connection.
    pub async fn send(&self, request: Request<Body>) -> BufferedResponse {
        self.connect().await.send(request).await
    }

    pub async fn get(&self, path: &str) -> BufferedResponse {
        self.send(request("GET", path, &[])).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> BufferedResponse {
        self.send(request("GET", path, headers)).await
    }

    pub async fn method(&self, method: &str, path: &str) -> BufferedResponse {
        self.send(request(method, path, &[])).await
    }

    /// Sends a `GET` without a socket, in a new task.
    pub fn spawn(&self, path: &str) -> PendingResponse {
        self.is_used.store(true, Ordering::Relaxed);
        let (router, request) = (self.router.clone(), request("GET", path, &[]));
        let (polled, is_polled) = oneshot::channel();
        let task = tokio::spawn(async move {
            let mut response = pin!(BufferedResponse::of(router, request));
            let first = poll_fn(|context| Poll::Ready(response.as_mut().poll(context))).await;
            let _ = polled.send(());
            match first {
                Poll::Ready(response) => response,
                Poll::Pending => response.await,
            }
        });
        PendingResponse { task, is_polled }
    }

    /// Like [`spawn`](Self::spawn), and returns when the request waits.
    pub async fn start(&self, path: &str) -> PendingResponse {
        let mut pending = self.spawn(path);
        pending.waits().await;
        pending
    }

    /// Sends that many requests at once, and waits until all of them wait.
    pub async fn start_many(&self, path: &str, requests: usize) -> Vec<PendingResponse> {
        let mut pending: Vec<_> = (0..requests).map(|_| self.spawn(path)).collect();
        for response in &mut pending {
            response.waits().await;
        }
        pending
    }

    /// Sends a request that no route matches and waits for the 404, so that everything that was ready before has run.
    pub async fn round_trip(&self) {
        assert_eq!(self.get("/no/such/route").await.status, 404);
    }

    pub fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Waits until the handler of that name has started that often.
    pub async fn wait_for_runs(&self, name: &str, runs: usize) {
        let started = async || (self.handlers().runs(name) >= runs).then_some(());
        wait_for(&format!("run {runs} of {name}"), started).await;
        assert_eq!(self.handlers().runs(name), runs, "{name}");
    }

    /// Sends `GET` requests until one has this body.
    pub async fn get_until(&self, path: &str, body: &str) -> BufferedResponse {
        wait_for(&format!("{body:?} from {path}"), async || {
            let response = self.get(path).await;
            (response.body == body).then_some(response)
        })
        .await
    }
}

/// A request in a task. Awaiting it awaits the task.
pub struct PendingResponse {
    task: JoinHandle<BufferedResponse>,
    is_polled: oneshot::Receiver<()>,
}

impl PendingResponse {
    /// Returns as soon as the request waits for its handler or for the run of another request, or has its response.
    pub async fn waits(&mut self) {
        (&mut self.is_polled).await.unwrap();
    }

    /// The response, within [`TIMEOUT`].
    pub async fn response(self) -> BufferedResponse {
        let response = tokio::time::timeout(TIMEOUT, self.task).await;
        response.expect("the request ends").unwrap()
    }

    pub fn is_finished(&self) -> bool {
        self.task.is_finished()
    }

    /// Cancels the request, like a client that disconnects.
    pub fn abort(&self) {
        self.task.abort();
    }
}

/// The responses of all requests, in their order.
pub async fn responses(pending: Vec<PendingResponse>) -> Vec<BufferedResponse> {
    let mut responses = Vec::new();
    for response in pending {
        responses.push(response.response().await);
    }
    responses
}

impl IntoFuture for PendingResponse {
    type Output = Result<BufferedResponse, JoinError>;
    type IntoFuture = JoinHandle<BufferedResponse>;

    fn into_future(self) -> JoinHandle<BufferedResponse> {
        self.task
    }
}

/// A connection for several requests.
pub struct Connection(SendRequest<Body>);

impl Connection {
    pub async fn open(address: SocketAddr) -> Self {
        let socket = TcpStream::connect(address).await.unwrap();
        let (sender, connection) = handshake(TokioIo::new(socket)).await.unwrap();
        tokio::spawn(connection);
        Self(sender)
    }

    pub async fn send(&mut self, request: Request<Body>) -> BufferedResponse {
        BufferedResponse::read(self.head(request).await).await
    }

    /// The response, unless the connection ends before it.
    pub async fn try_send(&mut self, request: Request<Body>) -> Option<BufferedResponse> {
        self.0.ready().await.ok()?;
        let response = self.0.send_request(request).await.ok()?;
        Some(BufferedResponse::read(response.map(Body::new)).await)
    }

    /// The response, whose body is not read yet.
    pub async fn head(&mut self, request: Request<Body>) -> Response {
        self.0.ready().await.unwrap();
        self.0.send_request(request).await.unwrap().map(Body::new)
    }
}
