//! Leaders, waiters, and the entries that remain.

use super::{MINUTE, TestCache, settle};
use crate::cache::{tag::Tag, tag_table::Invalidation};
use axum::{http::header::SET_COOKIE, response::IntoResponse};

#[tokio::test(start_paused = true)]
async fn case_51_concurrent_requests_for_a_cold_key_share_one_run() {
    let cache = TestCache::new(&MINUTE);
    let gate = cache.gate();
    let requests: Vec<_> = (0..10_000).map(|_| cache.start("/a")).collect();
    settle().await;
    gate.add_permits(1);
    let mut collapsed = 0;
    for request in requests {
        let line = request.await.unwrap().line;
        collapsed += usize::from(line == "200 MISS+ body 1");
        assert!(line.ends_with("body 1"), "{line}");
    }
    assert_eq!((cache.runs(), collapsed), (1, 9_999));
}

#[tokio::test(start_paused = true)]
async fn case_52_a_client_that_disconnects_does_not_stop_the_run() {
    let cache = TestCache::new(&MINUTE);
    let gate = cache.gate();
    let leader = cache.start("/a");
    settle().await;
    let waiter = cache.start("/a");
    settle().await;
    leader.abort();
    settle().await;
    gate.add_permits(1);
    assert_eq!(waiter.await.unwrap().line, "200 MISS+ body 1");
    assert_eq!(cache.runs(), 1);
}

#[tokio::test(start_paused = true)]
async fn case_53_a_thousand_stale_requests_start_one_run_and_none_waits() {
    let cache = TestCache::new(&MINUTE);
    cache.get().await;
    cache.advance(60.0);
    let gate = cache.gate();
    for _ in 0..1_000 {
        // The gate is closed: a response means that the request did not wait.
        assert_eq!(cache.get().await, "200 STALE body 1");
    }
    gate.add_permits(1);
    settle().await;
    assert_eq!(cache.runs(), 2);
}

#[tokio::test(start_paused = true)]
async fn case_54_requests_of_an_uncacheable_key_run_in_parallel() {
    let cache = TestCache::new(&MINUTE);
    cache.set_handler(|run| async move {
        ([(SET_COOKIE, "a=1")], format!("body {run}")).into_response()
    });
    assert_eq!(cache.get().await, "200 MISS body 1");
    let gate = cache.gate();
    let requests: Vec<_> = (0..100).map(|_| cache.start("/a")).collect();
    settle().await;
    assert_eq!(cache.runs(), 101, "all run at the same time");
    gate.add_permits(100);
    for request in requests {
        request.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn case_55_a_storable_response_ends_the_uncacheable_mark() {
    let cache = TestCache::new(&MINUTE);
    cache.set_handler(|run| async move {
        ([(SET_COOKIE, "a=1")], format!("body {run}")).into_response()
    });
    cache.get().await;
    assert_eq!(cache.get().await, "200 BYPASS body 2");
    cache.set_handler(|run| async move { format!("body {run}").into_response() });
    cache.get().await;
    assert_eq!(cache.get().await, "200 HIT body 3");
}

#[tokio::test(start_paused = true)]
async fn case_56_errors_and_timeouts_do_not_make_a_key_uncacheable() {
    let cache = TestCache::new(&MINUTE);
    for status in [500, 503, 429] {
        cache.respond_with(status);
        cache.get().await;
        assert_eq!(cache.engine.store.count(), 0, "{status}");
    }
    cache.gate();
    let hung = cache.start("/a");
    settle().await;
    cache.advance(30.0);
    hung.await.unwrap();
    assert_eq!(cache.engine.store.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn case_60_a_response_from_before_a_hard_invalidation_is_never_a_hit() {
    let cache = TestCache::new(&MINUTE);
    let gate = cache.gate();
    let before = cache.start("/a");
    settle().await;
    cache
        .engine
        .invalidate([Tag::path("/a")], Invalidation::Hard);
    gate.add_permits(1);
    assert_eq!(before.await.unwrap().line, "200 MISS body 1");
    gate.add_permits(1);
    assert_eq!(cache.get().await, "200 MISS body 2");
    assert_eq!(cache.get().await, "200 HIT body 2");
}

#[tokio::test(start_paused = true)]
async fn case_61_and_63_a_request_after_the_invalidation_does_not_join_and_the_newer_response_remains()
 {
    let cache = TestCache::new(&MINUTE);
    let old = cache.gate();
    let before = cache.start("/a");
    settle().await;
    cache
        .engine
        .invalidate([Tag::path("/a")], Invalidation::Hard);
    let new = cache.gate();
    let after = cache.start("/a");
    settle().await;
    assert_eq!(cache.runs(), 2);
    // The newer flight ends first.
    new.add_permits(1);
    assert_eq!(after.await.unwrap().line, "200 MISS body 2");
    old.add_permits(1);
    assert_eq!(before.await.unwrap().line, "200 MISS body 1");
    assert_eq!(cache.get().await, "200 HIT body 2");
}

#[tokio::test(start_paused = true)]
async fn case_61_a_third_flight_waits_for_its_turn() {
    let cache = TestCache::new(&MINUTE);
    let gate = cache.gate();
    let mut requests = Vec::new();
    for _ in 0..3 {
        requests.push(cache.start("/a"));
        settle().await;
        cache
            .engine
            .invalidate([Tag::path("/a")], Invalidation::Hard);
    }
    assert_eq!((cache.runs(), cache.engine.flights.len()), (2, 2));
    gate.add_permits(3);
    for (request, body) in requests.into_iter().zip(1..) {
        let line = request.await.unwrap().line;
        assert!(line.ends_with(&format!("body {body}")), "{line}");
    }
}

#[tokio::test(start_paused = true)]
async fn case_62_a_response_is_stale_after_a_soft_invalidation_during_its_flight() {
    let cache = TestCache::new(&MINUTE.cache_tags(&["t"]));
    let gate = cache.gate();
    let before = cache.start("/a");
    settle().await;
    let soft = Invalidation::Soft { deadline: None };
    cache.engine.invalidate([Tag::user("t").unwrap()], soft);
    gate.add_permits(1);
    before.await.unwrap();
    gate.add_permits(9);
    assert_eq!(cache.get().await, "200 STALE body 1");
    settle().await;
    assert_eq!(cache.get().await, "200 HIT body 2");
    assert_eq!(cache.runs(), 2);
}
