//! Server-sent events and WebSocket over a real socket, through `router()` and `service()`.

use super::app;
use std::net::SocketAddr;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// The addresses of both servers.
pub async fn both_servers() -> [(&'static str, SocketAddr); 2] {
    let (router, service) = (listener().await, listener().await);
    let addresses = [
        ("router()", router.local_addr().unwrap()),
        ("service()", service.local_addr().unwrap()),
    ];
    tokio::spawn(async { axum::serve(router, app::router()).await });
    tokio::spawn(async {
        axum::serve(
            service,
            axum::Router::new().fallback_service(app::service()),
        )
        .await
    });
    addresses
}

/// Sends bytes and reads to the end. A server may respond and close the connection before it has read everything.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut socket = TcpStream::connect(address).await.unwrap();
    let _ = socket.write_all(request).await;
    let mut response = Vec::new();
    let _ = socket.read_to_end(&mut response).await;
    response
}

async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

/// Each path at both servers. The second path has a middleware.
async fn each_at_both(paths: [&'static str; 2]) -> Vec<(&'static str, SocketAddr, &'static str)> {
    let servers = both_servers().await;
    let pairs = paths.map(|path| servers.map(|(way, address)| (way, address, path)));
    pairs.concat()
}

#[tokio::test]
async fn events_are_streamed() {
    for (way, address, path) in each_at_both(["/events", "/wrapped/events"]).await {
        let mut socket = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut response = String::new();
        socket.read_to_string(&mut response).await.unwrap();
        assert!(response.starts_with("HTTP/1.1 200 OK"), "{way}: {response}");
        assert!(
            response.contains("content-type: text/event-stream"),
            "{way}: {response}"
        );
        let (one, two) = (
            response.find("data: one").unwrap(),
            response.find("data: two").unwrap(),
        );
        assert!(one < two, "{way}");
    }
}

#[tokio::test]
async fn sockets_are_upgraded() {
    for (way, address, path) in each_at_both(["/ws", "/wrapped/ws"]).await {
        let mut socket = TcpStream::connect(address).await.unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
            sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(socket.read_u8().await.unwrap());
        }
        let head = String::from_utf8(head).unwrap();
        assert!(head.starts_with("HTTP/1.1 101"), "{way}: {head}");
        assert!(!head.contains("content-length"), "{way}: {head}");
        assert!(
            head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
            "{way}: the accept key of RFC 6455: {head}"
        );
        // A masked text frame "hi" with the mask 0, and the same unmasked as the echo (RFC 6455 section 5).
        socket
            .write_all(&[0x81, 0x82, 0, 0, 0, 0, b'h', b'i'])
            .await
            .unwrap();
        let mut echo = [0; 4];
        socket.read_exact(&mut echo).await.unwrap();
        assert_eq!(echo, [0x81, 2, b'h', b'i'], "{way}");
    }
}
