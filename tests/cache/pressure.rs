//! Cases 46, 51, 52 and 59: many requests at once, slow handlers, and clients that leave.

use crate::{both_ways, both_ways_with};
use axum::body::Body;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use router_runtime::prelude::*;
use router_tests::{
    handlers::Gate,
    request::request,
    test_app::{TestApp, responses},
    wait::wait_for,
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread")]
async fn case_51_ten_thousand_readers_of_a_cold_key() {
    // Every tenth has a socket of its own.
    for app in both_ways().await {
        let gate = app.state.gate("minute");
        let in_process = app.start_many("/minute", 9_000).await;
        app.wait_for_runs("minute", 1).await;
        let mut over_sockets = Vec::new();
        for _ in 0..1_000 {
            let mut connection = app.connect().await;
            let request = request("GET", "/minute", &[]);
            over_sockets.push(tokio::spawn(async move { connection.send(request).await }));
        }
        app.round_trip().await;
        gate.open(1);
        let mut all = responses(in_process).await;
        for response in over_sockets {
            all.push(response.await.unwrap());
        }
        assert_eq!(all.len(), 10_000);
        for response in all {
            assert_eq!((response.status, &*response.body), (200, "minute 1"));
            assert_ne!(response.state(), "BYPASS busy");
        }
        assert_eq!(app.state.runs("minute"), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn case_46_three_thousand_readers_of_a_key_whose_first_run_hangs() {
    for app in both_ways().await {
        app.state.plan("minute", |run| async move {
            match run {
                1 => std::future::pending().await,
                _ => Ok(format!("minute {run}").into_response()),
            }
        });
        let first = app.start("/minute").await;
        let waiting = app.start_many("/minute", 3_000).await;
        app.wait_for_runs("minute", 1).await;
        app.advance(10);
        let responses = responses(waiting).await;
        assert!(responses.iter().all(|response| response.body == "minute 2"));
        assert_eq!(app.get("/minute").await.line(), "200 HIT minute 2");
        app.advance(20);
        assert_eq!(first.response().await.status, 504);
        assert_eq!(app.state.runs("minute"), 2);
    }
}

/// Counts the runs of hung handlers: those that started, and those that were not stopped.
#[derive(Clone, Default)]
struct Hung {
    started: Arc<AtomicUsize>,
    alive: Arc<AtomicUsize>,
}

impl Hung {
    fn hang(&self, app: &TestApp, name: &str) {
        struct Run(Arc<AtomicUsize>);
        impl Drop for Run {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::SeqCst);
            }
        }
        let counts = self.clone();
        app.state.plan(name, move |_| {
            counts.alive.fetch_add(1, Ordering::SeqCst);
            counts.started.fetch_add(1, Ordering::SeqCst);
            let run = Run(Arc::clone(&counts.alive));
            async move {
                let _run = run;
                std::future::pending().await
            }
        });
    }

    fn alive(&self) -> usize {
        self.alive.load(Ordering::SeqCst)
    }

    async fn wait_for_starts(&self, expected: usize) {
        let name = format!("{expected} runs");
        let started = async || (self.started.load(Ordering::SeqCst) >= expected).then_some(());
        wait_for(&name, started).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn case_52_ten_thousand_http2_requests_that_are_reset() {
    // One client opens keys of a slow route, and resets each request as soon as its handler runs.
    const AT_ONCE: usize = 100;
    for app in both_ways().await {
        let hung = Hung::default();
        let socket = TcpStream::connect(app.address()).await.unwrap();
        let client = http2::handshake(TokioExecutor::new(), TokioIo::new(socket)).await;
        let (mut client, connection) = client.unwrap();
        tokio::spawn(connection);
        for round in 0..100 {
            let mut requests = Vec::new();
            for id in 0..AT_ONCE {
                let name = format!("slug/{round}-{id}");
                hung.hang(&app, &name);
                let url = format!("http://here/{name}");
                let request = axum::http::Request::get(url).body(Body::empty()).unwrap();
                client.ready().await.unwrap();
                requests.push(tokio::spawn(client.send_request(request)));
            }
            hung.wait_for_starts((round + 1) * AT_ONCE).await;
            for request in &requests {
                request.abort();
            }
            // A quarter of the places, and the requests that are open.
            assert!(hung.alive() <= 2_500 + 2 * AT_ONCE, "{}", hung.alive());
        }
        let stopped = async || (hung.alive() <= 2_500).then_some(());
        wait_for("the end of the others", stopped).await;
        // Cold keys of another route, and of this one.
        for name in ["minute", "slug/a"] {
            let path = format!("/{name}");
            let made = format!("{name} 1");
            assert_eq!(
                app.get(&path).await.line(),
                format!("200 MISS stored {made}")
            );
            assert_eq!(app.get(&path).await.line(), format!("200 HIT {made}"));
        }
    }
}

#[tokio::test]
async fn case_59_too_many_flights() {
    // A route with half of the flights runs further keys uncollapsed; another route has places of its own. Nothing is a 503.
    for app in both_ways_with(|options| options.max_flights(4)).await {
        let gate = Gate::default();
        for name in ["slug/a", "slug/b", "slug/c", "minute"] {
            let inside = gate.clone();
            app.state.plan(name, move |_| {
                let gate = inside.clone();
                async move {
                    gate.pass().await;
                    Ok("made".into_response())
                }
            });
        }
        let mut pending = Vec::new();
        for path in [
            "/slug/a", "/slug/b", "/slug/c", "/slug/c", "/minute", "/minute",
        ] {
            pending.push(app.start(path).await);
        }
        for (name, runs) in [("slug/a", 1), ("slug/b", 1), ("slug/c", 2), ("minute", 1)] {
            app.wait_for_runs(name, runs).await;
        }
        gate.open(9);
        let mut states = Vec::new();
        for response in responses(pending).await {
            assert_eq!((response.status, &*response.body), (200, "made"));
            states.push(response.state());
        }
        assert_eq!(
            states,
            [
                "MISS stored",
                "MISS stored",
                "BYPASS busy",
                "BYPASS busy",
                "MISS stored",
                "MISS stored collapsed"
            ]
        );
        assert_eq!(app.get("/slug/c").await.line(), "200 MISS stored made");
    }
}

#[tokio::test]
async fn case_59_slow_data_of_one_route_leaves_room_for_data_of_others() {
    for app in both_ways_with(|options| options.max_flights(6)).await {
        app.state.hang("failing");
        // Half of the places, and one that runs alone.
        let mut slow = Vec::new();
        for kind in ["a", "b", "c", "d"] {
            slow.push(app.start(&format!("/failing/{kind}")).await);
        }
        app.wait_for_runs("failing", 4).await;
        for (path, name) in [("/values", "values"), ("/live", "stock")] {
            let gate = app.state.gate(name);
            let waiting = app.start_many(path, 5).await;
            app.wait_for_runs(name, 1).await;
            gate.open(5);
            for response in responses(waiting).await {
                assert_eq!(response.status, 200);
            }
            assert_eq!(app.state.runs(name), 1, "one run for all");
        }
        for request in slow {
            request.abort();
        }
    }
}

#[tokio::test]
async fn case_59_the_run_of_a_request_that_runs_alone_ends_with_it() {
    for app in both_ways_with(|options| options.max_flights(1)).await {
        let hung = Hung::default();
        hung.hang(&app, "minute");
        hung.hang(&app, "slug/a");
        let flight = app.start("/minute").await;
        hung.wait_for_starts(1).await;
        let alone = app.start("/slug/a").await;
        assert_eq!(hung.alive(), 2);
        alone.abort();
        assert!(alone.await.is_err());
        assert_eq!(hung.alive(), 1);
        flight.abort();
    }
}

#[tokio::test]
async fn case_59_too_many_waiters() {
    // The leader counts as a waiter: the third request of four places is one too many for one route.
    for app in both_ways_with(|options| options.max_waiters(4)).await {
        let gate = app.state.gate("minute");
        let waiting = app.start_many("/minute", 2).await;
        app.wait_for_runs("minute", 1).await;
        let refused = app.get("/minute").await;
        assert_eq!((refused.status, &*refused.state()), (503, "BYPASS busy"));
        let seconds = refused.header("retry-after");
        assert!(seconds.is_some_and(|it| it.parse::<u32>().is_ok()));
        assert_eq!(app.get("/two").await.state(), "MISS stored");
        gate.open(1);
        for response in responses(waiting).await {
            assert_eq!(response.body, "minute 1");
        }
        assert_eq!(app.state.runs("minute"), 1);
    }
}
