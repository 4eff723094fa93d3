//! Limits: nothing grows without bounds, and nothing is dropped silently.

use super::{MINUTE, TestCache, settle};
use crate::cache::{CacheOptions, OptionsError, tag::Tag, tag_table::Invalidation};
use axum::response::IntoResponse;
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn case_87_the_size_stays_below_the_limit_after_each_response() {
    const CAP: usize = 1 << 20;
    let cache = TestCache::with(&MINUTE, |options| options.max_bytes(CAP).max_entry(CAP / 4));
    cache.set_handler(|run| async move { vec![b'x'; run * 7_919 % (CAP / 4)].into_response() });
    let mut requests = 0;
    let mut bytes = 0;
    while bytes < 2 * CAP {
        requests += 1;
        let response = cache.get_at(&format!("/{requests}")).await;
        bytes += response.line.len();
        assert!(
            cache.engine.store.bytes() <= CAP,
            "{}",
            cache.engine.store.bytes()
        );
    }
    assert!(cache.engine.store.bytes() > CAP / 2, "the limit is used");
}

#[tokio::test(start_paused = true)]
async fn case_88_empty_responses_are_bounded_by_count() {
    const CAP: usize = 1 << 20;
    let cache = TestCache::with(&MINUTE, |options| options.max_bytes(CAP).max_entry(CAP / 8));
    cache.set_handler(|_| async { axum::http::StatusCode::NOT_FOUND.into_response() });
    for slug in 0..20_000 {
        cache.get_at(&format!("/{slug}")).await;
    }
    assert!(cache.engine.store.bytes() <= CAP);
    assert!(cache.engine.store.count() <= CAP / 256);
    assert!(cache.engine.store.count() > 100);
}

#[test]
fn case_90_contradictory_limits_are_an_error_at_start_up() {
    let error = CacheOptions::new()
        .max_bytes(1 << 20)
        .max_entry(1 << 20)
        .check();
    let Err(OptionsError::EntryTooLarge { .. }) = error else {
        panic!("{error:?}");
    };
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("raise max_bytes to 2097152")
    );
    assert_eq!(
        CacheOptions::new().queue(0).check(),
        Err(OptionsError::Zero("queue"))
    );
    assert_eq!(
        CacheOptions::new().regen_timeout(Duration::ZERO).check(),
        Err(OptionsError::Zero("regen_timeout"))
    );
    assert_eq!(
        CacheOptions::new().lock_wait(Duration::ZERO).check(),
        Err(OptionsError::Zero("lock_wait"))
    );
    assert_eq!(CacheOptions::new().check(), Ok(()));
    assert_eq!(
        CacheOptions::new()
            .max_bytes(2 << 20)
            .max_entry(1 << 20)
            .check(),
        Ok(())
    );
}

#[tokio::test(start_paused = true)]
async fn case_90_a_response_of_max_entry_is_stored() {
    for (cap, entry) in [(1 << 20, 1 << 18), (1 << 20, 1 << 19), (3 << 20, 1 << 20)] {
        let cache = TestCache::with(&MINUTE, |options| options.max_bytes(cap).max_entry(entry));
        cache.set_handler(move |_| async move { vec![b'x'; entry].into_response() });
        for path in ["/a", "/b", "/c"] {
            cache.get_at(path).await;
            let again = cache.get_at(path).await.line;
            assert!(again.starts_with("200 HIT"), "{cap} {entry}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn case_91_a_scan_does_not_evict_hot_keys() {
    const CAP: usize = 1 << 20;
    let cache = TestCache::with(&MINUTE, |options| {
        options.max_bytes(CAP).max_entry(CAP / 16)
    });
    let hot: Vec<String> = (0..200).map(|slug| format!("/hot{slug}")).collect();
    for _ in 0..3 {
        for path in &hot {
            cache.get_at(path).await;
        }
    }
    let mut hits = 0;
    let mut requests = 0;
    for slug in 0..40_000 {
        cache.get_at(&format!("/{slug}")).await;
        if slug % 4 == 0 {
            requests += 1;
            let response = cache.get_at(&hot[slug / 4 % hot.len()]).await;
            hits += usize::from(response.line.contains("HIT"));
        }
    }
    assert!(hits * 100 >= requests * 95, "{hits} of {requests}");
}

#[tokio::test(start_paused = true)]
async fn case_111_revalidations_of_a_burst_are_spread() {
    let cache = TestCache::with(&MINUTE, |options| options.background(4).queue(64));
    for slug in 0..10_000 {
        cache.get_at(&format!("/{slug}")).await;
    }
    let ages: Vec<f64> = (0..10_000)
        .filter_map(|_| {
            cache
                .engine
                .revalidation_age(Some(Duration::from_secs(60)), cache.clock.now())
        })
        .map(|age| age.as_secs_f64())
        .collect();
    let least = ages.iter().copied().fold(f64::MAX, f64::min);
    let most = ages.iter().copied().fold(0.0, f64::max);
    assert!(least < 57.1 && most > 62.9, "{least} {most}");
    cache.gate();
    cache.advance(64.0);
    let runs = cache.runs();
    for slug in 0..10_000 {
        let line = cache.get_at(&format!("/{slug}")).await.line;
        assert!(line.contains("STALE") || line.contains("MISS"), "{line}");
    }
    settle().await;
    assert!(cache.runs() - runs <= 4 + 64);
    assert!(cache.engine.flights.len() <= 4 + 64);
}

#[tokio::test(start_paused = true)]
async fn case_111_a_waiting_request_does_not_wait_for_the_queue() {
    let config = MINUTE.cache_expire(60);
    let cache = TestCache::with(&config.cache_tags(&["t"]), |options| {
        options.background(1).queue(8)
    });
    cache.get_at("/a").await;
    cache.get_at("/b").await;
    let soft = Invalidation::Soft { deadline: None };
    cache.engine.invalidate([Tag::user("t").unwrap()], soft);
    let gate = cache.gate();
    assert_eq!(cache.get_at("/a").await.line, "200 STALE body 1");
    settle().await;
    for _ in 0..3 {
        assert_eq!(cache.get_at("/b").await.line, "200 STALE body 2");
    }
    settle().await;
    assert_eq!(cache.runs(), 3, "one runs, the other waits for its turn");
    cache
        .engine
        .invalidate([Tag::path("/b")], Invalidation::Hard);
    let urgent = cache.start("/b");
    settle().await;
    assert_eq!(cache.runs(), 4);
    gate.add_permits(9);
    assert!(urgent.await.unwrap().line.starts_with("200 EXPIRED"));
    settle().await;
    assert_eq!(
        cache.runs(),
        4,
        "the queued revalidation is not needed any more"
    );
}
