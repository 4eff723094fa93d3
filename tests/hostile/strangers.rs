//! Writes of clients without rights: they take no memory, undo no invalidation, and delay no reader.

use crate::{process::Server, size};
use router_tests::raw::Client;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{io::AsyncReadExt, task::JoinSet, time::sleep};

/// In MiB, for requests and buffers of the allocator.
const MAX_GROWTH: usize = 24;

/// Sends successful writes to these paths, several at a time.
async fn write(client: &mut Client, paths: impl Iterator<Item = String>) {
    let mut paths = paths.peekable();
    while paths.peek().is_some() {
        let batch: Vec<_> = paths.by_ref().take(16).collect();
        let requests = batch
            .iter()
            .map(|path| format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n"));
        client.write(requests.collect::<String>()).await;
        // 204 has no body.
        let mut responses = Vec::new();
        while responses.windows(4).filter(|it| it == b"\r\n\r\n").count() < batch.len() {
            let read = client.0.read_buf(&mut responses).await.unwrap();
            assert_ne!(read, 0, "the connection is closed");
        }
        let responses = String::from_utf8(responses).unwrap();
        let successes = responses.matches("HTTP/1.1 204 ").count();
        assert_eq!(successes, batch.len(), "{responses}");
    }
}

#[tokio::test]
async fn writes_to_long_paths_leave_nothing() {
    let server = Server::start();
    server.assert_alive("the start").await;
    let before = server.memory();
    let long = "x".repeat(60_000);
    let paths = (0..size(800, 8_000)).map(|number| format!("/stored/{number}/{long}"));
    write(&mut server.connect().await, paths).await;
    let grown = server.memory().saturating_sub(before);
    assert!(grown < MAX_GROWTH, "{grown} MiB");
}

#[tokio::test]
async fn an_invalidation_holds_after_writes_of_strangers() {
    let server = Server::start();
    let mut client = server.connect().await;
    let page = client.get("/stored/page").await;
    let other = client.get("/stored/other").await;
    assert!(page.ends_with("run 0") && other.ends_with("run 1"));
    write(&mut client, ["/stored/page".to_owned()].into_iter()).await;
    let paths = (0..size(20_000, 300_000)).map(|number| format!("/stored/{number}"));
    write(&mut client, paths).await;
    let page = client.get("/stored/page").await;
    assert!(page.ends_with("run 2"), "{page}");
    let other = client.get("/stored/other").await;
    assert!(
        other.contains("rcache; hit") && other.ends_with("run 1"),
        "{other}"
    );
}

/// Readers of a warm page, next to ten writes a second whose clients disconnect before the response.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_do_not_wait_for_writes_that_are_cut_off() {
    let server = Arc::new(Server::start());
    server.connect().await.get("/slow").await;
    let is_stopped = Arc::new(AtomicBool::new(false));
    let mut readers = JoinSet::new();
    for _ in 0..20 {
        let (server, is_stopped) = (Arc::clone(&server), Arc::clone(&is_stopped));
        readers.spawn(async move {
            let mut client = server.connect().await;
            let (mut all, mut waited) = (0, 0);
            while !is_stopped.load(Ordering::Relaxed) {
                let response = client.get("/slow").await;
                all += 1;
                waited += usize::from(!response.contains("rcache; hit"));
                sleep(Duration::from_millis(5)).await;
            }
            (all, waited)
        });
    }
    for _ in 0..size(30, 600) {
        let mut client = server.connect().await;
        let head = "POST /slow HTTP/1.1\r\nhost: x\r\ncontent-length: 0";
        client.write(format!("{head}\r\n\r\n")).await;
        sleep(Duration::from_millis(10)).await;
        drop(client);
        sleep(Duration::from_millis(90)).await;
    }
    is_stopped.store(true, Ordering::Relaxed);
    let read = readers.join_all().await.into_iter();
    let (all, waited) = read.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    println!("{waited} of {all} requests waited");
    assert!(all > 1_000 && waited * 100 <= all, "{waited} of {all}");
}
