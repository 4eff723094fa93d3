//! The limits of an HTTP/2 connection.

use crate::{SHORT, Server};
use router_runtime::server::{Progress, ServeOptions};
use router_tests::{
    raw::{Client, frames::*},
    wait::TIMEOUT,
};
use std::{sync::atomic::Ordering, time::Duration};
use tokio::{
    io::AsyncWriteExt,
    time::{sleep, timeout},
};

/// The settings of a client whose window is closed.
fn closed_window() -> Vec<u8> {
    setting(INITIAL_WINDOW_SIZE, 0)
}

async fn made_behind_a_closed_window(options: ServeOptions) -> usize {
    let server = Server::start(options.http2_max_streams(200)).await;
    let mut client = Client::http2(server.address(), &closed_window()).await;
    for stream in 0..200 {
        client.request(stream * 2 + 1, "/large/2").await;
    }
    for _ in 0..20 {
        client.round_trip().await;
    }
    server.shared.made.load(Ordering::Relaxed)
}

#[tokio::test]
async fn responses_that_are_not_read_are_bounded() {
    let made = made_behind_a_closed_window(ServeOptions::new()).await;
    assert!((1..=8).contains(&made), "{made} responses of 2 MiB");
    let unlimited = ServeOptions::new().http2_response_buffer(usize::MAX);
    assert_eq!(made_behind_a_closed_window(unlimited).await, 200);
}

#[tokio::test]
async fn waiting_requests_run_when_the_client_reads() {
    let server = Server::start(ServeOptions::new()).await;
    let mut client = Client::http2(server.address(), &closed_window()).await;
    for stream in 0..20 {
        client.request(stream * 2 + 1, "/large/2").await;
    }
    client.round_trip().await;
    client
        .write(frame(
            SETTINGS,
            0,
            0,
            &setting(INITIAL_WINDOW_SIZE, 1 << 30),
        ))
        .await;
    client.write(window_update(0, 1 << 30)).await;
    let (mut bytes, mut ended) = (0, 0);
    while ended < 20 {
        let frame = client.frame_of(DATA).await;
        bytes += frame.payload.len();
        ended += u32::from(frame.flags & END_STREAM);
    }
    assert_eq!(bytes, 20 * (2 << 20));
}

#[tokio::test]
async fn a_client_whose_window_remains_closed_is_disconnected() {
    let options = ServeOptions::new().response_progress(Progress::new(1024, SHORT));
    let server = Server::start(options).await;
    let mut client = Client::http2(server.address(), &closed_window()).await;
    client.request(1, "/large/2").await;
    // Pings are no progress.
    while let Some(received) = client.frame().await {
        if received.kind == HEADERS {
            client.write(frame(PING, 0, 0, b"01234567")).await;
        }
    }
}

#[tokio::test]
async fn an_idle_stream_of_events_stays_open() {
    let progress = Progress::new(1024, SHORT);
    let options = ServeOptions::new()
        .header_timeout(SHORT)
        .idle_timeout(SHORT)
        .response_progress(progress);
    let server = Server::start(options).await;
    let mut client = Client::http2(server.address(), &[]).await;
    client.request(1, "/events").await;
    let first = client.frame_of(DATA).await;
    assert_eq!(
        (first.stream, &*first.payload),
        (1, &b"data: first\n\n"[..])
    );
    sleep(SHORT * 4).await;
    server.shared.release.notify_one();
    assert_eq!(client.frame_of(DATA).await.payload, b"data: second\n\n");
}

#[tokio::test]
async fn an_idle_connection_is_closed_with_a_farewell() {
    let server = Server::start(ServeOptions::new().idle_timeout(SHORT)).await;
    let mut client = Client::http2(server.address(), &[]).await;
    client.request(1, "/").await;
    assert_eq!(client.frame_of(DATA).await.payload, b"home");
    let farewell = client.frame_of(GOAWAY).await;
    assert_eq!(farewell.payload[4..8], [0; 4], "{farewell:?}");
    while client.frame().await.is_some() {}
}

fn window_update(stream: u32, bytes: u32) -> Vec<u8> {
    frame(WINDOW_UPDATE, 0, stream, &bytes.to_be_bytes())
}

#[tokio::test]
async fn the_last_bytes_of_a_request_that_crosses_the_farewell_are_sent() {
    const LAST: u32 = 1000;
    let server = Server::start(ServeOptions::new().idle_timeout(SHORT)).await;
    let mut client = Client::http2(server.address(), &closed_window()).await;
    client.request(1, "/large/0").await;
    client.frame_of(GOAWAY).await;
    client.request(3, "/large/1").await;
    while client.frame_of(HEADERS).await.stream != 3 {}
    // Longer than the time of the farewell.
    sleep(Duration::from_secs(6)).await;
    client.write(window_update(0, 1 << 20)).await;
    client.write(window_update(3, (1 << 20) - LAST)).await;
    let mut bytes = 0;
    while bytes < (1 << 20) - LAST as usize {
        bytes += client.frame_of(DATA).await.payload.len();
    }
    client.round_trip().await;
    client.write(window_update(3, LAST)).await;
    let last = client.frame_of(DATA).await;
    assert_eq!(
        (last.flags, last.payload.len()),
        (END_STREAM, LAST as usize)
    );
}

#[tokio::test]
async fn a_connection_without_a_request_is_closed() {
    let server = Server::start(ServeOptions::new().header_timeout(SHORT)).await;
    let mut client = Client::http2(server.address(), &[]).await;
    while client.frame().await.is_some() {}
}

#[tokio::test]
async fn a_stalled_body_is_a_408() {
    let options = ServeOptions::new().body_progress(Progress::new(64, SHORT));
    let server = Server::start(options).await;
    let mut client = Client::http2(server.address(), &[]).await;
    let mut block = get("/read");
    block[0] = 0x83; // POST
    client.write(frame(HEADERS, END_HEADERS, 1, &block)).await;
    client.write(frame(DATA, 0, 1, b"x")).await;
    let head = client.frame_of(HEADERS).await;
    // `:status` with the Huffman code of "408" (RFC 7541 appendix B).
    assert!(
        head.payload.starts_with(b"\x48\x83\x68\x0f\x7f"),
        "{head:?}"
    );
    // The connection serves other requests.
    client.request(3, "/").await;
    while client.frame_of(DATA).await.payload != b"home" {}
}

#[tokio::test]
async fn limits_may_be_as_long_as_possible() {
    let progress = Progress::new(1, Duration::MAX);
    let options = ServeOptions::new()
        .header_timeout(Duration::MAX)
        .idle_timeout(Duration::MAX)
        .body_progress(progress)
        .response_progress(progress)
        .http2_ping(Duration::MAX)
        .tcp_keepalive(Duration::MAX)
        .shutdown_grace(Duration::MAX);
    let mut server = Server::start(options).await;
    let mut client = Client::http2(server.address(), &[]).await;
    let mut block = get("/read");
    block[0] = 0x83; // POST
    client.write(frame(HEADERS, END_HEADERS, 1, &block)).await;
    for _ in 0..20 {
        client.round_trip().await;
    }
    client.write(frame(DATA, END_STREAM, 1, b"x")).await;
    assert_eq!(client.frame_of(DATA).await.payload, b"1");
    server.stop();
    while client.frame().await.is_some() {}
    server.ended().await;
}

#[tokio::test]
async fn the_settings_are_those_of_the_options() {
    let options = ServeOptions::new()
        .http2_max_streams(7)
        .http2_window(70_000)
        .max_header_bytes(9000);
    let server = Server::start(options).await;
    let mut client = Client::http2(server.address(), &[]).await;
    let settings = client.frame_of(SETTINGS).await.payload;
    for (name, value) in [
        (MAX_CONCURRENT_STREAMS, 7),
        (INITIAL_WINDOW_SIZE, 70_000),
        (MAX_HEADER_LIST_SIZE, 9000),
    ] {
        let expected = setting(name, value);
        assert!(
            settings.chunks(6).any(|it| it == expected),
            "{name}: {settings:?}"
        );
    }
}

#[tokio::test]
async fn a_client_that_resets_its_requests_is_disconnected() {
    let server = Server::start(ServeOptions::new()).await;
    let mut client = Client::http2(server.address(), &[]).await;
    client.frame_of(SETTINGS).await;
    let mut entered = 0;
    for request in 0..1000 {
        let stream = request * 2 + 1;
        let head = frame(HEADERS, END_STREAM | END_HEADERS, stream, &get("/held"));
        if client.0.write_all(&head).await.is_err() {
            break;
        }
        let ended = async { while client.frame().await.is_some() {} };
        let is_entered = timeout(TIMEOUT, async {
            tokio::select! {
                () = server.shared.entered.notified() => true,
                () = ended => false,
            }
        });
        if !is_entered.await.unwrap() {
            break;
        }
        entered += 1;
        let reset = frame(RST_STREAM, 0, stream, &[0, 0, 0, 8]);
        let _ = client.0.write_all(&reset).await;
    }
    assert!((64..=130).contains(&entered), "{entered} handlers");
}
