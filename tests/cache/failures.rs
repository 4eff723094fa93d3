//! Cases 39 to 46: errors, panics and handlers that hang.

use crate::{both_ways, both_ways_with};
use router_runtime::prelude::*;
use router_tests::{
    handlers::Gate,
    test_app::{TestApp, responses},
    wait::wait_for,
};
use std::time::Duration;

/// Sends requests until the failed run has been recorded.
async fn noted(app: &TestApp, path: &str) {
    wait_for("the failure to be noted", async || {
        (app.get(path).await.state() == "SIE").then_some(())
    })
    .await;
}

#[tokio::test]
async fn case_39_failing_regeneration() {
    // STALE, the regeneration replies 500, 503, 429, an error: the old 200 stays, STALE with `detail=sie`.
    for app in both_ways().await {
        for status in [500, 503, 429] {
            let name = format!("slug/{status}");
            let path = format!("/{name}");
            let first = app.get(&path).await;
            app.state.plan(&name, move |_| async move {
                Ok(StatusCode::from_u16(status)?.into_response())
            });
            app.advance(61);
            assert_eq!(
                app.get(&path).await.line(),
                format!("200 STALE {}", first.body)
            );
            noted(&app, &path).await;
            assert_eq!(
                app.get(&path).await.line(),
                format!("200 SIE {}", first.body)
            );
            assert_eq!(app.state.runs(&name), 2);
        }
        app.get("/minute").await;
        app.state.plan("minute", |_| async {
            Err(std::io::Error::other("no").into())
        });
        app.advance(61);
        app.get("/minute").await;
        noted(&app, "/minute").await;
        assert_eq!(app.get("/minute").await.line(), "200 SIE minute 1");
    }
}

#[tokio::test]
async fn case_40_backoff() {
    // STALE, the regeneration errs, R=2: at most one run for each step of 3, 6, 12, 24, 48 s, 20 % more or less.
    for app in both_ways().await {
        app.get("/two").await;
        app.state
            .respond("two", |_| StatusCode::INTERNAL_SERVER_ERROR);
        app.advance(3);
        let mut runs = 1;
        for step in [3.0, 6.0, 12.0, 24.0, 48.0] {
            app.get("/two").await;
            runs += 1;
            app.wait_for_runs("two", runs).await;
            noted(&app, "/two").await;
            // Nothing runs before the end of the step, regardless of the number of requests.
            app.clock.advance(Duration::from_secs_f64(step * 0.79));
            for _ in 0..20 {
                assert_eq!(app.get("/two").await.state(), "SIE");
            }
            app.cache.settled().await;
            assert_eq!(app.state.runs("two"), runs, "step {step}");
            app.clock.advance(Duration::from_secs_f64(step * 0.42));
        }
    }
}

#[tokio::test]
async fn case_41_expire_does_not_slide() {
    // Errors last longer than `expire`, GET at expire + 1: waits and fails.
    for app in both_ways().await {
        app.get("/short").await;
        app.state
            .respond("short", |_| StatusCode::INTERNAL_SERVER_ERROR);
        app.advance(3);
        app.get("/short").await;
        noted(&app, "/short").await;
        app.advance(4);
        assert_eq!(app.get("/short").await.status, 200);
        app.cache.settled().await;
        app.advance(4);
        let response = app.get("/short").await;
        assert_eq!((response.status, &*response.state()), (500, "EXPIRED"));
    }
}

#[tokio::test]
async fn case_42_failures_are_not_hits() {
    // During failures, GET: the label is STALE, Age grows.
    for app in both_ways().await {
        app.get("/minute").await;
        app.state
            .respond("minute", |_| StatusCode::INTERNAL_SERVER_ERROR);
        app.advance(61);
        app.get("/minute").await;
        noted(&app, "/minute").await;
        for seconds in [61, 62, 100, 200] {
            app.advance(seconds - app.get("/minute").await.age().unwrap());
            let response = app.get("/minute").await;
            assert!(
                ["SIE", "STALE"].contains(&&*response.state()),
                "{}",
                response.state()
            );
            assert_eq!(response.age(), Some(seconds));
            assert_eq!(response.ttl(), Some(60 - i64::try_from(seconds).unwrap()));
        }
    }
}

#[tokio::test]
async fn case_43_cold_panic() {
    // Cold, the handler panics, 10 concurrent GETs: all 500, one run, the process alive, the next GET runs.
    for app in both_ways().await {
        let gate = Gate::default();
        let inside = gate.clone();
        app.state.plan("minute", move |_| {
            let gate = inside.clone();
            async move {
                gate.pass().await;
                panic!("as the test wants it")
            }
        });
        let pending = app.start_many("/minute", 10).await;
        app.wait_for_runs("minute", 1).await;
        gate.open(10);
        for response in responses(pending).await {
            assert_eq!(response.status, 500);
        }
        assert_eq!(app.state.runs("minute"), 1);
        app.state.reset("minute");
        assert_eq!(app.get("/minute").await.line(), "200 MISS stored minute 2");
    }
}

#[tokio::test]
async fn case_44_panic_behind_a_stale_response() {
    // STALE, the handler panics, GET: the old body; the lock is released.
    for app in both_ways().await {
        app.get("/minute").await;
        app.state
            .plan("minute", |_| async { panic!("as the test wants it") });
        app.advance(61);
        assert_eq!(app.get("/minute").await.line(), "200 STALE minute 1");
        noted(&app, "/minute").await;
        app.state.reset("minute");
        app.advance(61);
        app.get("/minute").await;
        assert_eq!(app.get_until("/minute", "minute 3").await.state(), "HIT");
    }
}

#[tokio::test]
async fn case_45_warm_key_hangs_and_heals() {
    // The handler hangs, warm key, regen_timeout, then heals: STALE meanwhile; after timeout and back-off a new run; HIT.
    for app in both_ways().await {
        app.get("/minute").await;
        app.state.hang("minute");
        app.advance(61);
        for _ in 0..5 {
            assert_eq!(app.get("/minute").await.line(), "200 STALE minute 1");
        }
        app.wait_for_runs("minute", 2).await;
        app.advance(31);
        noted(&app, "/minute").await;
        app.state.reset("minute");
        app.advance(61);
        app.get("/minute").await;
        assert_eq!(app.get_until("/minute", "minute 3").await.state(), "HIT");
    }
}

#[tokio::test]
async fn case_46_cold_key_hangs_and_heals() {
    // The handler hangs, cold key, GET, heal, GET: the first ends at lock_wait or timeout with 5xx; the second is 200.
    for app in both_ways().await {
        app.state.hang("minute");
        let pending = app.start_many("/minute", 3).await;
        app.wait_for_runs("minute", 1).await;
        // One of those that wait runs the handler again, with its own time limit.
        app.advance(10);
        app.wait_for_runs("minute", 2).await;
        app.advance(30);
        for response in responses(pending).await {
            assert_eq!(response.status, 504, "{}", response.line());
        }
        assert_eq!(app.state.runs("minute"), 2);
        app.state.reset("minute");
        let response = app.get("/minute").await;
        assert_eq!((response.status, &*response.state()), (200, "MISS stored"));
    }
}

#[tokio::test]
async fn cold_timeouts_end_within_the_limit_of_the_cache() {
    for app in both_ways_with(|options| options.regen_timeout(Duration::from_secs(2))).await {
        app.state.hang("slug/a");
        let pending = app.start("/slug/a").await;
        app.wait_for_runs("slug/a", 1).await;
        app.advance(3);
        let response = pending.response().await;
        assert_eq!(response.status, 504);
        assert_eq!(response.state(), "MISS");
    }
}
