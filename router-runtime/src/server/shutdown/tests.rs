use super::{super::application::TowerService, Encryption, Limits, Listener, run};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    http::{StatusCode, Version, header},
    routing::get,
};
use http_body_util::{BodyExt, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot},
    task::JoinHandle,
    time::timeout,
};

const SHORT: Duration = Duration::from_millis(100);
const LONG: Duration = Duration::from_secs(20);

/// The limits with a long grace.
fn patient() -> Limits {
    Limits {
        shutdown_grace: LONG,
        ..Limits::default()
    }
}

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl Server {
    async fn start(router: Router, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            let _ = stopped.await;
        };
        Self {
            address,
            stop,
            running: tokio::spawn(run(
                Listener::Tcp(listener),
                Encryption::default(),
                TowerService(router),
                stopped,
                std::future::ready(()),
                limits,
            )),
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        timeout(LONG, self.running).await.unwrap().unwrap();
    }
}

/// Everything until the server closes the connection; a reset ends it, too.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = timeout(LONG, stream.read_to_end(&mut bytes)).await;
    let _ = read.expect("the server should have closed the connection");
    String::from_utf8(bytes).unwrap()
}

async fn until(stream: &mut TcpStream, end: &str) -> String {
    let mut text = String::new();
    while !text.ends_with(end) {
        text.push(char::from(
            timeout(LONG, stream.read_u8()).await.unwrap().unwrap(),
        ));
    }
    text
}

fn peer() -> Router {
    let handler = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { format!("<{peer}>") };
    Router::new().route("/", get(handler))
}

#[tokio::test]
async fn http_1_reuses_connections_and_provides_the_client_address() {
    let server = Server::start(peer(), patient()).await;
    let mut client = server.connect().await;
    let own = format!("<{}>", client.local_addr().unwrap());
    for _ in 0..2 {
        client
            .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .unwrap();
        let response = until(&mut client, ">").await;
        assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
        assert!(response.ends_with(&own), "{response}");
    }
    server.stop().await;
    assert_eq!(rest(&mut client).await, "");
}

#[tokio::test]
async fn http_2_with_prior_knowledge_shares_the_port() {
    let server = Server::start(peer(), patient()).await;
    let stream = server.connect().await;
    let own = format!("<{}>", stream.local_addr().unwrap());
    let handshake =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream));
    let (mut client, connection) = handshake.await.unwrap();
    let connection = tokio::spawn(connection);
    let request = hyper::Request::get(format!("http://{}/", server.address));
    let request = request.body(Empty::<bytes::Bytes>::new()).unwrap();
    let response = client.send_request(request).await.unwrap();
    assert_eq!(
        (response.status(), response.version()),
        (StatusCode::OK, Version::HTTP_2)
    );
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, own);
    server.stop().await;
    timeout(LONG, connection).await.unwrap().unwrap().unwrap();
}

/// No handler takes a WebSocket over HTTP/2: clients that are offered none open it over HTTP/1.1.
#[tokio::test]
async fn http_2_offers_no_websockets() {
    const ENABLE_CONNECT_PROTOCOL: u16 = 8;
    let server = Server::start(peer(), patient()).await;
    let mut client = server.connect().await;
    let empty_settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    let preface = [&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &empty_settings].concat();
    client.write_all(&preface).await.unwrap();
    let mut head = [0; 9];
    timeout(LONG, client.read_exact(&mut head))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(head[3], 4, "the first frame has the settings");
    let mut settings = vec![0; usize::from(head[2])];
    client.read_exact(&mut settings).await.unwrap();
    let mut names = settings
        .chunks(6)
        .map(|it| u16::from_be_bytes([it[0], it[1]]));
    assert!(names.all(|name| name != ENABLE_CONNECT_PROTOCOL));
}

#[tokio::test]
async fn connections_can_be_upgraded() {
    let handler = |mut request: Request| async move {
        let upgrade = hyper::upgrade::on(&mut request);
        tokio::spawn(async move {
            let mut stream = TokioIo::new(upgrade.await.unwrap());
            let byte = stream.read_u8().await.unwrap();
            stream.write_all(&[byte, byte]).await.unwrap();
        });
        let headers = [(header::CONNECTION, "upgrade"), (header::UPGRADE, "echo")];
        (StatusCode::SWITCHING_PROTOCOLS, headers, Body::empty())
    };
    let server = Server::start(Router::new().route("/", get(handler)), patient()).await;
    let mut client = server.connect().await;
    let request = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n";
    client.write_all(request).await.unwrap();
    let response = until(&mut client, "\r\n\r\n").await;
    assert!(response.starts_with("HTTP/1.1 101 "), "{response}");
    client.write_all(b"x").await.unwrap();
    assert_eq!(rest(&mut client).await, "xx");
}

/// A route that notifies when a request enters it, and responds when it is released.
fn held() -> (Router, Arc<Notify>, Arc<Notify>) {
    let (entered, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (enter, released) = (Arc::clone(&entered), Arc::clone(&release));
    let handler = move || async move {
        enter.notify_one();
        released.notified().await;
        "done"
    };
    (Router::new().route("/", get(handler)), entered, release)
}

#[tokio::test]
async fn a_running_request_finishes_after_the_stop() {
    let (router, entered, release) = held();
    let server = Server::start(router, patient()).await;
    let mut idle = server.connect().await;
    let mut client = server.connect().await;
    client
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    entered.notified().await;

    server.stop.send(()).unwrap();
    assert_eq!(rest(&mut idle).await, "");
    let refused = TcpStream::connect(server.address).await;
    assert!(refused.is_err(), "{refused:?}");
    assert!(!server.running.is_finished());

    release.notify_one();
    let response = rest(&mut client).await;
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    assert!(response.ends_with("\r\n\r\ndone"), "{response}");
    timeout(LONG, server.running).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_request_that_does_not_finish_is_aborted() {
    let (router, entered, _release) = held();
    let limits = Limits {
        shutdown_grace: SHORT,
        ..patient()
    };
    let server = Server::start(router, limits).await;
    let mut client = server.connect().await;
    client
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    entered.notified().await;
    server.stop().await;
    assert_eq!(rest(&mut client).await, "");
}

#[tokio::test]
async fn missing_headers_time_out() {
    let limits = Limits {
        header_timeout: Some(SHORT),
        ..patient()
    };
    let server = Server::start(peer(), limits).await;
    for start in ["", "P", "PRI * HTTP/2.0\r\n", "GET / HTTP/1.1\r\nhos"] {
        let mut client = server.connect().await;
        client.write_all(start.as_bytes()).await.unwrap();
        let response = rest(&mut client).await;
        assert!(!response.contains("200"), "{start:?}: {response}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_request_may_take_longer_than_its_headers() {
    let (router, entered, release) = held();
    let limits = Limits {
        header_timeout: Some(SHORT),
        ..patient()
    };
    let server = Server::start(router, limits).await;
    let mut client = server.connect().await;
    client
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    entered.notified().await;
    tokio::time::sleep(SHORT * 3).await;
    release.notify_one();
    let response = until(&mut client, "done").await;
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    server.stop().await;
}

#[tokio::test]
async fn headers_beyond_64_kib_are_refused() {
    let server = Server::start(peer(), patient()).await;
    let mut client = server.connect().await;
    let large = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nlarge: {}\r\n\r\n",
        "x".repeat(70_000)
    );
    // The server may respond and close before it has read everything.
    let _ = client.write_all(large.as_bytes()).await;
    let mut start = [0; 12];
    client.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 431");
    server.stop().await;
}
