//! Instances whose server fails: no request does.

use super::{
    Instance, redis, redis_in_time,
    sharing::{share, two},
};
use router_runtime::cache::{CacheOptions, RevalidateError};
use router_tests::{
    redis_server::{Fault, FaultyProxy, RedisServer},
    test_app::responses,
    wait::wait_for,
};
use std::{
    pin::pin,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

/// Sends 500 requests for different paths at the same time; all responses are 200. Returns the time until the last one, for the log.
async fn get_500(instance: &Instance, round: usize) -> Duration {
    let start = Instant::now();
    let mut pending = Vec::new();
    for index in 0..500 {
        pending.push(instance.spawn(&format!("/r{round}-{}", index % 50)));
    }
    for response in responses(pending).await {
        assert_eq!(response.status, 200, "{}", response.line());
    }
    start.elapsed()
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
    let before = get_500(&instance, 0).await;
    server.kill();
    let alone = get_500(&instance, 1).await;
    let later = get_500(&instance, 2).await;
    println!("500 requests: {before:?}; server killed: {alone:?}, then {later:?}");
    let degraded = instance.cache.update_tag("items").await;
    assert_eq!(degraded, Err(RevalidateError::Degraded));
    assert!(instance.get("/a").await.state().contains("stored"));
}

#[tokio::test(flavor = "multi_thread")]
async fn case_100_a_frozen_server_fails_no_request() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start_in_time(&server.url()).await;
    let before = get_500(&instance, 0).await;
    server.freeze();
    let frozen = get_500(&instance, 1).await;
    let later = get_500(&instance, 2).await;
    server.resume();
    let start = Instant::now();
    instance.wait().await;
    println!(
        "500 requests: {before:?}; server frozen: {frozen:?}, then {later:?}; used again after {:?}",
        start.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn case_101_a_bad_network_fails_no_request() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let proxy = FaultyProxy::start(server.address());
    let instance = Instance::start_in_time(&proxy.url()).await;
    for (round, fault) in [
        Fault::Delay(Duration::from_millis(200)),
        Fault::Trickle,
        Fault::Reset,
        Fault::Stall,
        Fault::Refuse,
        Fault::None,
    ]
    .into_iter()
    .enumerate()
    {
        proxy.set(fault);
        for index in 0..40 {
            let slug = format!("n{round}-{}", index % 20);
            let response = instance.get(&format!("/{slug}")).await;
            assert_eq!(response.body, format!("{slug} 1"), "{fault:?}");
        }
    }
    instance.wait().await;
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
