//! Cases 39 to 46: errors, panics and handlers that hang.

use super::{
    house::{House, houses, houses_with},
    lab::Gate,
};
use router_runtime::prelude::*;
use std::time::Duration;

/// Asks until the failed run has been noted.
async fn noted(house: &House, path: &str) {
    super::house::patiently("the failure to be noted", async || {
        (house.get(path).await.state() == "SIE").then_some(())
    })
    .await;
}

#[tokio::test]
async fn case_39_failing_regeneration() {
    // STALE, the regeneration replies 500, 503, 429, an error: the old 200 stays, STALE with `detail=sie`.
    for house in houses().await {
        for status in [500, 503, 429] {
            let name = format!("slug/{status}");
            let path = format!("/{name}");
            let first = house.get(&path).await;
            house.lab.plan(&name, move |_| async move {
                Ok(StatusCode::from_u16(status)?.into_response())
            });
            house.advance(61);
            assert_eq!(
                house.get(&path).await.line(),
                format!("200 STALE {}", first.body)
            );
            noted(&house, &path).await;
            assert_eq!(
                house.get(&path).await.line(),
                format!("200 SIE {}", first.body)
            );
            assert_eq!(house.lab.runs(&name), 2);
        }
        house.get("/minute").await;
        house.lab.plan("minute", |_| async {
            Err(std::io::Error::other("no").into())
        });
        house.advance(61);
        house.get("/minute").await;
        noted(&house, "/minute").await;
        assert_eq!(house.get("/minute").await.line(), "200 SIE minute 1");
    }
}

#[tokio::test]
async fn case_40_backoff() {
    // STALE, the regeneration errs, R=2: at most one run for each step of 3, 6, 12, 24, 48 s, 20 % more or less.
    for house in houses().await {
        house.get("/two").await;
        house
            .lab
            .reply("two", |_| StatusCode::INTERNAL_SERVER_ERROR);
        house.advance(3);
        let mut runs = 1;
        for step in [3.0, 6.0, 12.0, 24.0, 48.0] {
            house.get("/two").await;
            runs += 1;
            house.started("two", runs).await;
            noted(&house, "/two").await;
            // Before the step ends nothing runs, however many ask.
            house.clock.advance(Duration::from_secs_f64(step * 0.79));
            for _ in 0..20 {
                assert_eq!(house.get("/two").await.state(), "SIE");
            }
            house.settle().await;
            assert_eq!(house.lab.runs("two"), runs, "step {step}");
            house.clock.advance(Duration::from_secs_f64(step * 0.42));
        }
    }
}

#[tokio::test]
async fn case_41_expire_does_not_slide() {
    // Errors last longer than `expire`, GET at expire + 1: waits and errs.
    for house in houses().await {
        house.get("/short").await;
        house
            .lab
            .reply("short", |_| StatusCode::INTERNAL_SERVER_ERROR);
        house.advance(3);
        house.get("/short").await;
        noted(&house, "/short").await;
        house.advance(4);
        assert_eq!(house.get("/short").await.status, 200);
        house.settle().await;
        house.advance(4);
        let answer = house.get("/short").await;
        assert_eq!((answer.status, &*answer.state()), (500, "EXPIRED"));
    }
}

#[tokio::test]
async fn case_42_failures_are_no_hits() {
    // During failures, GET: the label is STALE, Age keeps growing.
    for house in houses().await {
        house.get("/minute").await;
        house
            .lab
            .reply("minute", |_| StatusCode::INTERNAL_SERVER_ERROR);
        house.advance(61);
        house.get("/minute").await;
        noted(&house, "/minute").await;
        for seconds in [61, 62, 100, 200] {
            house.advance(seconds - house.get("/minute").await.age().unwrap());
            let answer = house.get("/minute").await;
            assert!(
                ["SIE", "STALE"].contains(&&*answer.state()),
                "{}",
                answer.state()
            );
            assert_eq!(answer.age(), Some(seconds));
            assert_eq!(answer.ttl(), Some(60 - i64::try_from(seconds).unwrap()));
        }
    }
}

#[tokio::test]
async fn case_43_cold_panic() {
    // Cold, the handler panics, 10 concurrent GETs: all 500, one run, the process alive, the next GET runs.
    for house in houses().await {
        let gate = Gate::default();
        let inside = gate.clone();
        house.lab.plan("minute", move |_| {
            let gate = inside.clone();
            async move {
                gate.pass().await;
                panic!("as the test wants it")
            }
        });
        let asked: Vec<_> = (0..10).map(|_| house.start("/minute")).collect();
        house.started("minute", 1).await;
        house.settle().await;
        gate.open(10);
        for answer in asked {
            assert_eq!(answer.await.unwrap().status, 500);
        }
        assert_eq!(house.lab.runs("minute"), 1);
        house.lab.heal("minute");
        assert_eq!(
            house.get("/minute").await.line(),
            "200 MISS stored minute 2"
        );
    }
}

#[tokio::test]
async fn case_44_panic_behind_a_stale_answer() {
    // STALE, the handler panics, GET: the old body; the lock is released.
    for house in houses().await {
        house.get("/minute").await;
        house
            .lab
            .plan("minute", |_| async { panic!("as the test wants it") });
        house.advance(61);
        assert_eq!(house.get("/minute").await.line(), "200 STALE minute 1");
        noted(&house, "/minute").await;
        house.lab.heal("minute");
        house.advance(61);
        house.get("/minute").await;
        assert_eq!(house.until("/minute", "minute 3").await.state(), "HIT");
    }
}

#[tokio::test]
async fn case_45_warm_key_hangs_and_heals() {
    // The handler hangs, warm key, regen_timeout, then heals: STALE meanwhile; after timeout and back-off a new run; HIT.
    for house in houses().await {
        house.get("/minute").await;
        house.lab.hang("minute");
        house.advance(61);
        for _ in 0..5 {
            assert_eq!(house.get("/minute").await.line(), "200 STALE minute 1");
        }
        house.started("minute", 2).await;
        house.settle().await;
        house.advance(31);
        noted(&house, "/minute").await;
        house.lab.heal("minute");
        house.advance(61);
        house.get("/minute").await;
        assert_eq!(house.until("/minute", "minute 3").await.state(), "HIT");
    }
}

#[tokio::test]
async fn case_46_cold_key_hangs_and_heals() {
    // The handler hangs, cold key, GET, heal, GET: the first ends at lock_wait or timeout with 5xx; the second is 200.
    for house in houses().await {
        house.lab.hang("minute");
        let asked: Vec<_> = (0..3).map(|_| house.start("/minute")).collect();
        house.started("minute", 1).await;
        house.settle().await;
        // Who waited for lock_wait runs alone; that run has its deadline as well.
        for _ in 0..5 {
            house.advance(31);
            house.settle().await;
        }
        for answer in asked {
            let answer = tokio::time::timeout(super::house::PATIENCE, answer).await;
            let answer = answer.expect("the request ends").unwrap();
            assert!(answer.status >= 500, "{}", answer.line());
        }
        house.lab.heal("minute");
        let answer = house.get("/minute").await;
        assert_eq!((answer.status, &*answer.state()), (200, "MISS stored"));
    }
}

#[tokio::test]
async fn cold_timeouts_are_answered_within_the_limit_of_the_cache() {
    for house in houses_with(|options| options.regen_timeout(Duration::from_secs(2))).await {
        house.lab.hang("slug/a");
        let asked = house.start("/slug/a");
        house.started("slug/a", 1).await;
        house.settle().await;
        house.advance(3);
        let answer = tokio::time::timeout(super::house::PATIENCE, asked).await;
        let answer = answer.expect("the request ends").unwrap();
        assert_eq!(answer.status, 504);
        assert_eq!(answer.state(), "MISS");
    }
}
