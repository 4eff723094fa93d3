//! Floods of small things, during which the memory of the server is bounded.

use crate::{process::Server, size};
use router_tests::raw::{Client, frames::*};
use tokio::{
    io::AsyncWriteExt,
    time::{Duration, timeout},
};

/// More than the server needs for one client.
const MAX_GROWTH: usize = 24;
/// The time after which a client that does not read can no longer write.
const STUCK: Duration = Duration::from_secs(2);

/// Writes the same bytes again and again, until the server closes the connection or does not read.
async fn flood(client: &mut Client, bytes: &[u8], count: usize) {
    let many = bytes.repeat((1 << 16) / bytes.len() + 1);
    let mut left = bytes.len() * count;
    while left > 0 {
        let now = left.min(many.len());
        match timeout(STUCK, client.0.write_all(&many[..now])).await {
            Ok(Ok(())) => left -= now,
            Ok(Err(_)) | Err(_) => return,
        }
    }
}

/// Sends the floods, each over several connections that stay open.
async fn assert_bounded(
    title: &str,
    start: impl AsyncFn(&Server) -> Client,
    bytes: &[u8],
    count: usize,
) {
    let server = Server::start();
    server.assert_alive("the start").await;
    let before = server.memory();
    let mut clients = Vec::new();
    for _ in 0..4 {
        let mut client = start(&server).await;
        flood(&mut client, bytes, count).await;
        clients.push(client);
    }
    server.assert_alive(title).await;
    let grown = server.memory().saturating_sub(before);
    assert!(grown < MAX_GROWTH, "{title}: {grown} MiB");
}

#[tokio::test]
async fn pipelined_requests_wait_for_a_client_that_reads() {
    let request = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
    let count = size(20_000, 2_000_000);
    assert_bounded("pipelined requests", Server::connect, request, count).await;
}

#[tokio::test]
async fn empty_lines_before_a_request_are_bounded() {
    let count = size(1 << 20, 1 << 26);
    assert_bounded("empty lines", Server::connect, b"\r\n", count).await;
}

#[tokio::test]
async fn pings_are_bounded() {
    let ping = frame(PING, 0, 0, b"01234567");
    assert_bounded("pings", Server::http2, &ping, size(50_000, 5_000_000)).await;
}

#[tokio::test]
async fn settings_are_bounded() {
    let settings = frame(SETTINGS, 0, 0, &setting(INITIAL_WINDOW_SIZE, 1000));
    assert_bounded(
        "settings",
        Server::http2,
        &settings,
        size(50_000, 5_000_000),
    )
    .await;
}

#[tokio::test]
async fn priorities_are_bounded() {
    let priority = frame(PRIORITY, 0, 1, &[0, 0, 0, 3, 16]);
    assert_bounded(
        "priorities",
        Server::http2,
        &priority,
        size(50_000, 5_000_000),
    )
    .await;
}

#[tokio::test]
async fn unknown_frames_are_bounded() {
    let unknown = frame(0xfe, 0, 0, &[0; 1000]);
    assert_bounded(
        "unknown frames",
        Server::http2,
        &unknown,
        size(5_000, 500_000),
    )
    .await;
}

#[tokio::test]
async fn continuations_are_bounded() {
    let start = async |server: &Server| {
        let mut client = server.http2().await;
        client.write(frame(HEADERS, END_STREAM, 1, &get("/"))).await;
        client
    };
    // A field `x` with 1,000 bytes, not indexed.
    let field = [&b"\0\x01x\x7f\xe9\x06"[..], &[b'y'; 1000]].concat();
    let continuation = frame(CONTINUATION, 0, 1, &field);
    assert_bounded("continuations", start, &continuation, size(5_000, 500_000)).await;
    let empty = frame(CONTINUATION, 0, 1, &[]);
    assert_bounded(
        "empty continuations",
        start,
        &empty,
        size(50_000, 5_000_000),
    )
    .await;
}

#[tokio::test]
async fn empty_data_is_bounded() {
    let start = async |server: &Server| {
        let mut client = server.http2().await;
        let mut block = get("/echo");
        block[0] = 0x83; // POST
        client.write(frame(HEADERS, END_HEADERS, 1, &block)).await;
        client
    };
    let data = frame(DATA, 0, 1, &[]);
    assert_bounded("empty data", start, &data, size(50_000, 5_000_000)).await;
}

#[tokio::test]
async fn headers_that_repeat_a_table_entry_are_bounded() {
    let server = Server::start();
    server.assert_alive("the start").await;
    let before = server.memory();
    // A field of 4,000 bytes enters the table of HPACK, and each byte 0xbe repeats it.
    let field = [&b"\x40\x01x\x7f\xa1\x1e"[..], &[b'y'; 4000]].concat();
    let bomb = [get("/"), field, vec![0xbe; 12_000]].concat();
    for _ in 0..size(8, 200) {
        let mut client = server.http2().await;
        for stream in 0..8 {
            let head = frame(HEADERS, END_STREAM | END_HEADERS, stream * 2 + 1, &bomb);
            if client.0.write_all(&head).await.is_err() {
                break;
            }
        }
        // A response, or the end of the connection.
        while let Some(received) = client.frame().await {
            if received.kind == HEADERS {
                break;
            }
        }
        server.assert_alive("a bomb").await;
    }
    let grown = server.memory().saturating_sub(before);
    assert!(grown < MAX_GROWTH, "{grown} MiB");
}

/// CVE-2023-44487.
#[tokio::test]
async fn rapid_resets_end_the_connection() {
    let server = Server::start();
    server.assert_alive("the start").await;
    let before = server.memory();
    let mut client = server.http2().await;
    let (mut bytes, mut is_closed) = (Vec::new(), false);
    for request in 0..u32::try_from(size(20_000, 1_000_000)).unwrap() {
        let stream = request * 2 + 1;
        bytes.extend(frame(HEADERS, END_STREAM | END_HEADERS, stream, &get("/")));
        bytes.extend(frame(RST_STREAM, 0, stream, &[0, 0, 0, 8]));
        if bytes.len() > 1 << 14 {
            if client.0.write_all(&bytes).await.is_err() {
                is_closed = true;
                break;
            }
            bytes.clear();
        }
    }
    assert!(is_closed, "the connection is open");
    server.assert_alive("rapid resets").await;
    let grown = server.memory().saturating_sub(before);
    assert!(grown < MAX_GROWTH, "{grown} MiB");
}
