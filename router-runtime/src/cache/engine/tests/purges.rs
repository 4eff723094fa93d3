//! Purges among many entries.

use super::*;
use crate::{
    cache::{effect::Effect, tag::Tag},
    matching::{Matcher, Segment, TrailingSlash},
};

const TAGGED: RouteConfigBuilder = MINUTE.cache_tags(&["t"]);
const ENTRIES: usize = 5_000;

/// Creates a cache with many entries of two routes, which carry a tag, and of the same number without it.
async fn full_caches() -> (TestCache, TestCache) {
    let tagged = TestCache::with(&TAGGED, |options| options.max_bytes(64 << 20));
    let other = TestCache::with(&MINUTE, |options| options.max_bytes(64 << 20));
    for id in 0..ENTRIES {
        tagged.get_at(&format!("/{id}")).await;
        other.get_at(&format!("/{id}")).await;
    }
    (tagged, other)
}

#[tokio::test(start_paused = true)]
async fn a_purge_of_many_entries_lets_other_tasks_run() {
    let (tagged, other) = full_caches().await;
    assert_eq!(tagged.engine.store.count(), ENTRIES);
    for cache in [&tagged, &other] {
        let removal = cache.engine.purge(&[Tag::user("t").unwrap()]).unwrap();
        let mut turns = 0;
        while !removal.is_finished() {
            turns += 1;
            tokio::task::yield_now().await;
        }
        assert!(turns > ENTRIES / 1024, "{turns}");
    }
    assert_eq!(tagged.engine.store.count(), 0);
    assert_eq!(tagged.engine.store.bytes(), 0);
    assert_eq!(other.engine.store.count(), ENTRIES);
}

#[tokio::test(start_paused = true)]
async fn what_is_stored_during_a_purge_remains() {
    let (cache, _) = full_caches().await;
    let removal = cache.engine.purge(&[Tag::user("t").unwrap()]).unwrap();
    for id in 0..100 {
        let line = cache.get_at(&format!("/{id}")).await.line;
        assert!(!line.contains("HIT"), "{line}");
    }
    removal.await.unwrap();
    assert_eq!(cache.engine.store.count(), 100);
    for id in 0..100 {
        assert!(cache.get_at(&format!("/{id}")).await.line.contains("HIT"));
    }
}

#[tokio::test(start_paused = true)]
async fn purges_at_the_same_time_share_a_sweep() {
    let (cache, _) = full_caches().await;
    let tag = |name: &str| [Tag::user(name).unwrap()];
    let first = cache.engine.purge(&tag("other")).unwrap();
    tokio::task::yield_now().await;
    let [second, third] = ["t", "third"].map(|name| cache.engine.purge(&tag(name)).unwrap());
    first.await.unwrap();
    second.await.unwrap();
    assert!(third.is_finished());
    assert_eq!(cache.engine.store.count(), 0);
}

#[test]
fn a_purge_without_a_runtime_removes_at_once() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let cache = TestCache::new(&TAGGED);
    runtime.block_on(cache.get());
    assert!(cache.engine.purge(&[Tag::user("t").unwrap()]).is_none());
    assert_eq!(cache.engine.store.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_purge_of_a_path_removes_its_entries_at_once() {
    const VARIED: RouteConfigBuilder = MINUTE.cache_vary(&["accept-language"]);
    for knows_routes in [false, true] {
        let cache = TestCache::new(&VARIED);
        if knows_routes {
            let patterns = ["/[slug]", "/other/[slug]"];
            let segments: [Vec<Segment>; 2] = patterns.map(|it| Segment::parse(it).collect());
            let segments = segments.map(|it| &*it.leak());
            let matcher = Arc::new(Matcher::new(&segments, TrailingSlash::Ignore));
            cache.engine.set_matcher(&matcher);
        }
        for language in ["de", "en"] {
            let cache = cache.in_language(language);
            cache.get_at("/a").await;
            cache.get_at("/b").await;
            cache.other_route().get_at("/other/a").await;
        }
        assert_eq!(cache.engine.store.count(), 6);
        for (path, rest) in [
            ("/a", 4),
            ("/none", 4),
            ("/none/at/all", 4),
            ("/other/a", 2),
        ] {
            assert!(
                cache
                    .engine
                    .apply_here(&[Tag::path(path)], Effect::Purge)
                    .is_none()
            );
            assert_eq!(cache.engine.store.count(), rest, "{path} {knows_routes}");
        }
        let line = cache.in_language("de").get_at("/b").await.line;
        assert!(line.contains("HIT"), "{line}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_purge_of_a_long_path_looks_at_no_other_entry() {
    let cache = TestCache::new(&MINUTE);
    let paths = ["a", "b"].map(|letter| format!("/{}", letter.repeat(100)));
    for path in &paths {
        cache.get_at(path).await;
    }
    let accepted = cache.engine.purge_path(&paths[0]).unwrap();
    assert_eq!(cache.engine.store.count(), 1);
    accepted.await.unwrap();
    assert!(cache.get_at(&paths[1]).await.line.contains("HIT"));
    assert!(cache.engine.purge_path("no path").is_err());
}

#[tokio::test(start_paused = true)]
async fn a_long_path_is_purged_by_its_tag() {
    let cache = TestCache::new(&MINUTE);
    let path = format!("/{}", "a".repeat(100));
    cache.get_at(&path).await;
    let removal = cache.engine.purge(&[Tag::path(&path)]);
    removal.unwrap().await.unwrap();
    assert_eq!(cache.engine.store.count(), 0);
}
