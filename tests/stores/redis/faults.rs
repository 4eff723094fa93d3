//! Instances whose server fails: no request does.

use super::{
    Instance, redis, redis_in_time,
    sharing::{share, two},
};
use metrics::set_default_local_recorder;
use router_runtime::{
    cache::{CacheOptions, RevalidateError},
    prelude::*,
};
use router_tests::{
    recorder::Values,
    redis_server::{Fault, FaultyProxy, RedisServer},
    test_app::responses,
    wait::wait_for,
};
use std::{
    pin::pin,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};
use tokio::time::{pause, resume, sleep};

/// The usual timeout of an operation.
const BUDGET: Duration = Duration::from_millis(50);

/// The tests allow ten times that, since the machine may be busy.
const BOUND: Duration = Duration::from_millis(500);

/// Sends 500 requests for 50 paths at the same time, and calls a function once they have started; all responses are 200. Returns the time
/// until the last one.
async fn get_500(instance: &Instance, round: &str, meanwhile: impl AsyncFnOnce()) -> Duration {
    let start = Instant::now();
    let mut pending = Vec::new();
    for index in 0..500 {
        pending.push(instance.spawn(&format!("/{round}-{}", index % 50)));
    }
    meanwhile().await;
    for response in responses(pending).await {
        assert_eq!(response.status, 200, "{}", response.line());
    }
    start.elapsed()
}

/// Sends 500 cold requests, and 500 for what they have stored. Returns the times until the last response of each.
async fn get_cold_and_hot(instance: &Instance, round: &str) -> [Duration; 2] {
    let cold = get_500(instance, round, async || {}).await;
    let hot = get_500(instance, round, async || {}).await;
    assert_eq!(instance.state.runs(&format!("{round}-0")), 1);
    [cold, hot]
}

/// The time that the machine needs for 500 requests is part of each of these times. On a busy one it may double.
fn assert_adds_little(name: &str, times: &[Duration], before: &[Duration]) {
    println!("{name}: {times:?}, before {before:?}");
    for (time, before) in times.iter().zip(before) {
        let bound = *before * 2 + BOUND;
        assert!(*time < bound, "{name}: {time:?} after {before:?}");
    }
}

/// Sends 500 requests whose handlers take 200 ms, and calls the function while all of them wait.
async fn get_slow(instance: &Instance, round: &str, meanwhile: impl FnOnce()) -> Duration {
    for index in 0..50 {
        let slug = format!("{round}-{index}");
        let name = slug.clone();
        instance.state.plan(&slug, move |run| {
            let body = format!("{name} {run}");
            async {
                sleep(Duration::from_millis(200)).await;
                Ok(body.into_response())
            }
        });
    }
    let last = format!("{round}-49");
    get_500(instance, round, async || {
        wait_for("the last run", async || {
            (instance.state.runs(&last) > 0).then_some(())
        })
        .await;
        meanwhile();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn case_99_a_server_that_is_down_fails_no_request() {
    let Some(mut server) = RedisServer::start() else {
        return;
    };
    let url = server.url();
    server.kill();
    let options = CacheOptions::new().shared(redis_in_time(&url));
    let instance = Instance::start_with(options).await;
    assert_eq!(instance.get("/a").await.status, 200);
    assert!(instance.line("/a").await.starts_with("200 HIT"));
    server.restart();
    instance.wait().await;
    let before = get_cold_and_hot(&instance, "before").await;
    let slow_before = get_slow(&instance, "slow-before", || {}).await;
    let slow = get_slow(&instance, "slow", || server.kill()).await;
    assert_adds_little("killed meanwhile", &[slow], &[slow_before]);
    server.restart();
    instance.wait().await;
    server.kill();
    for round in ["killed", "later"] {
        let times = get_cold_and_hot(&instance, round).await;
        assert_adds_little(round, &times, &before);
    }
    let degraded = instance.cache.update_tag("items").await;
    assert_eq!(degraded, Err(RevalidateError::Degraded));
    assert!(instance.get("/a").await.state().contains("stored"));
}

#[tokio::test(flavor = "multi_thread")]
async fn case_100_a_frozen_server_fails_no_request() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let url = server.url();
    for instance in [
        Instance::start_in_time(&url).await,
        Instance::start_strong_in_time(&url).await,
    ] {
        let before = get_cold_and_hot(&instance, "before").await;
        let slow_before = get_slow(&instance, "slow-before", || {}).await;
        let slow = get_slow(&instance, "slow", || server.freeze()).await;
        assert_adds_little("frozen meanwhile", &[slow], &[slow_before]);
        server.resume();
        instance.wait().await;
        server.freeze();
        for round in ["frozen", "later"] {
            let times = get_cold_and_hot(&instance, round).await;
            assert_adds_little(round, &times, &before);
        }
        server.resume();
        let start = Instant::now();
        instance.wait().await;
        println!("used again after {:?}", start.elapsed());
    }
}

/// Only timers take time here, so that the speed of the machine does not matter.
#[tokio::test]
async fn case_100_each_of_500_requests_waits_once_for_a_frozen_server() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let url = server.url();
    for instance in [
        Instance::start_in_time(&url).await,
        Instance::start_strong_in_time(&url).await,
    ] {
        instance.wait().await;
        server.freeze();
        pause();
        let start = tokio::time::Instant::now();
        get_500(&instance, "cold", async || {}).await;
        let time = start.elapsed();
        assert!(time >= BUDGET && time < 2 * BUDGET, "{time:?}");
        // After three timeouts the server counts as down, and nothing waits for it.
        let start = tokio::time::Instant::now();
        for round in ["cold", "later"] {
            get_500(&instance, round, async || {}).await;
        }
        let time = start.elapsed();
        assert!(time < Duration::from_millis(5), "{time:?}");
        resume();
        server.resume();
    }
}

#[tokio::test]
async fn case_101_a_bad_network_fails_no_request() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let proxy = FaultyProxy::start(server.address());
    let values = Values::default();
    let _guard = set_default_local_recorder(&values);
    let instance = Instance::start_in_time(&proxy.url()).await;
    for (round, fault) in [
        Fault::Delay(Duration::from_millis(200)),
        Fault::Loss,
        Fault::Trickle,
        Fault::Reset,
        Fault::Stall,
        Fault::Refuse,
        Fault::None,
    ]
    .into_iter()
    .enumerate()
    {
        // Otherwise the instance works alone from the first fault on.
        proxy.set(Fault::None);
        instance.wait().await;
        proxy.set(fault);
        for index in 0..40 {
            let slug = format!("n{round}-{}", index % 20);
            let start = Instant::now();
            let response = instance.get(&format!("/{slug}")).await;
            let time = start.elapsed();
            assert_eq!(response.body, format!("{slug} 1"), "{fault:?}");
            assert!(time < BOUND, "{fault:?}: {time:?}");
        }
        let start = Instant::now();
        let _ = instance.cache.update_tag("other").await;
        assert!(start.elapsed() < BOUND, "{fault:?}: {:?}", start.elapsed());
    }
    instance.wait().await;
    let durations = values.of("rcache_l2_duration tier=redis operation=");
    for operation in ["get", "lease", "put", "invalidate"] {
        for seconds in &durations[operation] {
            assert!(*seconds < BOUND.as_secs_f64(), "{operation}: {seconds} s");
        }
    }
}

#[tokio::test]
async fn case_102_an_invalidation_during_an_outage_is_repeated() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let proxy = FaultyProxy::start(server.address());
    let (one, other) = (
        Instance::start(&proxy.url()).await,
        Instance::start(&server.url()).await,
    );
    let (first, _) = share(&one, &other, "/a").await;
    proxy.set(Fault::Refuse);
    for tag in 0..200 {
        let degraded = one.cache.update_tag(&format!("tag-{tag}")).await;
        assert_eq!(degraded, Err(RevalidateError::Degraded));
    }
    let degraded = one.cache.revalidate_path("/a").await;
    assert_eq!(degraded, Err(RevalidateError::Degraded));
    assert!(one.get("/a").await.state().contains("stored"));
    assert_eq!(other.line("/a").await, format!("200 HIT {}", first.body));
    proxy.set(Fault::None);
    wait_for("the invalidation", async || {
        other
            .get("/a")
            .await
            .state()
            .contains("stored")
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn case_103_a_flushed_server_sends_nothing_old() {
    let Some((server, one, other)) = two().await else {
        return;
    };
    let (first, _) = share(&one, &other, "/a").await;
    let nonce = || server.cli(&["hget", "{shop:tags}:meta", "nonce"]);
    let before = nonce();
    server.cli(&["flushall"]);
    wait_for("another nonce", async || {
        let now = nonce();
        (!now.is_empty() && now != before).then_some(())
    })
    .await;
    for instance in [&one, &other] {
        wait_for("a new response", async || {
            let response = instance.get("/a").await;
            (response.body != first.body || response.state().contains("stored")).then_some(())
        })
        .await;
    }
    for _ in 0..10 {
        for instance in [&one, &other] {
            assert_ne!(instance.line("/a").await, format!("200 HIT {}", first.body));
        }
    }
}

#[tokio::test]
async fn an_invalidation_without_a_runtime_is_sent_later() {
    let Some((_server, one, other)) = two().await else {
        return;
    };
    share(&one, &other, "/a").await;
    let runs = other.state.runs("a");
    let cache = one.cache.clone();
    let result = std::thread::spawn(move || {
        pin!(cache.update_tag("items")).poll(&mut Context::from_waker(Waker::noop()))
    });
    let degraded = Poll::Ready(Err(RevalidateError::Degraded));
    assert_eq!(result.join().unwrap(), degraded);
    wait_for("a new response", async || {
        other.get("/a").await;
        (other.state.runs("a") > runs).then_some(())
    })
    .await;
}

#[tokio::test]
async fn case_105_a_full_server_fails_no_request() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start(&server.url()).await;
    server.cli(&["config", "set", "maxmemory", "1"]);
    for slug in 0..20 {
        let path = format!("/f{slug}");
        assert!(instance.line(&path).await.contains("stored"), "{path}");
        assert_eq!(instance.line(&path).await, format!("200 HIT f{slug} 1"));
    }
}

#[tokio::test]
async fn malformed_urls_are_errors_at_the_start() {
    for url in [
        "redis//host",
        "redis://u:secret@host:port",
        "redis://a:1,b:2",
        "http://host",
    ] {
        let error = CacheOptions::new().shared(redis(url)).check().unwrap_err();
        let text = error.to_string();
        assert!(text.contains("expected a URL such as `redis://"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}
