//! Metrics of the cache.

use crate::{both_ways, both_ways_with};
use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit, set_default_local_recorder,
};
use router_runtime::{cache::CacheOptions, prelude::*};
use router_tests::response::BufferedResponse;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// A recorder that sums values by name and labels. It is local to this thread, which also runs the server of the test.
#[derive(Clone, Debug, Default)]
struct Sums(Arc<Mutex<BTreeMap<String, i64>>>);

#[derive(Debug)]
struct Sum(Sums, String);

impl Sums {
    fn one(&self, key: &Key) -> Arc<Sum> {
        let labels: Vec<String> = key
            .labels()
            .map(|label| format!(" {}={}", label.key(), label.value()))
            .collect();
        Arc::new(Sum(self.clone(), key.name().to_owned() + &labels.concat()))
    }

    fn of(&self, name: &str) -> i64 {
        self.0.lock().unwrap().get(name).copied().unwrap_or(0)
    }

    /// The counters of responses that increased since the last call.
    fn responses(&self, seen: &mut BTreeMap<String, i64>) -> Vec<String> {
        let words = ["hit", "stale", "sie", "miss", "collapsed", "bypass"];
        let sums = self.0.lock().unwrap().clone();
        let mut increased = Vec::new();
        for (name, sum) in sums {
            let word = name.split(' ').next().unwrap();
            let is_response = word
                .strip_prefix("rcache_")
                .is_some_and(|it| words.contains(&it));
            if is_response && seen.insert(name.clone(), sum) != Some(sum) {
                increased.push(name);
            }
        }
        increased
    }
}

impl Sum {
    fn put(&self, change: impl FnOnce(i64) -> i64) {
        let mut sums = self.0.0.lock().unwrap();
        let sum = sums.entry(self.1.clone()).or_default();
        *sum = change(*sum);
    }
}

impl CounterFn for Sum {
    fn increment(&self, by: u64) {
        self.put(|sum| sum + i64::try_from(by).unwrap());
    }

    fn absolute(&self, value: u64) {
        self.put(|_| i64::try_from(value).unwrap());
    }
}

#[expect(clippy::cast_possible_truncation, reason = "gauges of whole numbers")]
fn whole(value: f64) -> i64 {
    value.round() as i64
}

impl GaugeFn for Sum {
    fn increment(&self, by: f64) {
        self.put(|sum| sum + whole(by));
    }

    fn decrement(&self, by: f64) {
        self.put(|sum| sum - whole(by));
    }

    fn set(&self, value: f64) {
        self.put(|_| whole(value));
    }
}

/// Counts the recorded values.
impl HistogramFn for Sum {
    fn record(&self, _: f64) {
        self.put(|sum| sum + 1);
    }
}

impl Recorder for Sums {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.one(key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.one(key))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.one(key))
    }
}

/// The counters that should have increased for a response of this route.
fn counters(route: &str, response: &BufferedResponse) -> Vec<String> {
    let state = response.state();
    let route = format!("route={route}");
    let miss = |fwd| vec![format!("rcache_miss {route} fwd={fwd}")];
    let mut rise = match state.split(' ').collect::<Vec<_>>()[..] {
        ["HIT"] => vec![format!("rcache_hit {route}")],
        ["STALE"] => vec![format!("rcache_stale {route}")],
        ["SIE"] => vec![format!("rcache_sie {route}")],
        ["MISS", ..] => miss("miss"),
        ["EXPIRED", ..] => miss("stale"),
        ["REVALIDATED", ..] => miss("request"),
        ["BYPASS", reason] => vec![format!("rcache_bypass {route} reason={reason}")],
        _ => panic!("{state}"),
    };
    if state.ends_with("collapsed") {
        rise.insert(0, format!("rcache_collapsed {route}"));
    }
    rise
}

#[tokio::test]
async fn case_113_counters_agree_with_cache_status() {
    for app in both_ways().await {
        let sums = Sums::default();
        let _guard = set_default_local_recorder(&sums);
        let mut seen = BTreeMap::new();
        let mut expect = async |path: &str, expected: &str| {
            let response = app.get(path).await;
            assert_eq!(response.state(), expected, "{path}");
            assert_eq!(sums.responses(&mut seen), counters(path, &response));
        };
        expect("/tagged", "MISS stored").await;
        expect("/tagged", "HIT").await;
        app.advance(60);
        expect("/tagged", "STALE").await;
        app.cache.settled().await;
        app.cache.revalidate_path("/tagged").await.unwrap();
        expect("/tagged", "EXPIRED stored").await;
        app.state
            .respond("tagged", |_| StatusCode::INTERNAL_SERVER_ERROR);
        app.cache.revalidate_tag("news").await.unwrap();
        expect("/tagged", "STALE").await;
        app.cache.settled().await;
        expect("/tagged", "SIE").await;
        app.state.respond("two", |_| [("set-cookie", "a=b")]);
        expect("/two", "MISS").await;
        expect("/two", "BYPASS uncacheable").await;

        let of = |name| sums.of(name);
        assert_eq!(of("rcache_store route=/tagged result=ok"), 3);
        let refused = "rcache_store route=/two result=uncacheable reason=set-cookie";
        assert_eq!(of(refused), 2);
        assert_eq!(of("rcache_error route=/tagged kind=status"), 1);
        assert_eq!(of("rcache_generation route=/tagged"), 4);
        assert_eq!(of("rcache_flights"), 0);
        assert_eq!(of("rcache_entries"), 1);
        assert!(of("rcache_l1_bytes") > 256);
        assert_eq!(of("rcache_tag_table"), 6);
    }
}

#[tokio::test]
async fn case_113_waiting_and_rejected_responses_are_counted() {
    for app in both_ways().await {
        let sums = Sums::default();
        let _guard = set_default_local_recorder(&sums);
        let gate = app.state.gate("minute");
        let leader = app.start("/minute").await;
        app.wait_for_runs("minute", 1).await;
        let follower = app.start("/minute").await;
        assert_eq!(sums.of("rcache_flights"), 1);
        assert_eq!(sums.of("rcache_waiters"), 1);
        app.cache.revalidate_path("/minute").await.unwrap();
        gate.open(1);
        let states = [leader, follower].map(async |it| it.await.unwrap().state());
        let [first, second] = states;
        assert_eq!(
            (first.await, second.await),
            ("MISS".into(), "MISS collapsed".into())
        );
        assert_eq!(sums.of("rcache_collapsed route=/minute"), 1);
        assert_eq!(sums.of("rcache_lock_wait route=/minute"), 1);
        assert_eq!(sums.of("rcache_waiters"), 0);
        let lost = "rcache_store route=/minute result=rejected_epoch";
        assert_eq!(sums.of(lost), 1);
    }
}

#[tokio::test]
async fn data_is_counted_as_responses_are() {
    for app in both_ways().await {
        let sums = Sums::default();
        let _guard = set_default_local_recorder(&sums);
        let mut seen = BTreeMap::new();
        let mut expect = async |expected: &str| {
            app.get("/live").await;
            app.cache.settled().await;
            assert_eq!(sums.responses(&mut seen), [expected]);
        };
        expect("rcache_miss route=data fwd=miss").await;
        expect("rcache_hit route=data").await;
        app.advance(61);
        expect("rcache_stale route=data").await;
        let hard = app.cache.update_tag("stock");
        hard.await.unwrap();
        expect("rcache_miss route=data fwd=stale").await;
        app.cache.purge_tag("stock").await.unwrap();
        app.state.plan("stock", |_| async { Err(not_found()) });
        expect("rcache_miss route=data fwd=miss").await;
        assert_eq!(sums.of("rcache_store route=data result=ok"), 3);
        assert_eq!(sums.of("rcache_error route=data kind=status"), 1);
    }
}

#[tokio::test]
async fn evictions_are_counted_by_route() {
    let limits = |options: CacheOptions| options.max_bytes(1 << 20).max_entry(64 << 10);
    for app in both_ways_with(limits).await {
        let sums = Sums::default();
        let _guard = set_default_local_recorder(&sums);
        app.get("/live").await;
        app.get("/slug/0").await;
        app.advance(61);
        app.get("/slug/0").await;
        app.cache.settled().await;
        let of_slug = "rcache_evict route=/slug/[id]";
        assert_eq!(
            sums.of(of_slug),
            0,
            "a response that replaces another is not an eviction"
        );
        for id in 1..105 {
            let name = format!("slug/{id}");
            let body = async |_| Ok("x".repeat(20_000).into_response());
            app.state.plan(&name, body);
            app.get(&format!("/{name}")).await;
        }
        let gone = sums.of(of_slug) + sums.of("rcache_evict route=data");
        assert_eq!(gone + sums.of("rcache_entries"), 106);
        assert!(sums.of(of_slug) >= 50);
    }
}

#[tokio::test]
async fn one_run_for_two_requests_of_the_same_data_is_counted() {
    for app in both_ways().await {
        let sums = Sums::default();
        let _guard = set_default_local_recorder(&sums);
        let gate = app.state.gate("stock");
        let leader = app.start("/live").await;
        app.wait_for_runs("stock", 1).await;
        let follower = app.start("/live").await;
        gate.open(1);
        for pending in [leader, follower] {
            assert_eq!(pending.await.unwrap().body, "live of stock 1");
        }
        assert_eq!(sums.of("rcache_miss route=data fwd=miss"), 2);
        assert_eq!(sums.of("rcache_collapsed route=data"), 1);
    }
}
