use super::*;
use crate::cache::{Cache, CacheOptions, Clock, Engine, RevalidateError};
use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Semaphore, task::JoinHandle};

mod failures;
mod responses;

/// A data cache with its clock, and the number of runs of its futures.
struct TestCache {
    data: DataCache,
    handle: Cache,
    clock: Clock,
    runs: Arc<AtomicUsize>,
}

impl TestCache {
    fn new() -> Self {
        Self::with(|options| options)
    }

    fn with(limits: impl FnOnce(CacheOptions) -> CacheOptions) -> Self {
        let clock = Clock::new();
        let options = limits(CacheOptions::new().clock(clock.clone()));
        let engine = Arc::new(Engine::new(options, Vec::new()));
        Self {
            handle: Cache::new(Arc::clone(&engine)),
            data: DataCache::new(engine, None, None),
            clock,
            runs: Arc::default(),
        }
    }

    fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }

    /// Looks up the number of the run that generated it.
    async fn count(&self, options: DataOptions) -> usize {
        let runs = Arc::clone(&self.runs);
        let make = async move { Ok::<_, Infallible>(runs.fetch_add(1, Ordering::SeqCst) + 1) };
        self.data.cached("count", options, make).await.unwrap()
    }

    /// Looks up the same key, with a future that fails.
    async fn fail(&self, options: DataOptions) -> Result<usize, DataError> {
        let runs = Arc::clone(&self.runs);
        let make = async move {
            runs.fetch_add(1, Ordering::SeqCst);
            Err(io::Error::other("the bank is closed"))
        };
        self.data.cached("count", options, make).await
    }

    /// Looks up the same key in a task, with a future that waits at the gate.
    fn start(
        &self,
        options: DataOptions,
        gate: &Arc<Semaphore>,
    ) -> JoinHandle<Result<usize, DataError>> {
        let (data, runs, gate) = (self.data.clone(), Arc::clone(&self.runs), Arc::clone(gate));
        tokio::spawn(async move {
            let make = async move {
                let run = runs.fetch_add(1, Ordering::SeqCst) + 1;
                gate.acquire().await?.forget();
                Ok::<_, tokio::sync::AcquireError>(run)
            };
            data.cached("count", options, make).await
        })
    }

    fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

/// Waits until all other tasks are blocked: paused time advances only then.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(1)).await;
}

#[tokio::test(start_paused = true)]
async fn a_value_is_used_until_a_tag_is_invalidated() {
    let cache = TestCache::new();
    let options = DataOptions::new().tags(["a", "b"]);
    for _ in 0..3 {
        assert_eq!(cache.count(options.clone()).await, 1);
    }
    cache.advance(10 * 365 * 86_400);
    assert_eq!(cache.count(options.clone()).await, 1, "forever");
    cache.handle.update_tag("other").await.unwrap();
    assert_eq!(cache.count(options.clone()).await, 1);
    cache.handle.update_tag("b").await.unwrap();
    assert_eq!(cache.count(options.clone()).await, 2);
    cache.handle.purge_tag("a").await.unwrap();
    assert_eq!(cache.count(options).await, 3);
}

#[tokio::test(start_paused = true)]
async fn a_stale_value_is_used_while_a_new_one_is_generated() {
    let cache = TestCache::new();
    let options = DataOptions::new().revalidate(60).expire(100).tags(["a"]);
    assert_eq!(cache.count(options.clone()).await, 1);
    cache.advance(59);
    assert_eq!((cache.count(options.clone()).await, cache.runs()), (1, 1));
    cache.advance(1);
    assert_eq!(cache.count(options.clone()).await, 1, "stale");
    settle().await;
    assert_eq!((cache.count(options.clone()).await, cache.runs()), (2, 2));
    let max = cache.handle.revalidate_tag("a").await;
    assert_eq!(
        (max, cache.count(options.clone()).await),
        (Ok(()), 2),
        "soft"
    );
    settle().await;
    assert_eq!(cache.count(options.clone()).await, 3);
    cache.advance(100);
    assert_eq!(cache.count(options).await, 4, "expired: the caller waits");
}

#[tokio::test(start_paused = true)]
async fn data_with_a_period_of_0_is_not_stored() {
    let cache = TestCache::new();
    for run in 1..4 {
        assert_eq!(cache.count(DataOptions::new().revalidate(0)).await, run);
    }
}

#[tokio::test(start_paused = true)]
async fn keys_are_compared_as_a_whole_and_with_the_type_of_the_value() {
    let cache = TestCache::new();
    let data = &cache.data;
    macro_rules! make {
        ($key:expr, $value:expr) => {
            data.cached($key, DataOptions::new(), async {
                Ok::<_, Infallible>($value)
            })
            .await
            .unwrap()
        };
    }
    // Joined as text, some of these keys would be equal.
    assert_eq!(make!("a,b", 1), 1);
    assert_eq!(make!(("a", "b"), 2), 2);
    assert_eq!(make!(("a,b", ""), 3), 3);
    assert_eq!(make!("1", 4), 4);
    assert_eq!(make!(1, 5), 5);
    assert_eq!(make!(BTreeMap::from([("a", "b")]), 6), 6);
    assert_eq!(
        make!(String::from("a,b"), 7),
        1,
        "owned and borrowed keys are equal"
    );
    assert_eq!(make!("a,b", "text".to_owned()), "text", "another type");
    assert_eq!(make!("a,b", 8), 1);
}

#[tokio::test(start_paused = true)]
async fn keys_and_values_that_are_not_json_are_preserved() {
    let cache = TestCache::new();
    let options = DataOptions::new;
    let keys = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.0];
    for (index, key) in keys.into_iter().enumerate() {
        let make = async move { Ok::<_, Infallible>(index) };
        let value = cache.data.cached(key, options(), make).await.unwrap();
        assert_eq!(value, index, "{key}");
    }
    let value = vec![Some(1.0), Some(f32::INFINITY), None];
    let map = HashMap::from([((1_u8, 2_u8), 3_u32)]);
    for _ in 0..2 {
        let (value, map) = (value.clone(), map.clone());
        let (expected, key) = ((value.clone(), map.clone()), map.clone());
        let make = async move { Ok::<_, Infallible>((value, map)) };
        let cached = cache.data.cached(key, options(), make).await.unwrap();
        assert_eq!(cached, expected);
    }
    for nested in [None, Some(None), Some(Some(1))] {
        let make = async move { Ok::<_, Infallible>(nested) };
        let value = cache.data.cached(("nested", nested), options(), make).await;
        assert_eq!(value.unwrap(), nested);
    }
}

/// Writes a number and reads a text.
#[derive(Debug)]
struct Asymmetric;
impl serde::Serialize for Asymmetric {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u8(1)
    }
}
impl<'d> serde::Deserialize<'d> for Asymmetric {
    fn deserialize<D: serde::Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|_| Self)
    }
}

#[tokio::test(start_paused = true)]
async fn keys_and_values_that_serde_refuses_are_errors() {
    let cache = TestCache::new();
    let none = async { Ok::<_, Infallible>(()) };
    let long = "é".repeat(4096);
    let error = cache
        .data
        .cached(long, DataOptions::new(), none)
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), DataErrorKind::Key(_)), "{error}");
    assert!(error.to_string().len() < 400, "{error}");
    for runs in 1..3 {
        let counter = Arc::clone(&cache.runs);
        let make = async move {
            counter.fetch_add(1, Ordering::SeqCst);
            Ok::<_, Infallible>(Asymmetric)
        };
        let error = cache
            .data
            .cached("k", DataOptions::new(), make)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "no data for the key \"k\": expected a value that serde can write and read again: invalid type: integer `1`, \
             expected a string"
        );
        assert_eq!(cache.runs(), runs, "it is not stored");
    }
}

#[tokio::test(start_paused = true)]
async fn too_many_or_too_long_tags_are_errors_before_anything_runs() {
    let cache = TestCache::new();
    let many = DataOptions::new().tags((0..129).map(|tag| tag.to_string()));
    let long = DataOptions::new().tags(["x".repeat(257)]);
    for options in [many, long] {
        let error = cache.fail(options).await.unwrap_err();
        assert!(matches!(error.kind(), DataErrorKind::Tag(_)), "{error}");
    }
    assert_eq!(cache.runs(), 0);
    assert_eq!(
        cache
            .count(DataOptions::new().tags((0..128).map(|tag| tag.to_string())))
            .await,
        1
    );
}

#[tokio::test(start_paused = true)]
async fn concurrent_callers_share_one_run_and_the_first_may_disconnect() {
    let cache = TestCache::new();
    let gate = Arc::new(Semaphore::new(0));
    let first = cache.start(DataOptions::new(), &gate);
    settle().await;
    let others: Vec<_> = (0..100)
        .map(|_| cache.start(DataOptions::new(), &gate))
        .collect();
    settle().await;
    first.abort();
    gate.add_permits(1);
    for other in others {
        assert_eq!(other.await.unwrap().unwrap(), 1);
    }
    assert_eq!(cache.runs(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_invalidation_during_a_run_is_not_lost() {
    let cache = TestCache::new();
    let gate = Arc::new(Semaphore::new(0));
    let options = DataOptions::new().tags(["a"]);
    let before = cache.start(options.clone(), &gate);
    settle().await;
    cache.handle.update_tag("a").await.unwrap();
    let after = cache.start(options.clone(), &gate);
    // Without the tag, the caller joins the older flight, and must notice that the value is outdated.
    let untagged = cache.start(DataOptions::new(), &gate);
    settle().await;
    assert_eq!(cache.runs(), 2, "later callers do not join");
    gate.add_permits(2);
    assert_eq!(before.await.unwrap().unwrap(), 1);
    assert_eq!(after.await.unwrap().unwrap(), 2);
    assert_eq!(untagged.await.unwrap().unwrap(), 2);
    assert_eq!(cache.count(options).await, 2, "the newer value is stored");
}

#[tokio::test(start_paused = true)]
async fn a_value_that_is_too_large_is_not_stored() {
    let cache = TestCache::with(|options| options.max_entry(100));
    for (length, runs) in [(98, 1), (99, 3)] {
        for _ in 0..3 {
            let runs = Arc::clone(&cache.runs);
            let make = async move {
                runs.fetch_add(1, Ordering::SeqCst);
                Ok::<_, Infallible>("x".repeat(length))
            };
            let value = cache
                .data
                .cached(length, DataOptions::new(), make)
                .await
                .unwrap();
            assert_eq!(value.len(), length);
        }
        assert_eq!(cache.runs.swap(0, Ordering::SeqCst), runs);
    }
}

#[tokio::test(start_paused = true)]
async fn data_is_bounded_by_bytes_with_any_keys() {
    let cache = TestCache::with(|options| options.max_bytes(64 << 10).max_entry(4 << 10));
    for key in 0..2_000 {
        let make = async move { Ok::<_, Infallible>(()) };
        cache
            .data
            .cached(key, DataOptions::new(), make)
            .await
            .unwrap();
    }
    let (bytes, count) = cache.data.engine.store_size();
    assert!(bytes <= 64 << 10, "{bytes}");
    // Each takes somewhat more than the size of an entry.
    assert!((64..100).contains(&count), "{count}");
}

#[tokio::test(start_paused = true)]
async fn a_future_must_not_invalidate() {
    let cache = TestCache::new();
    let handle = cache.handle.clone();
    let make = async move { handle.update_tag("a").await };
    let error = cache
        .data
        .cached("k", DataOptions::new(), make)
        .await
        .unwrap_err();
    assert_eq!(
        error.cause::<RevalidateError>(),
        Some(&RevalidateError::InsideCachedHandler)
    );
}

/// Some users write `Duration::MAX` for "no limit".
#[tokio::test(start_paused = true)]
async fn the_maximum_duration_means_no_limit() {
    let cache = TestCache::with(|options| {
        let options = options.clock(Clock::default());
        options
            .regen_timeout(Duration::MAX)
            .lock_wait(Duration::MAX)
    });
    let gate = Arc::new(Semaphore::new(0));
    let first = cache.start(DataOptions::new(), &gate);
    settle().await;
    let second = cache.start(DataOptions::new(), &gate);
    settle().await;
    gate.add_permits(1);
    assert_eq!(first.await.unwrap().unwrap(), 1);
    assert_eq!(second.await.unwrap().unwrap(), 1);
}
