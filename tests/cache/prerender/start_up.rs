//! Prerendering while a server serves its first requests.

use crate::app;
use router_runtime::{
    ServeError,
    cache::CacheOptions,
    server::{Readiness, ServeOptions},
};
use router_tests::{
    handlers::{Gate, Handlers},
    request::request,
    response::BufferedResponse,
    test_app::Connection,
    wait::{TIMEOUT, wait_for},
};
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle, time::timeout};

/// Longer than any test.
const LONG: Duration = Duration::from_secs(600);

/// A running server whose prerendering waits for a response and for a hundred others.
struct Server {
    handlers: Handlers,
    /// Of `/minute`.
    gate: Gate,
    address: SocketAddr,
    readiness: Readiness,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<Result<(), ServeError>>,
}

impl Server {
    async fn start(options: ServeOptions) -> Self {
        let handlers = Handlers::default();
        let ids: Vec<String> = (0..100).map(|id| id.to_string()).collect();
        handlers.set_static_params(&ids.iter().map(String::as_str).collect::<Vec<_>>());
        for id in ids {
            handlers.hang(&format!("listed/{id}"));
        }
        let gate = handlers.gate("minute");
        let server = Self::start_with(handlers, gate, options).await;
        server.has_run("minute", 1).await;
        server
    }

    async fn start_with(handlers: Handlers, gate: Gate, options: ServeOptions) -> Self {
        let builder = app::builder(handlers.clone()).readiness_path("/health/ready");
        let builder = builder.cache(CacheOptions::new().regen_timeout(LONG));
        handlers.set_cache(builder.cache_handle());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let options = options.listener(listener).shutdown(async {
            let _ = stopped.await;
        });
        let service = builder.service();
        Self {
            handlers,
            gate,
            address,
            readiness: service.readiness(),
            stop: Some(stop),
            running: tokio::spawn(service.serve_with(options)),
        }
    }

    async fn get(&self, path: &str) -> BufferedResponse {
        let mut connection = Connection::open(self.address).await;
        let response = connection.send(request("GET", path, &[]));
        timeout(TIMEOUT, response).await.expect(path)
    }

    async fn readiness(&self) -> (u16, String) {
        let response = self.get("/health/ready").await;
        (response.status, response.body)
    }

    async fn becomes_ready(&self) {
        timeout(TIMEOUT, self.readiness.ready()).await.unwrap();
        assert!(self.readiness.is_ready());
        assert_eq!(self.readiness().await, (200, "ready".to_owned()));
    }

    async fn has_run(&self, name: &str, runs: usize) {
        let has_run = async || (self.handlers.runs(name) >= runs).then_some(());
        wait_for(name, has_run).await;
    }

    async fn stops(self) {
        self.stop.unwrap().send(()).unwrap();
        let ended = timeout(TIMEOUT, self.running).await;
        ended.expect("the server stops").unwrap().unwrap();
    }
}

#[tokio::test]
async fn case_116_requests_are_served_while_prerendering_hangs() {
    let server = Server::start(ServeOptions::new().prerender_deadline(LONG)).await;
    assert_eq!(server.get("/plain").await.body, "plain 1");
    assert!(!server.readiness.is_ready());
    assert_eq!(server.readiness().await, (503, "starting up".to_owned()));
    // A request for a response that is being prerendered waits for it.
    let (response, ()) = tokio::join!(server.get("/minute"), async {
        server.gate.open(1);
    });
    assert_eq!(response.body, "minute 1");
    assert_eq!(server.get("/minute").await.line(), "200 HIT minute 1");
    assert!(!server.readiness.is_ready());
    server.stops().await;
}

#[tokio::test]
async fn a_server_is_ready_when_prerendering_has_ended() {
    let handlers = Handlers::default();
    let gate = handlers.gate("minute");
    let options = ServeOptions::new().prerender_deadline(LONG);
    let server = Server::start_with(handlers, gate, options).await;
    server.has_run("minute", 1).await;
    assert_eq!(server.readiness().await, (503, "starting up".to_owned()));
    server.gate.open(1);
    server.becomes_ready().await;
    assert_eq!(server.get("/minute").await.line(), "200 HIT minute 1");
    server.stops().await;
}

#[tokio::test]
async fn case_116_a_server_is_ready_after_the_deadline_and_continues_to_prerender() {
    let deadline = Duration::from_millis(20);
    let server = Server::start(ServeOptions::new().prerender_deadline(deadline)).await;
    server.becomes_ready().await;
    server.gate.open(1);
    wait_for("the response", async || {
        let response = server.get("/minute").await;
        (response.line() == "200 HIT minute 1").then_some(())
    })
    .await;
    assert_eq!(server.handlers.runs("minute"), 1);
    server.stops().await;
}

#[tokio::test]
async fn a_shutdown_ends_prerendering_and_completes_requests() {
    let server = Server::start(ServeOptions::new()).await;
    let mut connection = Connection::open(server.address).await;
    let waiting =
        tokio::spawn(async move { connection.send(request("GET", "/minute", &[])).await });
    let mut other = Connection::open(server.address).await;
    assert_eq!(other.send(request("GET", "/plain", &[])).await.status, 200);
    let (gate, readiness) = (server.gate.clone(), server.readiness.clone());
    let stopping = tokio::spawn(server.stops());
    let shuts_down = async || (!readiness.is_ready()).then_some(());
    wait_for("the shutdown", shuts_down).await;
    gate.open(1);
    let response = timeout(TIMEOUT, waiting).await.unwrap().unwrap();
    assert_eq!(response.body, "minute 1");
    stopping.await.unwrap();
}

#[tokio::test]
async fn a_server_that_shuts_down_is_not_ready() {
    let options = ServeOptions::new().shutdown_delay(LONG);
    let mut server = Server::start(options.prerender_deadline(Duration::ZERO)).await;
    server.becomes_ready().await;
    server.stop.take().unwrap().send(()).unwrap();
    let response = wait_for("the shutdown", async || {
        let (status, text) = server.readiness().await;
        (status == 503).then_some(text)
    });
    assert_eq!(response.await, "shutting down");
    // A response that was not prerendered is generated on request.
    server.gate.open(1);
    assert_eq!(server.get("/minute").await.body, "minute 1");
    server.running.abort();
}

#[tokio::test]
async fn stored_responses_are_not_generated_again_at_start_up() {
    let handlers = Handlers::default();
    let builder = app::builder(handlers.clone());
    handlers.set_cache(builder.cache_handle());
    builder.prerender().await;
    assert_eq!(handlers.runs("minute"), 1);
    let service = builder.service();
    let readiness = service.readiness();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = ServeOptions::new()
        .listener(listener)
        .shutdown(async move { readiness.ready().await });
    timeout(TIMEOUT, service.serve_with(options))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(handlers.runs("minute"), 1);
}
