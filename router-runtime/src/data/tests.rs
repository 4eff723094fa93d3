use super::*;
use crate::cache::{CacheOptions, Clock, RevalidateError};
use std::{
    collections::BTreeMap,
    convert::Infallible,
    io,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use tokio::{sync::Semaphore, task::JoinHandle};

/// Data, the cache that it is in, its clock, and how often something was made.
struct House {
    data: DataCache,
    cache: Cache,
    clock: Clock,
    runs: Arc<AtomicUsize>,
}

impl House {
    fn new() -> Self {
        Self::with(|options| options)
    }

    fn with(limits: impl FnOnce(CacheOptions) -> CacheOptions) -> Self {
        let clock = Clock::new();
        let options = limits(CacheOptions::new().clock(clock.clone()));
        let engine = Arc::new(Engine::new(options, Vec::new()));
        Self {
            cache: Cache::new(Arc::clone(&engine)),
            data: DataCache::new(engine, None),
            clock,
            runs: Arc::default(),
        }
    }

    fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }

    /// The number of the run.
    async fn count(&self, keep: DataOptions) -> usize {
        let runs = Arc::clone(&self.runs);
        let make = async move { Ok::<_, Infallible>(runs.fetch_add(1, Ordering::SeqCst) + 1) };
        self.data.cached("count", keep, make).await.unwrap()
    }

    /// An error at every run.
    async fn fail(&self, keep: DataOptions) -> Result<usize, DataError> {
        let runs = Arc::clone(&self.runs);
        let make = async move {
            runs.fetch_add(1, Ordering::SeqCst);
            Err(io::Error::other("the bank is closed"))
        };
        self.data.cached("count", keep, make).await
    }

    /// The number of the run, which ends when the gate is opened.
    fn start(
        &self,
        keep: DataOptions,
        gate: &Arc<Semaphore>,
    ) -> JoinHandle<Result<usize, DataError>> {
        let (data, runs, gate) = (self.data.clone(), Arc::clone(&self.runs), Arc::clone(gate));
        tokio::spawn(async move {
            let make = async move {
                let run = runs.fetch_add(1, Ordering::SeqCst) + 1;
                gate.acquire().await?.forget();
                Ok::<_, tokio::sync::AcquireError>(run)
            };
            data.cached("count", keep, make).await
        })
    }

    fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

/// Gives every task that can go on the time to do so.
async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn one_run_serves_all_until_a_tag_is_invalidated() {
    let house = House::new();
    let keep = DataOptions::new().tags(["a", "b"]);
    for _ in 0..3 {
        assert_eq!(house.count(keep.clone()).await, 1);
    }
    house.advance(10 * 365 * 86_400);
    assert_eq!(house.count(keep.clone()).await, 1, "nothing ends it");
    house.cache.update_tag("other").await.unwrap();
    assert_eq!(house.count(keep.clone()).await, 1);
    house.cache.update_tag("b").await.unwrap();
    assert_eq!(house.count(keep.clone()).await, 2);
    house.cache.purge_tag("a").await.unwrap();
    assert_eq!(house.count(keep).await, 3);
}

#[tokio::test]
async fn what_is_too_old_is_used_once_more_while_it_is_made_anew() {
    let house = House::new();
    let keep = DataOptions::new().revalidate(60).expire(100).tags(["a"]);
    assert_eq!(house.count(keep.clone()).await, 1);
    house.advance(59);
    assert_eq!((house.count(keep.clone()).await, house.runs()), (1, 1));
    house.advance(1);
    assert_eq!(house.count(keep.clone()).await, 1, "stale");
    settle().await;
    assert_eq!((house.count(keep.clone()).await, house.runs()), (2, 2));
    let max = house.cache.revalidate_tag("a").await;
    assert_eq!((max, house.count(keep.clone()).await), (Ok(()), 2), "soft");
    settle().await;
    assert_eq!(house.count(keep.clone()).await, 3);
    house.advance(100);
    assert_eq!(house.count(keep).await, 4, "expired: everybody waits");
}

#[tokio::test]
async fn data_with_a_period_of_0_is_made_for_everybody() {
    let house = House::new();
    for run in 1..4 {
        assert_eq!(house.count(DataOptions::new().revalidate(0)).await, run);
    }
}

#[tokio::test]
async fn keys_are_compared_whole_and_with_the_type_of_the_value() {
    let house = House::new();
    let data = &house.data;
    macro_rules! make {
        ($key:expr, $value:expr) => {
            data.cached($key, DataOptions::new(), async {
                Ok::<_, Infallible>($value)
            })
            .await
            .unwrap()
        };
    }
    // As text, some of these would be one.
    assert_eq!(make!("a,b", 1), 1);
    assert_eq!(make!(("a", "b"), 2), 2);
    assert_eq!(make!(("a,b", ""), 3), 3);
    assert_eq!(make!("1", 4), 4);
    assert_eq!(make!(1, 5), 5);
    assert_eq!(make!(BTreeMap::from([("a", "b")]), 6), 6);
    assert_eq!(
        make!(String::from("a,b"), 7),
        1,
        "owned and borrowed are one"
    );
    assert_eq!(make!("a,b", "text".to_owned()), "text", "another type");
    assert_eq!(make!("a,b", 8), 1);
}

#[tokio::test]
async fn keys_and_values_that_are_no_json_are_refused_with_help() {
    let house = House::new();
    let none = async { Ok::<_, Infallible>(()) };
    let key = BTreeMap::from([((1, 2), 3)]);
    let error = house
        .data
        .cached(key, DataOptions::new(), none)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "no data: a key is written as JSON, in at most 4 KiB, and this one cannot be: key must be a string"
    );
    let none = async { Ok::<_, Infallible>(()) };
    let long = "é".repeat(4096);
    let error = house
        .data
        .cached(long, DataOptions::new(), none)
        .await
        .unwrap_err();
    assert!(matches!(error.problem(), DataErrorKind::Key(_)), "{error}");
    assert!(error.to_string().len() < 400, "{error}");
    let make = async { Ok::<_, Infallible>(BTreeMap::from([((1, 2), 3)])) };
    let error = house
        .data
        .cached("k", DataOptions::new(), make)
        .await
        .unwrap_err();
    assert!(
        matches!(error.problem(), DataErrorKind::Value(_)),
        "{error}"
    );
    let make = async { Ok::<_, Infallible>(f64::NAN) };
    let error = house
        .data
        .cached("k", DataOptions::new(), make)
        .await
        .unwrap_err();
    assert!(
        matches!(error.problem(), DataErrorKind::Value(_)),
        "{error}"
    );
}

#[tokio::test]
async fn too_many_or_too_long_tags_are_refused_before_anything_runs() {
    let house = House::new();
    let many = DataOptions::new().tags((0..129).map(|tag| tag.to_string()));
    let long = DataOptions::new().tags(["x".repeat(257)]);
    for keep in [many, long] {
        let error = house.fail(keep).await.unwrap_err();
        assert!(matches!(error.problem(), DataErrorKind::Tag(_)), "{error}");
    }
    assert_eq!(house.runs(), 0);
    assert_eq!(
        house
            .count(DataOptions::new().tags((0..128).map(|tag| tag.to_string())))
            .await,
        1
    );
}

#[tokio::test]
async fn a_hundred_callers_are_one_run_and_the_first_may_go_away() {
    let house = House::new();
    let gate = Arc::new(Semaphore::new(0));
    let first = house.start(DataOptions::new(), &gate);
    settle().await;
    let others: Vec<_> = (0..100)
        .map(|_| house.start(DataOptions::new(), &gate))
        .collect();
    settle().await;
    first.abort();
    gate.add_permits(1);
    for other in others {
        assert_eq!(other.await.unwrap().unwrap(), 1);
    }
    assert_eq!(house.runs(), 1);
}

#[tokio::test]
async fn an_invalidation_during_a_run_is_not_lost() {
    let house = House::new();
    let gate = Arc::new(Semaphore::new(0));
    let keep = DataOptions::new().tags(["a"]);
    let before = house.start(keep.clone(), &gate);
    settle().await;
    house.cache.update_tag("a").await.unwrap();
    let after = house.start(keep.clone(), &gate);
    // A caller that forgot the tag would join the run that began too early.
    let forgetful = house.start(DataOptions::new(), &gate);
    settle().await;
    assert_eq!(house.runs(), 2, "who comes later does not join");
    gate.add_permits(2);
    assert_eq!(before.await.unwrap().unwrap(), 1);
    assert_eq!(after.await.unwrap().unwrap(), 2);
    assert_eq!(forgetful.await.unwrap().unwrap(), 2);
    assert_eq!(house.count(keep).await, 2, "the later one is kept");
}

#[tokio::test]
async fn an_error_reaches_all_who_wait_and_is_not_kept() {
    let house = House::new();
    let gate = Arc::new(Semaphore::new(0));
    gate.close();
    let waiting: Vec<_> = (0..3)
        .map(|_| house.start(DataOptions::new(), &gate))
        .collect();
    for waiting in waiting {
        let error = waiting.await.unwrap().unwrap_err();
        assert!(error.cause::<tokio::sync::AcquireError>().is_some());
    }
    let error = house.fail(DataOptions::new()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no data for the key \"count\": it could not be made"
    );
    assert_eq!(
        error.cause::<io::Error>().unwrap().to_string(),
        "the bank is closed"
    );
    let runs = house.runs();
    assert_eq!(house.count(DataOptions::new()).await, runs + 1);
}

#[tokio::test]
async fn old_data_stays_while_new_cannot_be_made_and_tries_are_spread() {
    let house = House::new();
    let keep = DataOptions::new().revalidate(2).expire(1_000);
    assert_eq!(house.count(keep.clone()).await, 1);
    let mut tried = Vec::new();
    for second in 2..62 {
        house.advance(if second == 2 { 2 } else { 1 });
        let before = house.runs();
        assert_eq!(house.fail(keep.clone()).await.unwrap(), 1);
        settle().await;
        if house.runs() > before {
            tried.push(second);
        }
    }
    assert!(
        (4..=6).contains(&tried.len()),
        "3, 6, 12, 24 s, ± 20 %: {tried:?}"
    );
    house.advance(1_000);
    let error = house.fail(keep.clone()).await.unwrap_err();
    assert!(
        matches!(error.problem(), DataErrorKind::Failed(_)),
        "expired"
    );
    assert_eq!(house.fail(keep.stale_if_error(60)).await.unwrap(), 1);
}

#[tokio::test]
async fn a_panic_and_a_hung_future_are_failures() {
    let house = House::new();
    let items = house.runs();
    let panics = async move {
        assert_eq!(items, 1, "a bug of the user's");
        Ok::<usize, Infallible>(items)
    };
    let error = house
        .data
        .cached("count", DataOptions::new(), panics)
        .await
        .unwrap_err();
    assert!(
        matches!(error.problem(), DataErrorKind::Panicked),
        "{error}"
    );
    let gate = Arc::new(Semaphore::new(0));
    let hung = house.start(DataOptions::new(), &gate);
    settle().await;
    house.advance(31);
    let error = hung.await.unwrap().unwrap_err();
    assert!(
        matches!(error.problem(), DataErrorKind::TimedOut),
        "{error}"
    );
    let runs = house.runs();
    assert_eq!(house.count(DataOptions::new()).await, runs + 1);
}

#[tokio::test]
async fn who_waits_too_long_makes_it_alone_under_a_cap() {
    let house = House::with(|options| options.max_alone(1));
    let gate = Arc::new(Semaphore::new(0));
    let first = house.start(DataOptions::new(), &gate);
    settle().await;
    let (second, third) = (
        house.start(DataOptions::new(), &gate),
        house.start(DataOptions::new(), &gate),
    );
    settle().await;
    house.advance(11);
    settle().await;
    assert_eq!(house.runs(), 2);
    gate.add_permits(2);
    let mut ends = Vec::new();
    for end in [first, second, third] {
        ends.push(end.await.unwrap().map_err(|error| error.problem().clone()));
    }
    assert!(
        matches!(ends[..], [Ok(1), Ok(2), Err(DataErrorKind::Busy)]),
        "{ends:?}"
    );
}

#[tokio::test]
async fn a_value_that_is_too_large_is_made_for_everybody() {
    let house = House::with(|options| options.max_entry(100));
    for (length, runs) in [(98, 1), (99, 3)] {
        for _ in 0..3 {
            let runs = Arc::clone(&house.runs);
            let make = async move {
                runs.fetch_add(1, Ordering::SeqCst);
                Ok::<_, Infallible>("x".repeat(length))
            };
            let value = house
                .data
                .cached(length, DataOptions::new(), make)
                .await
                .unwrap();
            assert_eq!(value.len(), length);
        }
        assert_eq!(house.runs.swap(0, Ordering::SeqCst), runs);
    }
}

#[tokio::test]
async fn data_is_bounded_by_bytes_whatever_the_keys() {
    let house = House::with(|options| options.max_bytes(64 << 10).max_entry(4 << 10));
    for key in 0..2_000 {
        let make = async move { Ok::<_, Infallible>(()) };
        house
            .data
            .cached(key, DataOptions::new(), make)
            .await
            .unwrap();
    }
    let (bytes, count) = house.data.engine.kept();
    assert!(bytes <= 64 << 10, "{bytes}");
    assert!((50..250).contains(&count), "{count}");
}

#[tokio::test]
async fn what_makes_data_invalidates_nothing() {
    let house = House::new();
    let cache = house.cache.clone();
    let make = async move { cache.update_tag("a").await };
    let error = house
        .data
        .cached("k", DataOptions::new(), make)
        .await
        .unwrap_err();
    assert_eq!(
        error.cause::<RevalidateError>(),
        Some(&RevalidateError::InsideCachedHandler)
    );
}

#[tokio::test]
async fn data_of_an_answer_is_never_older_than_the_answer() {
    let house = House::new();
    let keep = DataOptions::new().revalidate(60).tags(["a"]);
    assert_eq!(house.count(keep.clone()).await, 1);
    house.advance(60);
    let gathered = Dependencies::default();
    let engine = Arc::clone(&house.data.engine);
    let house = House {
        data: DataCache::new(engine, Some(gathered)),
        ..house
    };
    assert_eq!(house.count(keep.clone()).await, 2, "an answer waits");
    house.cache.revalidate_tag("a").await.unwrap();
    assert_eq!(house.count(keep.clone()).await, 3);
    house.cache.revalidate_tag("a").await.unwrap();
    assert_eq!(
        house.fail(keep).await.unwrap(),
        3,
        "rather old data than none"
    );
    assert_eq!(house.runs(), 4);
}

/// A soft mark lets others see what is old; an answer made of it would be as new as the mark, and never made again.
#[tokio::test]
async fn an_answer_does_not_join_a_run_that_began_before_a_soft_mark() {
    let house = House::new();
    let gate = Arc::new(Semaphore::new(0));
    let keep = DataOptions::new().tags(["a"]);
    let before = house.start(keep.clone(), &gate);
    settle().await;
    house.cache.revalidate_tag("a").await.unwrap();
    let engine = Arc::clone(&house.data.engine);
    let (for_all, house) = (
        house.data.clone(),
        House {
            data: DataCache::new(engine, Some(Dependencies::default())),
            ..house
        },
    );
    let answer = house.start(keep.clone(), &gate);
    let other = House {
        data: for_all,
        cache: house.cache.clone(),
        clock: house.clock.clone(),
        runs: Arc::clone(&house.runs),
    }
    .start(keep, &gate);
    settle().await;
    gate.add_permits(2);
    assert_eq!(before.await.unwrap().unwrap(), 1);
    assert_eq!(other.await.unwrap().unwrap(), 1, "others may see it");
    assert_eq!(answer.await.unwrap().unwrap(), 2);
}

#[tokio::test]
async fn an_answer_lives_no_longer_than_data_that_is_not_even_used_later() {
    let gathered = Dependencies::default();
    let house = House::new();
    let engine = Arc::clone(&house.data.engine);
    let house = House {
        data: DataCache::new(engine, Some(gathered.clone())),
        ..house
    };
    house.count(DataOptions::new().expire(30)).await;
    let policy = Arc::new(DataOptions::new().policy().unwrap());
    let lifetime = &gathered.joined(&policy).lifetime;
    assert_eq!(lifetime.revalidate, Some(Duration::from_secs(30)));
}

/// As people write who mean "no limit".
#[tokio::test]
async fn the_longest_times_are_no_times() {
    let house = House::with(|options| {
        let options = options.clock(Clock::default());
        options
            .regen_timeout(Duration::MAX)
            .lock_wait(Duration::MAX)
    });
    let gate = Arc::new(Semaphore::new(0));
    let first = house.start(DataOptions::new(), &gate);
    settle().await;
    let second = house.start(DataOptions::new(), &gate);
    settle().await;
    gate.add_permits(1);
    assert_eq!(first.await.unwrap().unwrap(), 1);
    assert_eq!(second.await.unwrap().unwrap(), 1);
}
