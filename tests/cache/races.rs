//! Case 76: an acknowledged invalidation is never lost, and the test detects a cache that loses one.

use crate::both_ways;
use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use router_tests::{request::request, test_app::Connection};
use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};
use tokio::{net::TcpListener, task::JoinHandle};

const RACES: usize = 1_000;

/// Invalidates over HTTP while others read. Returns how often the next GET of the same connection had an older body.
async fn lost(address: SocketAddr) -> usize {
    let done = Arc::new(AtomicBool::new(false));
    let readers: Vec<JoinHandle<()>> = (0..4)
        .map(|_| tokio::spawn(send_until_done(address, "GET", "/raced", Arc::clone(&done))))
        .collect();
    // Others invalidate as well, so that a response is being generated when an invalidation arrives.
    let writer = tokio::spawn(send_until_done(address, "POST", "/bump", Arc::clone(&done)));
    let mut connection = Connection::open(address).await;
    let mut lost = 0;
    for _ in 0..RACES {
        let truth = connection.send(request("POST", "/bump", &[])).await;
        assert_eq!(truth.status, 200);
        let seen = connection.send(request("GET", "/raced", &[])).await;
        assert_eq!(seen.status, 200);
        let (truth, seen): (u64, u64) = (truth.body.parse().unwrap(), seen.body.parse().unwrap());
        lost += usize::from(seen < truth);
    }
    done.store(true, Ordering::Relaxed);
    for task in readers.into_iter().chain([writer]) {
        task.await.unwrap();
    }
    lost
}

/// Sends requests as fast as it can.
async fn send_until_done(
    address: SocketAddr,
    method: &'static str,
    path: &'static str,
    done: Arc<AtomicBool>,
) {
    let mut connection = Connection::open(address).await;
    while !done.load(Ordering::Relaxed) {
        let response = connection.send(request(method, path, &[])).await;
        assert_eq!(response.status, 200, "{response:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn case_76_no_invalidation_is_lost() {
    // Invalidation ack, then GET on the same connection, 1,000 loops under load: never the old body.
    for app in both_ways().await {
        assert_eq!(lost(app.address()).await, 0);
    }
}

/// A cache that stores when the handler returns and removes on invalidation, without ordering the two.
#[derive(Clone, Default)]
struct Naive {
    stored: Arc<Mutex<HashMap<&'static str, u64>>>,
    truth: Arc<AtomicU64>,
}

async fn naive_raced(State(naive): State<Naive>) -> String {
    let stored = naive.stored.lock().unwrap().get("/raced").copied();
    if let Some(stored) = stored {
        return stored.to_string();
    }
    let truth = naive.truth.load(Ordering::SeqCst);
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    naive.stored.lock().unwrap().insert("/raced", truth);
    truth.to_string()
}

async fn naive_bump(State(naive): State<Naive>) -> String {
    let truth = naive.truth.fetch_add(1, Ordering::SeqCst) + 1;
    naive.stored.lock().unwrap().remove("/raced");
    truth.to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn case_76_a_naive_cache_loses_some() {
    let naive = Router::new()
        .route("/raced", get(naive_raced))
        .route("/bump", post(naive_bump))
        .with_state(Naive::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, naive).await });
    assert!(
        lost(address).await > 0,
        "the harness would not see a lost invalidation"
    );
}
