//! An application inside of layers, served by `server::serve`: every option is that of `serve_with`.

use crate::{Shared, app, process};
use axum::{http::HeaderValue, middleware::map_response, response::Response};
use router_runtime::{
    ServeError,
    server::{self, ListenAddress, ServeOptions},
};
use router_tests::{
    raw::Client,
    wait::{TIMEOUT, wait_for},
};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

/// Longer than any test.
const LONG: Duration = Duration::from_secs(600);

struct Layered {
    address: ListenAddress,
    shared: Shared,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<Result<(), ServeError>>,
}

impl Layered {
    async fn start(options: ServeOptions) -> Self {
        Self::start_with(options, |shared, options| {
            let service = tower::ServiceBuilder::new()
                .map_response(mark)
                .service(app::service(shared));
            server::serve(service, options)
        })
        .await
    }

    async fn start_with<R>(
        options: ServeOptions,
        serve: impl FnOnce(Shared, ServeOptions) -> R,
    ) -> Self
    where
        R: Future<Output = Result<(), ServeError>> + Send + 'static,
    {
        let shared = Shared::default();
        let (stop, stopped) = oneshot::channel::<()>();
        let (report, reported) = oneshot::channel();
        let options = options
            .readiness(&shared.readiness)
            .on_listening(|address| report.send(address.clone()).unwrap())
            .shutdown(async {
                let _ = stopped.await;
            });
        let running = tokio::spawn(serve(shared.clone(), options));
        Self {
            address: timeout(TIMEOUT, reported).await.unwrap().unwrap(),
            shared,
            stop: Some(stop),
            running,
        }
    }

    fn address(&self) -> SocketAddr {
        self.address.as_tcp().unwrap()
    }

    fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    async fn ended(self) {
        let ended = timeout(TIMEOUT, self.running).await;
        ended.expect("the server stops").unwrap().unwrap();
    }
}

/// The layer.
fn mark(mut response: Response) -> Response {
    let value = HeaderValue::from_static("yes");
    response.headers_mut().insert("x-layer", value);
    response
}

/// Asserts that the application responds through its layer.
fn expect_home(response: &str) {
    assert!(response.contains("x-layer: yes\r\n"), "{response}");
    assert!(response.ends_with("home"), "{response}");
}

#[tokio::test]
async fn it_listens_on_an_address_of_its_own() {
    let mut server = Layered::start(ServeOptions::new().port(0)).await;
    let mut client = Client::connect(server.address()).await;
    expect_home(&client.get("/").await);
    client.write("GET / HTTP/1.1\r\n\r\n").await;
    let response = client.response().await;
    assert!(response.starts_with("HTTP/1.1 400 "), "{response}");
    server.stop();
    server.ended().await;
}

#[tokio::test]
async fn an_application_with_layers_of_its_own_is_served() {
    let options = ServeOptions::new().port(0);
    let mut server = Layered::start_with(options, |shared, options| {
        let mark = map_response(async |response: Response| mark(response));
        app::builder(shared)
            .layer(mark)
            .service()
            .serve_with(options)
    })
    .await;
    let mut client = Client::connect(server.address()).await;
    expect_home(&client.get("/").await);
    for (path, status) in [("/nothing", 404), ("//", 308), ("/%zz", 400)] {
        let response = client.get(path).await;
        let line = format!("HTTP/1.1 {status} ");
        assert!(response.starts_with(&line), "{response}");
        assert!(response.contains("x-layer: yes\r\n"), "{response}");
    }
    client.write("GET / HTTP/1.1\r\n\r\n").await;
    let response = client.response().await;
    assert!(response.starts_with("HTTP/1.1 400 "), "{response}");
    assert!(response.contains("x-layer: yes\r\n"), "{response}");
    server.stop();
    server.ended().await;
}

#[tokio::test]
async fn it_takes_a_listener() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = Layered::start(ServeOptions::new().listener(listener)).await;
    assert_eq!(server.address, ListenAddress::Tcp(address));
    expect_home(&Client::connect(address).await.get("/").await);
}

#[cfg(unix)]
#[tokio::test]
async fn it_listens_on_a_unix_socket() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.sock");
    let host = format!("unix:{}", path.display());
    let mut server = Layered::start(ServeOptions::new().host(host.as_str())).await;
    assert_eq!(server.address.to_string(), host);
    let mut client = Client(tokio::net::UnixStream::connect(&path).await.unwrap());
    expect_home(&client.get("/").await);
    server.stop();
    server.ended().await;
    assert!(!path.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn it_takes_an_inherited_socket() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let variables = [("LISTEN_FDS", "1"), ("LISTEN_FDS_FIRST_FD", "0")];
    let mut command = process::command_of("tower_service", &variables);
    command.stdin(std::os::fd::OwnedFd::from(listener));
    let (_server, reported) = process::start(&mut command, "listening on http://").await;
    assert_eq!(reported, address.to_string());
    expect_home(&Client::connect(address).await.get("/").await);
}

#[tokio::test]
async fn it_has_limits() {
    let options = ServeOptions::new().port(0).header_timeout(crate::SHORT);
    let server = Layered::start(options).await;
    let mut client = Client::connect(server.address()).await;
    client.write("GET / HTTP/1.1\r\n").await;
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn it_serves_during_the_delay() {
    let options = ServeOptions::new().port(0).shutdown_delay(LONG);
    let mut server = Layered::start(options).await;
    let mut client = Client::connect(server.address()).await;
    server.stop();
    let response = wait_for("the shutdown signal", async || {
        let response = client.get("/ready").await;
        (!response.ends_with("ready")).then_some(response)
    });
    let response = response.await;
    assert!(response.starts_with("HTTP/1.1 503 "), "{response}");
    expect_home(&Client::connect(server.address()).await.get("/").await);
    server.running.abort();
}

#[tokio::test]
async fn running_requests_have_the_grace() {
    for (grace, expected) in [(LONG, "done"), (crate::SHORT, "")] {
        let options = ServeOptions::new().port(0).shutdown_grace(grace);
        let mut server = Layered::start(options).await;
        let mut client = Client::connect(server.address()).await;
        client.write("GET /held HTTP/1.1\r\nhost: x\r\n\r\n").await;
        server.shared.entered.notified().await;
        server.stop();
        if grace == LONG {
            server.shared.release.notify_one();
        }
        let response = client.rest().await;
        assert!(response.ends_with(expected), "{response}");
        assert_eq!(response.is_empty(), expected.is_empty(), "{response}");
        let address = server.address();
        server.ended().await;
        assert!(TcpStream::connect(address).await.is_err());
    }
}
