//! Failing handlers.

use super::{MINUTE, TestCache, settle};
use crate::{
    cache::{tag::Tag, tag_table::Invalidation},
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
};
use axum::response::IntoResponse;

const TWO: RouteConfigBuilder =
    RouteConfigBuilder::new("app/a/route.rs").revalidate(RevalidateValue(2).get());

#[tokio::test(start_paused = true)]
async fn case_39_and_42_the_stale_response_and_its_age_remain_after_a_failure() {
    for status in [500, 503, 429] {
        let cache = TestCache::new(&MINUTE);
        cache.get().await;
        cache.respond_with(status);
        cache.advance(61.0);
        assert_eq!(cache.get().await, "200 STALE body 1");
        settle().await;
        assert_eq!(cache.runs(), 2);
        for age in [62, 63] {
            cache.advance(1.0);
            let response = cache.get_at("/a").await;
            assert_eq!(response.line, "200 SIE body 1", "{status}");
            assert_eq!(response.age, Some(age));
            settle().await;
        }
        assert_eq!(cache.runs(), 2, "no attempt during the back-off");
    }
}

#[tokio::test(start_paused = true)]
async fn case_40_attempts_of_a_failing_handler_become_rarer() {
    let cache = TestCache::new(&TWO);
    cache.get().await;
    cache.respond_with(500);
    cache.advance(2.0);
    let mut attempts = Vec::new();
    // Ten requests a second for two minutes.
    for tick in 0..1_200 {
        let before = cache.runs();
        cache.get().await;
        settle().await;
        assert!(cache.runs() <= before + 1);
        if cache.runs() > before {
            attempts.push(f64::from(tick) / 10.0);
        }
        cache.advance(0.1);
    }
    let pauses: Vec<f64> = attempts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for (pause, step) in pauses.iter().zip([3.0, 6.0, 12.0, 24.0, 48.0]) {
        assert!(
            (step * 0.8..=step * 1.2 + 0.2).contains(pause),
            "{pauses:?}"
        );
    }
    assert!(pauses.len() >= 4, "{pauses:?}");
}

#[tokio::test(start_paused = true)]
async fn case_41_errors_do_not_extend_expire() {
    let cache = TestCache::new(&TWO.cache_expire(10));
    cache.get().await;
    cache.respond_with(500);
    for _ in 0..9 {
        cache.advance(1.0);
        cache.get().await;
        settle().await;
    }
    assert_eq!(cache.get().await, "200 SIE body 1");
    cache.advance(2.0);
    let runs = cache.runs();
    assert_eq!(cache.get().await, format!("500 EXPIRED body {}", runs + 1));
}

#[tokio::test(start_paused = true)]
async fn case_44_after_a_panic_the_stale_response_remains_and_the_key_is_free() {
    let cache = TestCache::new(&MINUTE);
    cache.get().await;
    cache.set_handler(|_| async { panic!("a handler that panics") });
    cache.advance(60.0);
    assert_eq!(cache.get().await, "200 STALE body 1");
    settle().await;
    assert_eq!(cache.engine.flights.len(), 0);
    assert_eq!(cache.get().await, "200 SIE body 1");
    settle().await;
    assert_eq!(cache.runs(), 2, "a panic is a failure");
    cache.set_handler(|run| async move { format!("body {run}").into_response() });
    cache.advance(60.0);
    cache.get().await;
    settle().await;
    assert_eq!(cache.get().await, "200 HIT body 3");
}

#[tokio::test(start_paused = true)]
async fn case_43_a_panic_on_a_cold_key_reaches_all_waiters() {
    let cache = TestCache::new(&MINUTE);
    cache.set_handler(|_| async {
        tokio::task::yield_now().await;
        panic!("a handler that panics")
    });
    let requests: Vec<_> = (0..10).map(|_| cache.start("/a")).collect();
    for request in requests {
        let line = request.await.unwrap().line;
        assert!(line.starts_with("500 MISS"), "{line}");
    }
    assert_eq!(cache.runs(), 1);
    cache.respond_with(200);
    assert_eq!(cache.get().await, "200 MISS body 2");
}

#[tokio::test(start_paused = true)]
async fn case_45_a_hung_handler_on_a_warm_key() {
    let cache = TestCache::new(&MINUTE);
    cache.get().await;
    let gate = cache.gate();
    cache.advance(60.0);
    assert_eq!(cache.get().await, "200 STALE body 1");
    settle().await;
    cache.advance(29.0);
    assert_eq!(cache.get().await, "200 STALE body 1");
    cache.advance(1.0);
    settle().await;
    assert_eq!(cache.engine.flights.len(), 0, "the handler was aborted");
    gate.add_permits(9);
    assert_eq!(cache.get().await, "200 SIE body 1");
    settle().await;
    assert_eq!(cache.runs(), 2);
    cache.advance(36.0);
    cache.get().await;
    settle().await;
    assert_eq!(cache.get().await, "200 HIT body 3");
}

#[tokio::test(start_paused = true)]
async fn case_46_a_hung_handler_on_a_cold_key() {
    let cache = TestCache::new(&MINUTE);
    let gate = cache.gate();
    let first = cache.start("/a");
    settle().await;
    cache.advance(30.0);
    assert_eq!(first.await.unwrap().line, "504 MISS 504 Gateway Timeout\n");
    gate.add_permits(1);
    assert_eq!(cache.get().await, "200 MISS body 2");
}

#[tokio::test(start_paused = true)]
async fn case_74_an_error_after_a_hard_invalidation() {
    for (config, purge, line) in [
        (MINUTE, false, "500 EXPIRED body 2"),
        (MINUTE.stale_if_error(60), false, "200 SIE body 1"),
        (MINUTE.stale_if_error(60), true, "500 MISS body 2"),
    ] {
        let cache = TestCache::new(&config);
        cache.get().await;
        cache.respond_with(500);
        if purge {
            cache.engine.purge(&[Tag::path("/a")]);
        } else {
            cache
                .engine
                .invalidate([Tag::path("/a")], Invalidation::Hard);
        }
        assert_eq!(cache.get().await, line);
        if line.contains("SIE") {
            cache.advance(59.0);
            assert_eq!(cache.get().await, line);
            settle().await;
            cache.advance(60.0);
            assert!(cache.get().await.starts_with("500 EXPIRED"));
        }
    }
}
