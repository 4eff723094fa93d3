//! The limits of an HTTP/1 connection.

use crate::{SHORT, Server};
use router_runtime::server::{Progress, ServeOptions};
use router_tests::{
    raw::Client,
    wait::{TIMEOUT, wait_for},
};
use std::time::Duration;
use tokio::{
    net::TcpSocket,
    time::{sleep, timeout},
};

const HEAD: &str = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";

#[tokio::test]
async fn slow_headers_close_the_connection() {
    let server = Server::start(ServeOptions::new().header_timeout(SHORT)).await;
    for start in ["", "G", "GET / HTTP/1.1\r\nhost: x\r\nslow:"] {
        let mut client = server.connect().await;
        client.write(start).await;
        assert_eq!(client.rest().await, "", "{start:?}");
    }
    // The same after a first request.
    let mut client = server.connect().await;
    assert!(client.get("/").await.ends_with("home"));
    client.write("GET").await;
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn an_idle_connection_outlives_the_time_of_headers() {
    let server = Server::start(ServeOptions::new().header_timeout(SHORT)).await;
    let mut client = server.connect().await;
    for _ in 0..2 {
        assert!(client.get("/").await.ends_with("home"));
        sleep(SHORT * 3).await;
    }
    assert!(client.get("/").await.ends_with("home"));
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let options = ServeOptions::new().idle_timeout(SHORT).header_timeout(None);
    let server = Server::start(options).await;
    let mut client = server.connect().await;
    assert!(client.get("/").await.ends_with("home"));
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn a_request_may_take_longer_than_an_idle_connection() {
    let options = ServeOptions::new().idle_timeout(SHORT);
    let server = Server::start(options).await;
    let mut client = server.connect().await;
    client.write("GET /held HTTP/1.1\r\nhost: x\r\n\r\n").await;
    server.shared.entered.notified().await;
    sleep(SHORT * 3).await;
    server.shared.release.notify_one();
    assert!(client.response().await.ends_with("done"));
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn a_stalled_body_is_a_408() {
    let options = ServeOptions::new().body_progress(Progress::new(64, SHORT));
    let server = Server::start(options).await;
    let mut client = server.connect().await;
    client
        .write("POST /read HTTP/1.1\r\nhost: x\r\naccept: application/json\r\ncontent-length: 100000\r\n\r\n")
        .await;
    let (read, mut write) = client.0.into_split();
    // A few bytes in each interval, without end.
    let trickle = tokio::spawn(async move {
        while tokio::io::AsyncWriteExt::write_all(&mut write, b"x")
            .await
            .is_ok()
        {
            sleep(SHORT / 8).await;
        }
    });
    let response = Client(tokio::io::join(read, tokio::io::sink()))
        .rest()
        .await;
    assert!(
        response.starts_with("HTTP/1.1 408 Request Timeout\r\n"),
        "{response}"
    );
    assert!(response.contains("connection: close\r\n"), "{response}");
    assert!(
        response.contains("content-type: application/problem+json\r\n"),
        "{response}"
    );
    timeout(TIMEOUT, trickle).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_slow_reader_is_disconnected() {
    let options = ServeOptions::new().response_progress(Progress::new(1024, SHORT));
    let server = Server::start(options).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut client = Client(socket.connect(server.address()).await.unwrap());
    client
        .write("GET /large/64 HTTP/1.1\r\nhost: x\r\n\r\n")
        .await;
    client.until("\r\n\r\n").await;
    // Until the server has closed the connection, nothing is read.
    sleep(SHORT * 3).await;
    let rest = client.rest().await;
    assert!(rest.len() < 64 << 20, "{} bytes", rest.len());
}

/// Other systems report only how many of the bytes in their own buffers were sent.
#[cfg(any(target_os = "android", target_os = "linux"))]
#[tokio::test]
async fn a_client_that_reads_steadily_stays_connected() {
    let interval = SHORT * 4;
    let options = ServeOptions::new().response_progress(Progress::new(1024, interval));
    let server = Server::start(options).await;
    let mut client = server.connect().await;
    client
        .write("GET /large/64 HTTP/1.1\r\nhost: x\r\n\r\n")
        .await;
    // Much more than 1024 bytes in each interval, but much less than the buffers of a socket.
    let mut bytes = vec![0; 16 << 10];
    for _ in 0..60 {
        let read = tokio::io::AsyncReadExt::read_exact(&mut client.0, &mut bytes);
        timeout(TIMEOUT, read).await.unwrap().unwrap();
        sleep(interval / 16).await;
    }
    let mut bytes = vec![0; 32 << 20];
    let read = tokio::io::AsyncReadExt::read_exact(&mut client.0, &mut bytes);
    timeout(TIMEOUT, read).await.unwrap().unwrap();
}

/// Limits that an idle stream would exceed if they applied to it.
fn short_limits() -> ServeOptions {
    let progress = Progress::new(1024, SHORT);
    ServeOptions::new()
        .header_timeout(SHORT)
        .idle_timeout(SHORT)
        .body_progress(progress)
        .response_progress(progress)
}

#[tokio::test]
async fn an_idle_stream_of_events_stays_open() {
    let server = Server::start(short_limits()).await;
    let mut client = server.connect().await;
    client
        .write("GET /events HTTP/1.1\r\nhost: x\r\n\r\n")
        .await;
    client.until("data: first\n\n").await;
    sleep(SHORT * 4).await;
    server.shared.release.notify_one();
    client.until("data: second\n\n").await;
}

pub(crate) const UPGRADE: &str = "GET /socket HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
     sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

#[tokio::test]
async fn an_idle_websocket_stays_open() {
    let server = Server::start(short_limits()).await;
    let mut client = server.connect().await;
    client.write(UPGRADE).await;
    let head = client.until("\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    sleep(SHORT * 4).await;
    // A text message, masked with zeros.
    client.write(b"\x81\x82\0\0\0\0hi").await;
    assert_eq!(client.until("hi").await, "\u{81}\u{2}hi");
}

#[tokio::test]
async fn large_headers_are_a_431() {
    let options = ServeOptions::new()
        .max_header_bytes(8192)
        .max_header_fields(4);
    let server = Server::start(options).await;
    for fields in [
        format!("large: {}\r\n", "x".repeat(9000)),
        "a: b\r\n".repeat(4),
    ] {
        let mut client = server.connect().await;
        client
            .write(format!("GET / HTTP/1.1\r\nhost: x\r\n{fields}\r\n"))
            .await;
        let response = client.rest().await;
        assert!(response.starts_with("HTTP/1.1 431 "), "{response}");
    }
}

#[tokio::test]
async fn the_oldest_idle_connection_is_closed_for_a_newcomer() {
    let server = Server::start(ServeOptions::new().max_connections(3)).await;
    let mut clients = Vec::new();
    for _ in 0..3 {
        let mut client = server.connect().await;
        assert!(client.get("/").await.ends_with("home"));
        // The age of idle connections is measured in milliseconds.
        sleep(Duration::from_millis(5)).await;
        clients.push(client);
    }
    let [mut first, mut second, mut third] = <[Client; 3]>::try_from(clients).ok().unwrap();
    // The first connection is used again, so the second one is the oldest.
    assert!(first.get("/").await.ends_with("home"));
    let mut newcomer = server.connect().await;
    assert!(newcomer.get("/").await.ends_with("home"));
    assert_eq!(second.rest().await, "");
    sleep(Duration::from_millis(5)).await;
    let mut another = server.connect().await;
    assert!(another.get("/").await.ends_with("home"));
    assert_eq!(third.rest().await, "");
    assert!(first.get("/").await.ends_with("home"));
    assert!(newcomer.get("/").await.ends_with("home"));
}

#[tokio::test]
async fn a_newcomer_waits_if_no_connection_is_idle() {
    let server = Server::start(ServeOptions::new().max_connections(1)).await;
    let mut busy = server.connect().await;
    busy.write("GET /held HTTP/1.1\r\nhost: x\r\n\r\n").await;
    server.shared.entered.notified().await;
    let mut newcomer = server.connect().await;
    newcomer.write(HEAD).await;
    let early = timeout(SHORT, newcomer.response()).await;
    assert!(early.is_err(), "{early:?}");
    server.shared.release.notify_one();
    assert!(busy.response().await.ends_with("done"));
    assert_eq!(busy.rest().await, "");
    assert!(newcomer.response().await.ends_with("home"));
}

#[tokio::test]
async fn a_websocket_counts_as_a_connection() {
    let server = Server::start(ServeOptions::new().max_connections(1)).await;
    let mut socket = server.connect().await;
    socket.write(UPGRADE).await;
    socket.until("\r\n\r\n").await;
    let mut newcomer = server.connect().await;
    newcomer.write(HEAD).await;
    let early = timeout(SHORT, newcomer.response()).await;
    assert!(early.is_err(), "{early:?}");
    drop(socket);
    assert!(newcomer.response().await.ends_with("home"));
}

/// The timer of a socket in `/proc/net/tcp`: 2 if it is that of keepalive.
#[cfg(target_os = "linux")]
fn timer(local: std::net::SocketAddr, remote: std::net::SocketAddr) -> Option<u8> {
    let is_of = |address: &str, socket: std::net::SocketAddr| {
        address.ends_with(&format!(":{:04X}", socket.port()))
    };
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    table.lines().find_map(|line| {
        let columns: Vec<_> = line.split_whitespace().collect();
        let is_it = is_of(columns[1], local) && is_of(columns[2], remote);
        is_it.then(|| columns[5][..2].parse().ok())?
    })
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn silent_clients_are_probed() {
    for (keepalive, expected) in [(Some(Duration::from_secs(60)), 2), (None, 0)] {
        let server = Server::start(ServeOptions::new().tcp_keepalive(keepalive)).await;
        let mut client = server.connect().await;
        assert!(client.get("/").await.ends_with("home"));
        let remote = client.0.local_addr().unwrap();
        // Bytes that are not acknowledged have the timer 1.
        let timer = wait_for("a timer", async || {
            timer(server.address(), remote).filter(|timer| *timer != 1)
        });
        assert_eq!(timer.await, expected, "{keepalive:?}");
    }
}
