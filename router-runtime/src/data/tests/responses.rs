//! Data that a cached response depends on.

use super::*;
use crate::cache::Dependencies;

#[tokio::test(start_paused = true)]
async fn a_response_is_not_made_of_stale_data() {
    let cache = TestCache::new();
    let options = DataOptions::new().revalidate(60).tags(["a"]);
    assert_eq!(cache.count(options.clone()).await, 1);
    cache.advance(60);
    let dependencies = Dependencies::default();
    let engine = Arc::clone(&cache.data.engine);
    let cache = TestCache {
        data: DataCache::new(engine, None, Some(dependencies)),
        ..cache
    };
    assert_eq!(cache.count(options.clone()).await, 2, "a response waits");
    cache.handle.revalidate_tag("a").await.unwrap();
    assert_eq!(cache.count(options.clone()).await, 3);
    cache.handle.revalidate_tag("a").await.unwrap();
    assert_eq!(
        cache.fail(options).await.unwrap(),
        3,
        "stale data is better than none"
    );
    assert_eq!(cache.runs(), 4);
}

/// Other callers may use stale data. A response made of it would be newer than the invalidation, and never be regenerated.
#[tokio::test(start_paused = true)]
async fn a_response_does_not_use_a_run_from_before_a_soft_invalidation() {
    let cache = TestCache::new();
    let gate = Arc::new(Semaphore::new(0));
    let options = DataOptions::new().tags(["a"]);
    let before = cache.start(options.clone(), &gate);
    settle().await;
    cache.handle.revalidate_tag("a").await.unwrap();
    let engine = Arc::clone(&cache.data.engine);
    let (for_all, cache) = (
        cache.data.clone(),
        TestCache {
            data: DataCache::new(engine, None, Some(Dependencies::default())),
            ..cache
        },
    );
    let response = cache.start(options.clone(), &gate);
    let other = TestCache {
        data: for_all,
        handle: cache.handle.clone(),
        clock: cache.clock.clone(),
        runs: Arc::clone(&cache.runs),
    }
    .start(options, &gate);
    settle().await;
    gate.add_permits(2);
    assert_eq!(before.await.unwrap().unwrap(), 1);
    assert_eq!(other.await.unwrap().unwrap(), 1, "other callers may use it");
    assert_eq!(response.await.unwrap().unwrap(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_response_is_fresh_no_longer_than_its_data_may_be_used() {
    let dependencies = Dependencies::default();
    let cache = TestCache::new();
    let engine = Arc::clone(&cache.data.engine);
    let cache = TestCache {
        data: DataCache::new(engine, None, Some(dependencies.clone())),
        ..cache
    };
    cache.count(DataOptions::new().expire(30)).await;
    let policy = Arc::new(DataOptions::new().policy().unwrap());
    let lifetime = &dependencies.apply(&policy).lifetime;
    assert_eq!(lifetime.revalidate, Some(Duration::from_secs(30)));
}
