//! Cases 51 to 63: concurrent requests, and invalidation of responses that are being generated.

use crate::both_ways;
use router_runtime::prelude::*;
use router_tests::{handlers::Gate, test_app::responses};

#[tokio::test(flavor = "multi_thread")]
async fn case_51_cold_stampede() {
    // Cold key, 1,000 concurrent GETs: 1 run; 999 `collapsed`; same bytes.
    for app in both_ways().await {
        for (path, name) in [("/minute", "minute"), ("/slug/a", "slug/a")] {
            let gate = app.state.gate(name);
            let pending = app.start_many(path, 1_000).await;
            app.wait_for_runs(name, 1).await;
            gate.open(1_000);
            let responses = responses(pending).await;
            assert!(
                responses
                    .iter()
                    .all(|response| response.body == format!("{name} 1"))
            );
            let started = responses
                .iter()
                .filter(|response| response.state() == "MISS stored");
            assert_eq!(started.count(), 1);
            // A request that arrived after the run finds the stored response.
            assert!(responses.iter().all(|response| {
                ["MISS stored", "MISS stored collapsed", "HIT"].contains(&&*response.state())
            }));
            assert_eq!(app.state.runs(name), 1);
        }
    }
}

#[tokio::test]
async fn case_52_the_first_client_leaves() {
    // The leader's client disconnects while a waiter waits: the run continues, and the waiter gets the response.
    for app in both_ways().await {
        let gate = app.state.gate("minute");
        let leader = app.start("/minute").await;
        app.wait_for_runs("minute", 1).await;
        let follower = app.start("/minute").await;
        leader.abort();
        assert!(leader.await.unwrap_err().is_cancelled());
        gate.open(1);
        let response = follower.response().await;
        assert_eq!(response.line(), "200 MISS stored collapsed minute 1");
        assert_eq!(app.get("/minute").await.line(), "200 HIT minute 1");
    }
}

#[tokio::test]
async fn case_52_every_client_leaves() {
    // Rules, section 5: a run is a detached task, which a disconnecting client does not cancel.
    for app in both_ways().await {
        let gate = app.state.gate("minute");
        let leader = app.start("/minute").await;
        app.wait_for_runs("minute", 1).await;
        leader.abort();
        assert!(leader.await.unwrap_err().is_cancelled());
        gate.open(1);
        assert_eq!(app.get_until("/minute", "minute 1").await.body, "minute 1");
        assert_eq!(app.state.runs("minute"), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn case_53_stale_stampede() {
    // STALE, 1,000 concurrent: 1 run, no request waits for it.
    for app in both_ways().await {
        app.get("/minute").await;
        app.advance(61);
        let gate = app.state.gate("minute");
        let responses = responses(app.start_many("/minute", 1_000).await).await;
        assert!(
            responses
                .iter()
                .all(|response| response.line() == "200 STALE minute 1")
        );
        app.wait_for_runs("minute", 2).await;
        gate.open(1);
        app.get_until("/minute", "minute 2").await;
    }
}

#[tokio::test]
async fn case_54_uncacheable_runs_in_parallel() {
    // Marker UNCACHEABLE, 100 concurrent: all run at the same time.
    for app in both_ways().await {
        app.state.respond("minute", |_| [("set-cookie", "a=b")]);
        app.get("/minute").await;
        let gate = Gate::default();
        let inside = gate.clone();
        app.state.plan("minute", move |_| {
            let gate = inside.clone();
            async move {
                gate.pass().await;
                Ok([("set-cookie", "a=b")].into_response())
            }
        });
        let pending = app.start_many("/minute", 100).await;
        // All of them wait at the gate together.
        app.wait_for_runs("minute", 101).await;
        gate.open(100);
        let responses = responses(pending).await;
        assert!(
            responses
                .iter()
                .all(|response| response.state() == "BYPASS uncacheable")
        );
    }
}

#[tokio::test]
async fn case_55_marker_goes() {
    // Marker, then a storable response, 2 GETs: stored, the marker is removed. It also expires after 120 s.
    for app in both_ways().await {
        app.state.respond("minute", |_| [("set-cookie", "a=b")]);
        app.get("/minute").await;
        assert_eq!(app.get("/minute").await.state(), "BYPASS uncacheable");
        app.state.reset("minute");
        app.get("/minute").await;
        assert_eq!(app.get("/minute").await.line(), "200 HIT minute 3");

        app.state.respond("two", |_| [("set-cookie", "a=b")]);
        app.get("/two").await;
        app.advance(121);
        assert_eq!(app.get("/two").await.state(), "MISS");
    }
}

#[tokio::test]
async fn case_56_errors_leave_no_marker() {
    // An error or timeout writes no marker: the next requests share one run again.
    for app in both_ways().await {
        app.state
            .respond("minute", |_| StatusCode::INTERNAL_SERVER_ERROR);
        app.get("/minute").await;
        let gate = app.state.gate("minute");
        let pending = app.start_many("/minute", 5).await;
        app.wait_for_runs("minute", 2).await;
        gate.open(5);
        let responses = responses(pending).await;
        assert!(responses.iter().all(|response| response.body == "minute 2"));
    }
}

#[tokio::test]
async fn case_58_waiters_leave() {
    // A waiter is cancelled while the leader finishes: the others are woken.
    for app in both_ways().await {
        for round in 1..=20 {
            let gate = app.state.gate("minute");
            let mut pending = app.start_many("/minute", 10).await;
            app.wait_for_runs("minute", round).await;
            gate.open(1);
            for waiter in pending.drain(1..6) {
                waiter.abort();
            }
            let responses = responses(pending).await;
            assert!(
                responses
                    .iter()
                    .all(|response| response.body == format!("minute {round}"))
            );
            app.cache.purge_path("/minute").await.unwrap();
        }
    }
}

#[tokio::test]
async fn case_60_invalidated_while_it_is_made() {
    // A flight runs, a hard invalidation, it ends, GET: a new run; the old result is never HIT.
    for app in both_ways().await {
        for path in ["/minute", "/slug/a"] {
            let name = &path[1..];
            let gate = app.state.gate(name);
            let early = app.start(path).await;
            app.wait_for_runs(name, 1).await;
            app.cache.revalidate_path(path).await.unwrap();
            gate.open(1);
            // The request arrived before the invalidation.
            assert_eq!(early.response().await.body, format!("{name} 1"));
            app.state.reset(name);
            let response = app.get(path).await;
            assert_eq!(
                (response.body.as_str(), response.state().contains("HIT")),
                (&*format!("{name} 2"), false)
            );
            assert_eq!(app.get(path).await.line(), format!("200 HIT {name} 2"));
        }
    }
}

#[tokio::test]
async fn case_60_in_the_background() {
    // The same during a background revalidation.
    for app in both_ways().await {
        app.get("/minute").await;
        app.advance(61);
        let gate = app.state.gate("minute");
        assert_eq!(app.get("/minute").await.state(), "STALE");
        app.wait_for_runs("minute", 2).await;
        app.cache.revalidate_path("/minute").await.unwrap();
        gate.open(1);
        app.cache.settled().await;
        app.state.reset("minute");
        assert_eq!(
            app.get("/minute").await.line(),
            "200 EXPIRED stored minute 3"
        );
    }
}

#[tokio::test]
async fn case_61_a_request_after_the_invalidation() {
    // The same, GET arrives after the invalidation during the flight: it does not join; its body is generated afterwards.
    for app in both_ways().await {
        let gate = app.state.gate("minute");
        let early = app.start("/minute").await;
        app.wait_for_runs("minute", 1).await;
        app.cache.revalidate_path("/minute").await.unwrap();
        let late = [app.start("/minute").await, app.start("/minute").await];
        app.wait_for_runs("minute", 2).await;
        gate.open(2);
        assert_eq!(early.response().await.body, "minute 1");
        for response in responses(late.into()).await {
            assert_eq!(response.body, "minute 2");
        }
        assert_eq!(app.get("/minute").await.line(), "200 HIT minute 2");
    }
}

#[tokio::test]
async fn case_62_a_soft_invalidation_during_the_generation() {
    // A soft invalidation during a flight, the flight ends, GET: stored as STALE, one more run.
    for app in both_ways().await {
        let gate = app.state.gate("tagged");
        let early = app.start("/tagged").await;
        app.wait_for_runs("tagged", 1).await;
        app.cache.revalidate_tag("news").await.unwrap();
        gate.open(1);
        assert_eq!(early.response().await.body, "tagged 1");
        assert_eq!(app.get("/tagged").await.line(), "200 STALE tagged 1");
        gate.open(1);
        assert_eq!(app.get_until("/tagged", "tagged 2").await.state(), "HIT");
        assert_eq!(app.state.runs("tagged"), 2);
    }
}

#[tokio::test]
async fn case_63_the_older_flight_ends_last() {
    // Two flights of one key, the older ends last: the newer response remains.
    for app in both_ways().await {
        let (old, new) = (Gate::default(), Gate::default());
        let inside = (old.clone(), new.clone());
        app.state.plan("minute", move |run| {
            let gate = if run == 1 {
                inside.0.clone()
            } else {
                inside.1.clone()
            };
            async move {
                gate.pass().await;
                Ok(format!("minute {run}").into_response())
            }
        });
        let early = app.start("/minute").await;
        app.wait_for_runs("minute", 1).await;
        app.cache.revalidate_path("/minute").await.unwrap();
        let late = app.start("/minute").await;
        app.wait_for_runs("minute", 2).await;
        new.open(1);
        assert_eq!(late.response().await.body, "minute 2");
        old.open(1);
        assert_eq!(early.response().await.body, "minute 1");
        assert_eq!(app.get("/minute").await.line(), "200 HIT minute 2");
    }
}
