//! Entries that are fresh, stale, expired or invalidated.

use super::{MINUTE, TestCache, settle};
use crate::{
    cache::{tag::Tag, tag_table::Invalidation},
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
};
#[cfg(feature = "second-tier")]
use std::sync::Arc;
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn case_03_the_edge_of_freshness() {
    let cache = TestCache::new(&MINUTE);
    assert_eq!(cache.get().await, "200 MISS body 1");
    cache.advance(59.999);
    assert_eq!(cache.get().await, "200 HIT body 1");
    settle().await;
    assert_eq!(cache.runs(), 1);
    cache.advance(0.001);
    assert_eq!(cache.get().await, "200 STALE body 1");
    settle().await;
    assert_eq!(cache.runs(), 2);
}

#[tokio::test(start_paused = true)]
async fn case_04_a_stale_response_while_a_new_one_is_generated() {
    let cache = TestCache::new(&MINUTE);
    cache.get().await;
    cache.advance(60.0);
    let gate = cache.gate();
    for _ in 0..3 {
        assert_eq!(cache.get().await, "200 STALE body 1");
        settle().await;
    }
    gate.add_permits(1);
    settle().await;
    assert_eq!(cache.get().await, "200 HIT body 2");
    assert_eq!(cache.runs(), 2);
}

#[tokio::test(start_paused = true)]
async fn case_05_static_forever() {
    let cache = TestCache::new(&RouteConfigBuilder::new("app/a/route.rs").dynamic("force-static"));
    cache.get().await;
    cache.advance(10.0 * 31_536_000.0);
    assert_eq!(cache.get().await, "200 HIT body 1");
}

#[tokio::test(start_paused = true)]
async fn case_06_past_expire_a_request_waits() {
    let config = RouteConfigBuilder::new("app/a/route.rs")
        .revalidate(RevalidateValue(2).get())
        .cache_expire(10);
    let cache = TestCache::new(&config);
    cache.get().await;
    cache.advance(9.9);
    assert_eq!(cache.get().await, "200 STALE body 1");
    settle().await;
    cache.advance(11.0);
    assert_eq!(cache.get().await, "200 EXPIRED body 3");
}

#[cfg(feature = "second-tier")]
#[tokio::test(start_paused = true)]
async fn an_entry_that_expires_while_it_is_loaded_is_not_fresh() {
    use crate::cache::{engine::job::GenerationJob, key::KeyRef, outcome::Outcome};

    let cache = TestCache::new(&MINUTE.cache_expire(90).cache_tags(&["t"]));
    cache.get().await;
    let policy = cache.engine.policy(0).unwrap();
    let key = KeyRef::of_path(0, "/a", policy).to_key();
    let slot = cache.engine.slot(&key).unwrap();
    let job = GenerationJob::new(key, 0, policy, Arc::new(|_| panic!("it runs")));
    let outcome = || cache.engine.loaded_outcome(&slot, &job);
    assert_eq!(outcome(), Outcome::Hit);
    cache.advance(90.0);
    assert_eq!(outcome(), Outcome::Stale);
    cache.get().await;
    let slot = cache.engine.slot(&job.key).unwrap();
    let outcome = || cache.engine.loaded_outcome(&slot, &job);
    assert_eq!(outcome(), Outcome::Hit);
    let tags = [Tag::user("t").unwrap()];
    cache.engine.invalidate(tags, Invalidation::Hard);
    assert_eq!(outcome(), Outcome::Stale);
}

#[tokio::test(start_paused = true)]
async fn case_64_a_path_is_invalidated() {
    let cache = TestCache::new(&MINUTE);
    cache.get().await;
    cache.get_at("/b").await;
    cache
        .engine
        .invalidate([Tag::path("/a")], Invalidation::Hard);
    assert_eq!(cache.get().await, "200 EXPIRED body 3");
    assert_eq!(cache.get().await, "200 HIT body 3");
    assert_eq!(cache.get_at("/b").await.line, "200 HIT body 2");
}

#[tokio::test(start_paused = true)]
async fn case_67_a_soft_invalidation_of_a_tag() {
    let cache = TestCache::new(&MINUTE.cache_tags(&["t"]));
    cache.get().await;
    let soft = Invalidation::Soft { deadline: None };
    cache.engine.invalidate([Tag::user("t").unwrap()], soft);
    assert_eq!(cache.get().await, "200 STALE body 1");
    settle().await;
    assert_eq!(cache.get().await, "200 HIT body 2");
}

#[tokio::test(start_paused = true)]
async fn case_68_a_soft_invalidation_with_a_deadline() {
    let cache = TestCache::new(&MINUTE.cache_tags(&["t"]));
    cache.get().await;
    cache.get_at("/b").await;
    let deadline = Some(cache.clock.now() + Duration::from_secs(1));
    let soft = Invalidation::Soft { deadline };
    cache.engine.invalidate([Tag::user("t").unwrap()], soft);
    cache.advance(0.5);
    assert_eq!(cache.get().await, "200 STALE body 1");
    settle().await;
    cache.advance(1.0);
    assert_eq!(cache.get_at("/b").await.line, "200 EXPIRED body 4");
    assert_eq!(cache.get().await, "200 HIT body 3");
}

#[tokio::test(start_paused = true)]
async fn case_69_a_hard_invalidation_of_a_stale_response() {
    let cache = TestCache::new(&MINUTE.cache_tags(&["t"]));
    cache.get().await;
    cache.advance(61.0);
    cache
        .engine
        .invalidate([Tag::user("t").unwrap()], Invalidation::Hard);
    assert_eq!(cache.get().await, "200 EXPIRED body 2");
}
