//! Bodies in many small chunks.

use crate::Server;
use router_runtime::server::ServeOptions;
use router_tests::raw::{Client, frames::DATA};
use std::sync::atomic::Ordering;

/// A client that reads a body as it arrives.
struct Reader {
    client: Client,
    is_http2: bool,
    text: String,
}

impl Reader {
    async fn get(server: &Server, path: &str, is_http2: bool) -> Self {
        let mut client = if is_http2 {
            Client::http2(server.address(), &[]).await
        } else {
            server.connect().await
        };
        if is_http2 {
            client.request(1, path).await;
        } else {
            let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
            client.write(request).await;
        }
        Self {
            client,
            is_http2,
            text: String::new(),
        }
    }

    /// Reads until a chunk ends with these bytes.
    async fn until(&mut self, end: &str) {
        if !self.is_http2 {
            self.text += &self.client.until(end).await;
            return;
        }
        while !self.text.ends_with(end) {
            let data = self.client.frame_of(DATA).await;
            self.text += &String::from_utf8(data.payload).unwrap();
        }
    }
}

#[tokio::test]
async fn small_chunks_that_are_ready_are_sent_together() {
    let server = Server::start(ServeOptions::new()).await;
    let mut client = server.connect().await;
    client
        .write("GET /chunks HTTP/1.1\r\nhost: x\r\n\r\n")
        .await;
    let response = client.until("\r\n0\r\n\r\n").await;
    let (_, mut rest) = response.split_once("\r\n\r\n").unwrap();
    let (mut body, mut frames) = (String::new(), 0);
    while let Some((length, after)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap();
        body.push_str(&after[..length]);
        rest = &after[length + 2..];
        frames += 1;
        if length == 0 {
            break;
        }
    }
    let expected: Vec<_> = (0..1000)
        .map(|number| format!("chunk {number}\n"))
        .collect();
    assert_eq!(body, expected.concat());
    assert!(frames < 30, "{frames}");
}

#[tokio::test]
async fn a_chunk_after_many_at_once_is_sent_while_the_stream_is_open() {
    for is_http2 in [false, true] {
        let server = Server::start(ServeOptions::new()).await;
        let mut reader = Reader::get(&server, "/burst", is_http2).await;
        reader.until("chunk 9\n").await;
        server.shared.release.notify_one();
        reader.until("the last\n").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_chunk_is_sent_before_the_second_is_computed() {
    for is_http2 in [false, true] {
        let server = Server::start(ServeOptions::new()).await;
        let mut reader = Reader::get(&server, "/lazy", is_http2).await;
        reader.until("first\n").await;
        server.shared.received.store(1, Ordering::Relaxed);
        reader.until("third\n").await;
        assert!(reader.text.contains("second\n"), "{}", reader.text);
    }
}

#[tokio::test]
async fn chunks_before_an_error_are_sent() {
    for is_http2 in [false, true] {
        let server = Server::start(ServeOptions::new()).await;
        let mut reader = Reader::get(&server, "/failing", is_http2).await;
        reader.until("second\n").await;
    }
}
