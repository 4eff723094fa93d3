//! Hostile clients of many kinds at once, for `SOAK` seconds.
//!
//! The server responds to others all the time, its memory no longer grows after a while, and in the end it has no more connections
//! than before.

use crate::process::Server;
use router_tests::raw::frames::*;
use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{io::AsyncWriteExt, task::JoinSet, time::sleep};

/// In MiB: `max_bytes`, and as much again for connections and requests.
const MAX_MEMORY: usize = 128;
/// In MiB: how much the memory may grow after the first quarter.
const MAX_GROWTH: usize = 24;

/// The clients, which act until they are stopped.
struct Clients {
    server: Arc<Server>,
    is_stopped: AtomicBool,
    /// The source of paths and values.
    number: AtomicU64,
    requests: AtomicU64,
}

impl Clients {
    fn next(&self) -> u64 {
        self.number.fetch_add(1, Ordering::Relaxed)
    }

    fn is_running(&self) -> bool {
        self.requests.fetch_add(1, Ordering::Relaxed);
        !self.is_stopped.load(Ordering::Relaxed)
    }

    /// Returns a new path.
    fn path(&self) -> String {
        format!("/stored/{}/{}", self.next(), "x".repeat(2_000))
    }

    async fn read_many_paths(self: Arc<Self>) {
        let mut client = self.server.connect().await;
        while self.is_running() {
            client.get(&self.path()).await;
        }
    }

    async fn read_many_variants(self: Arc<Self>) {
        let mut client = self.server.connect().await;
        while self.is_running() {
            let language = self.next();
            let head = format!("host: x\r\naccept-language: x-{language}");
            client
                .write(format!("GET /stored/one HTTP/1.1\r\n{head}\r\n\r\n"))
                .await;
            client.response().await;
        }
    }

    async fn write_to_many_paths(self: Arc<Self>) {
        let mut client = self.server.connect().await;
        while self.is_running() {
            let head = format!("POST {} HTTP/1.1\r\nhost: x", self.path());
            client
                .write(format!("{head}\r\ncontent-length: 0\r\n\r\n"))
                .await;
            client.response().await;
        }
    }

    async fn cut_off_writes(self: Arc<Self>) {
        while self.is_running() {
            let mut client = self.server.connect().await;
            let head = "POST /slow HTTP/1.1\r\nhost: x\r\ncontent-length: 0";
            client.write(format!("{head}\r\n\r\n")).await;
            sleep(Duration::from_millis(10)).await;
        }
    }

    async fn reset_streams(self: Arc<Self>) {
        while self.is_running() {
            let mut client = self.server.http2().await;
            for request in 0..200 {
                let stream = request * 2 + 1;
                let path = format!("/stored/{}", self.next());
                let head = frame(HEADERS, END_STREAM | END_HEADERS, stream, &get(&path));
                let reset = frame(RST_STREAM, 0, stream, &[0, 0, 0, 8]);
                if client.0.write_all(&[head, reset].concat()).await.is_err() {
                    break;
                }
            }
        }
    }

    async fn send_unfinished_requests(self: Arc<Self>) {
        let mut clients = VecDeque::new();
        while self.is_running() {
            let mut client = self.server.connect().await;
            // The server may have closed older connections for this one.
            let _ = client
                .0
                .write_all(b"POST /echo HTTP/1.1\r\nhost: x\r\n")
                .await;
            clients.push_back(client);
            if clients.len() > 200 {
                clients.pop_front();
            }
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// Everybody else, whose requests must succeed.
    async fn read_well(self: Arc<Self>) {
        while self.is_running() {
            self.server.assert_alive("hostile requests").await;
            let page = self.server.connect().await.get("/slow").await;
            assert!(page.ends_with("slow"), "{page}");
            sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_is_flat_while_hostile_clients_of_all_kinds_act() {
    let seconds = std::env::var("SOAK").map_or(8, |it| it.parse::<u64>().expect("seconds"));
    let server = Arc::new(Server::start_with(&[
        ("SERVE_IDLE_TIMEOUT", "1"),
        ("SERVE_HEADER_TIMEOUT", "1"),
    ]));
    server.assert_alive("the start").await;
    let descriptors = server.descriptors();
    let clients = Arc::new(Clients {
        server: Arc::clone(&server),
        is_stopped: AtomicBool::new(false),
        number: AtomicU64::new(0),
        requests: AtomicU64::new(0),
    });
    let mut running = JoinSet::new();
    for _ in 0..4 {
        running.spawn(Arc::clone(&clients).read_many_paths());
        running.spawn(Arc::clone(&clients).write_to_many_paths());
    }
    running.spawn(Arc::clone(&clients).read_many_variants());
    running.spawn(Arc::clone(&clients).cut_off_writes());
    running.spawn(Arc::clone(&clients).reset_streams());
    running.spawn(Arc::clone(&clients).send_unfinished_requests());
    running.spawn(Arc::clone(&clients).read_well());

    let mut memory = Vec::new();
    for _ in 0..seconds {
        sleep(Duration::from_secs(1)).await;
        memory.push(server.memory());
    }
    clients.is_stopped.store(true, Ordering::Relaxed);
    while let Some(ended) = running.join_next().await {
        ended.unwrap();
    }
    let requests = clients.requests.load(Ordering::Relaxed);
    println!("{requests} requests; resident memory in MiB: {memory:?}");
    let (early, late) = memory.split_at(memory.len() / 4 + 1);
    let growth = late
        .iter()
        .max()
        .unwrap()
        .saturating_sub(*early.last().unwrap());
    assert!(late.iter().all(|it| *it < MAX_MEMORY), "{memory:?}");
    if seconds >= 600 {
        // In a shorter time, the memory still grows to its final size.
        assert!(growth < MAX_GROWTH, "{memory:?}");
    }
    for _ in 0..100 {
        if server.descriptors() <= descriptors {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!(
        "{} descriptors, and {descriptors} before",
        server.descriptors()
    );
}
