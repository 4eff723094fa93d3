//! One built application behind a socket, with a clock of its own.

use super::{answer::Answer, app, lab::Lab};
use axum::{Router, body::Body, http::Request};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use router_runtime::{
    cache::{Cache, CacheOptions},
    testing::Clock,
};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tower::ServiceExt;

/// Generous: reached only by a test that fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub struct House {
    pub lab: Lab,
    pub clock: Clock,
    pub cache: Cache,
    app: Router,
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Drop for House {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The same application through `service()` and through `router()`.
pub async fn houses() -> [House; 2] {
    houses_with(|options| options).await
}

/// With other limits.
pub async fn houses_with(limits: fn(CacheOptions) -> CacheOptions) -> [House; 2] {
    [
        House::new(limits, true).await,
        House::new(limits, false).await,
    ]
}

impl House {
    async fn new(limits: fn(CacheOptions) -> CacheOptions, through_service: bool) -> Self {
        let (lab, clock) = (Lab::default(), Clock::new());
        let options = limits(CacheOptions::new().clock(clock.clone()));
        let builder = app::builder(lab.clone()).cache(options);
        let app = if through_service {
            Router::new().fallback_service(builder.service())
        } else {
            builder.router()
        };
        Self::open(app, lab, clock, builder.cache_handle()).await
    }

    /// Opens one that was built elsewhere.
    pub async fn open(app: Router, lab: Lab, clock: Clock, cache: Cache) -> Self {
        lab.set_cache(cache.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let served = app.clone();
        let server = tokio::spawn(async move { axum::serve(listener, served).await.unwrap() });
        Self {
            lab,
            clock,
            cache,
            app,
            address,
            server,
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub async fn connect(&self) -> Connection {
        Connection::open(self.address).await
    }

    /// Asks over a connection of its own.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        self.connect().await.send(request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path, &[])).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(request("GET", path, headers)).await
    }

    pub async fn method(&self, method: &str, path: &str) -> Answer {
        self.send(request(method, path, &[])).await
    }

    /// Asks without a socket, in a task of its own.
    pub fn start(&self, path: &str) -> JoinHandle<Answer> {
        let (app, request) = (self.app.clone(), request("GET", path, &[]));
        tokio::spawn(async move { Answer::of(app.oneshot(request).await.unwrap()).await })
    }

    pub fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Waits until the handler of that name has started that often.
    pub async fn started(&self, name: &str, runs: usize) {
        patiently(name, async || (self.lab.runs(name) >= runs).then_some(())).await;
        assert_eq!(self.lab.runs(name), runs, "{name}");
    }

    /// Asks until the body is this.
    pub async fn until(&self, path: &str, body: &str) -> Answer {
        patiently(path, async || {
            let answer = self.get(path).await;
            (answer.body == body).then_some(answer)
        })
        .await
    }

    /// Gives every task that can go on the time to do so.
    pub async fn settle(&self) {
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
    }
}

/// A connection that is kept.
pub struct Connection(SendRequest<Body>);

impl Connection {
    pub async fn open(address: SocketAddr) -> Self {
        let socket = TcpStream::connect(address).await.unwrap();
        let (sender, connection) = handshake(TokioIo::new(socket)).await.unwrap();
        tokio::spawn(connection);
        Self(sender)
    }

    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        Answer::of(self.head(request).await).await
    }

    /// The answer, unless the connection ends before it.
    pub async fn try_send(&mut self, request: Request<Body>) -> Option<Answer> {
        self.0.ready().await.ok()?;
        let response = self.0.send_request(request).await.ok()?;
        Some(Answer::of(response.map(Body::new)).await)
    }

    /// The answer with its body still to come.
    pub async fn head(&mut self, request: Request<Body>) -> axum::response::Response {
        self.0.ready().await.unwrap();
        self.0.send_request(request).await.unwrap().map(Body::new)
    }
}

pub fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "here");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).unwrap()
}

/// Looks again and again until there is something.
pub async fn patiently<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let looked = tokio::time::timeout(PATIENCE, looking).await;
    looked.unwrap_or_else(|_| panic!("waited for {what} in vain"))
}
