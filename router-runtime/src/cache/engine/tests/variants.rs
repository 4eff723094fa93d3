//! Variants: their limits, and the table of those that are stored.

use super::{MINUTE, TestCache, settle};
use crate::{
    cache::{tag::Tag, tag_table::Invalidation},
    config::builder::RouteConfigBuilder,
};
use axum::response::IntoResponse;
use std::sync::Arc;

const VARIED: RouteConfigBuilder = MINUTE
    .cache_query(&["page"])
    .cache_vary(&["accept-language"])
    .cache_tags(&["t"]);

/// Returns the number of variants in the table, which are those in the store.
fn variants(cache: &TestCache) -> usize {
    let [in_store, in_table] = cache.engine.store.variants();
    assert_eq!(in_store, in_table);
    in_table.len()
}

/// Requests a path in 16 languages, as many as it may have.
async fn get_in_16_languages(cache: &TestCache, path: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for language in 0..16 {
        let cache = cache.in_language(format!("x-{language}"));
        lines.push(cache.get_at(path).await.line);
    }
    lines
}

#[tokio::test(start_paused = true)]
async fn case_15_invented_variants_do_not_replace_those_in_use() {
    let cache = TestCache::new(&VARIED);
    for language in 0..15 {
        cache
            .in_language(format!("x-{language}"))
            .get_at("/a")
            .await;
    }
    // More pages than are looked at to find out what is in use.
    for page in 0..1_000 {
        cache.get_at(&format!("/a?page={page}")).await;
    }
    for page in 100..200 {
        cache.get_at(&format!("/a?page={page}")).await;
    }
    for invented in 0..40 {
        let cache = cache.in_language(format!("x-invented-{invented}"));
        cache.get_at("/a").await;
    }
    assert_eq!(variants(&cache), 1_000 + 15);
    for page in 0..1_000 {
        let again = cache.get_at(&format!("/a?page={page}")).await.line;
        assert!(again.contains("HIT"), "{page} {again}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_evicted_variant_is_removed_from_the_table() {
    const CAP: usize = 1 << 20;
    let cache = TestCache::with(&VARIED, |options| {
        options.max_bytes(CAP).max_entry(CAP / 16)
    });
    let scan = async |slugs: std::ops::Range<usize>| {
        for slug in slugs {
            cache.get_at(&format!("/{slug}")).await;
        }
    };
    // Entries that were stored before the store was full are not the first to be evicted.
    scan(0..4_000).await;
    get_in_16_languages(&cache, "/a").await;
    scan(4_000..10_000).await;
    assert_eq!(variants(&cache), cache.engine.store.count());
    for line in get_in_16_languages(&cache, "/a").await {
        assert!(line.contains("MISS"), "{line}");
    }
    assert_eq!(variants(&cache), cache.engine.store.count());
}

#[tokio::test(start_paused = true)]
async fn a_purged_variant_makes_room_for_another() {
    let cache = TestCache::new(&VARIED);
    get_in_16_languages(&cache, "/a").await;
    assert_eq!(variants(&cache), 16);
    let removal = cache.engine.purge(&[Tag::user("t").unwrap()]);
    removal.unwrap().await.unwrap();
    assert_eq!(variants(&cache), 0);
    cache.in_language("x-16").get_at("/a").await;
    get_in_16_languages(&cache, "/a?page=1").await;
    assert_eq!(variants(&cache), 16, "the least used of 17 is gone");
}

#[tokio::test(start_paused = true)]
async fn a_variant_that_was_not_stored_takes_no_room() {
    let cache = TestCache::new(&VARIED);
    let tag = Tag::user("t").unwrap();
    // Invalidated while it is generated.
    let engine = Arc::downgrade(&cache.engine);
    cache.set_handler(move |_| {
        let engine = engine.upgrade().unwrap();
        engine.invalidate([tag.clone()], Invalidation::Hard);
        async { "old".into_response() }
    });
    get_in_16_languages(&cache, "/a").await;
    assert_eq!(variants(&cache), 0);
    cache.respond_with(200);
    get_in_16_languages(&cache, "/a").await;
    for line in get_in_16_languages(&cache, "/a").await {
        assert!(line.contains("HIT"), "{line}");
    }
    assert_eq!(variants(&cache), 16);
}

#[tokio::test(start_paused = true)]
async fn a_variant_without_a_flight_takes_no_room() {
    let cache = TestCache::with(&VARIED, |options| options.max_flights(1));
    let gate = cache.gate();
    let other = cache.start("/other");
    settle().await;
    cache.respond_with(200);
    for line in get_in_16_languages(&cache, "/a").await {
        assert!(line.contains("BYPASS"), "{line}");
    }
    assert_eq!(variants(&cache), 0);
    gate.add_permits(1);
    other.await.unwrap();
    assert_eq!(variants(&cache), 1);
}

#[tokio::test(start_paused = true)]
async fn a_run_of_a_key_that_is_too_long_ends_with_its_request() {
    let cache = TestCache::with(&VARIED, |options| options.max_flights(1));
    let gate = cache.gate();
    let waiting: Vec<_> = (0..3)
        .map(|number| {
            cache
                .in_language(format!("x-{number}").repeat(100))
                .start("/a")
        })
        .collect();
    settle().await;
    assert_eq!(cache.runs(), 3);
    assert_eq!(cache.engine.flights.len(), 0);
    for request in waiting {
        request.abort();
        assert!(request.await.is_err());
    }
    assert_eq!(
        Arc::strong_count(&gate),
        2,
        "only this test and the handler hold it"
    );
    assert_eq!(variants(&cache), 0);
}
