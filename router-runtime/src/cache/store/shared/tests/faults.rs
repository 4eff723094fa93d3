//! Servers and networks that fail.

use super::{
    DAY, HANG, HOUR, Instance, Redis, key,
    records::leased,
    redis_server::{Fault, FaultyProxy, RedisServer},
    tag, two, until,
};
use crate::cache::store::second_tier::{
    BUDGET, Confirmation, Effect, NewRecord, Put, SecondTier, TierInvalidation, Token, Unavailable,
};
use axum::body::Bytes;
use std::{sync::Arc, time::Duration};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

/// Sends reads at the same time. Returns how many succeeded.
async fn read(instance: &Arc<Instance>, count: usize) -> usize {
    let mut reads = JoinSet::new();
    for index in 0..count {
        let instance = Arc::clone(instance);
        reads.spawn(async move { instance.tier.get(&key(&format!("/{index}"))).await.is_ok() });
    }
    let succeeded = reads.join_all().await.into_iter().filter(|it| *it);
    succeeded.count()
}

#[tokio::test]
async fn a_frozen_server_does_not_execute_late_what_was_given_up() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let given_up = Instance::start_in_time(&server.url()).await;
    let other = Instance::start(&server.url()).await;
    let cold = key("/cold");
    // The server has the scripts, so that it executes the requests, and not those that find them missing.
    other.store(&key("/first"), "text", &[]).await;
    let (running, token) = leased(&given_up, &mut Vec::new()).await;
    server.freeze();
    assert_eq!(
        given_up.tier.lease(&cold, Token::new()).await.err(),
        Some(Unavailable)
    );
    let record = NewRecord {
        bytes: Bytes::from_static(b"text"),
        tags: &[],
        epoch: given_up.tier.epoch(),
        since_start: Duration::ZERO,
        age: Duration::ZERO,
        lifetime: DAY,
    };
    let put = given_up.tier.put(&running, record, Some(&token)).await;
    assert_eq!(put.err(), Some(Unavailable));
    sleep(Duration::from_millis(500)).await;
    server.resume();
    until("the other instance is connected", || other.is_confirmed()).await;
    assert!(other.lease(&cold).await.is_some());
    assert_eq!(other.text(&running).await, None);
    assert!(other.lease(&running).await.is_some(), "its lease has ended");
}

#[tokio::test]
async fn case_99_a_server_that_is_down_costs_no_time() {
    let Some(mut server) = RedisServer::start() else {
        return;
    };
    let url = server.url();
    server.kill();
    // An operation that waited for its budget would not end.
    let instance = Instance::start_within(HOUR, Redis::new(&url), Duration::from_secs(30));
    // The first operations wait for the connection, others do not.
    assert_eq!(instance.tier.get(&key("/a")).await.err(), Some(Unavailable));
    until("it knows that the server is down", || {
        !instance.tier.state.is_connecting()
    })
    .await;
    for _ in 0..100 {
        assert!(instance.tier.get(&key("/a")).await.is_err());
    }
    assert!(matches!(
        instance.tier.confirmation(),
        Confirmation::Needed { .. }
    ));
    server.restart();
    instance.wait().await;
    instance.store(&key("/a"), "text", &[]).await;
    // Killed while it is used.
    server.kill();
    until("it knows that the server is down", || {
        !instance.tier.state.is_up()
    })
    .await;
    assert!(instance.tier.get(&key("/a")).await.is_err());
    server.restart();
    instance.wait().await;
    assert_eq!(instance.text(&key("/a")).await, None);
}

#[tokio::test(start_paused = true)]
async fn operations_wait_for_a_connection_for_the_usual_budget() {
    // The system accepts the connections, and nothing responds.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("redis://{}", listener.local_addr().unwrap());
    let instance = Instance::start_alone(Redis::new(url).timeout(Duration::from_secs(60)));
    for _ in 0..3 {
        let start = Instant::now();
        assert_eq!(instance.tier.get(&key("/a")).await.err(), Some(Unavailable));
        assert!(start.elapsed() < 2 * BUDGET, "{:?}", start.elapsed());
        assert!(instance.tier.state.is_connecting());
    }
    drop(listener);
}

#[tokio::test(flavor = "multi_thread")]
async fn case_100_a_frozen_server_costs_its_budget_once() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Arc::new(Instance::start_in_time(&server.url()).await);
    server.freeze();
    assert_eq!(read(&instance, 500).await, 0);
    assert!(!instance.tier.state.is_up());
    // One after the other, which would take longer if each waited for its budget.
    let reads = async {
        for _ in 0..500 {
            assert_eq!(read(&instance, 1).await, 0);
        }
    };
    timeout(HANG, reads).await.expect("requests do not wait");
    until("it knows that it is behind", || !instance.is_confirmed()).await;
    server.resume();
    // On a busy machine an operation may take longer than its budget.
    instance.wait().await;
    while read(&instance, 10).await < 10 {
        instance.wait().await;
    }
}

#[tokio::test]
async fn late_failures_of_a_lost_connection_do_not_end_the_next_one() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start(&server.url()).await;
    let timeout = std::io::Error::from(std::io::ErrorKind::TimedOut);
    let timeout = redis::RedisError::from(timeout);
    for _ in 0..10 {
        instance.tier.state.record(&timeout, 0);
    }
    assert!(instance.tier.state.is_up());
    for _ in 0..3 {
        instance.tier.state.record(&timeout, 1);
    }
    assert!(!instance.tier.state.is_up());
}

#[tokio::test(flavor = "multi_thread")]
async fn case_101_a_bad_network_costs_its_budget_and_mixes_nothing_up() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let proxy = FaultyProxy::start(server.address());
    let direct = Instance::start(&server.url()).await;
    for path in 0..50 {
        let text = path.to_string();
        direct.store(&key(&format!("/{path}")), &text, &[]).await;
    }
    let instance = Instance::start_in_time(&proxy.url()).await;
    for fault in [
        Fault::Delay(Duration::from_millis(200)),
        Fault::Loss,
        Fault::Trickle,
        Fault::Reset,
        Fault::Stall,
        Fault::Refuse,
        Fault::Delay(Duration::from_millis(40)),
        Fault::None,
    ] {
        proxy.set(fault);
        let end = Instant::now() + Duration::from_millis(1_500);
        let mut path = 0;
        while Instant::now() < end {
            path = (path + 1) % 50;
            let path_key = key(&format!("/{path}"));
            // A busy machine adds to the budget.
            let get = timeout(10 * BUDGET, instance.tier.get(&path_key));
            let found = get.await.unwrap_or_else(|_| panic!("{fault:?}"));
            if let Ok(Some(found)) = found {
                assert_eq!(&*found.bytes, path.to_string().as_bytes(), "{fault:?}");
            }
            sleep(Duration::from_millis(1)).await;
        }
    }
    // On a busy machine an operation may take longer than its budget.
    let found = loop {
        instance.wait().await;
        if let Ok(found) = instance.tier.get(&key("/7")).await {
            break found.unwrap();
        }
    };
    assert_eq!(&*found.bytes, b"7");
}

#[tokio::test]
async fn case_103_a_server_that_lost_its_tags_has_no_records() {
    let Some((server, one, other)) = two().await else {
        return;
    };
    for command in [
        &["flushall"][..],
        &["del", "{shop:tags}:v"],
        &["del", "{shop:tags}:meta"],
        &[
            "del",
            "{shop:tags}:meta",
            "{shop:tags}:log",
            "{shop:tags}:v",
        ],
    ] {
        one.store(&key("/a"), "old", &[tag("t")]).await;
        one.invalidate(&[tag("t")], Effect::Hard).await;
        one.store(&key("/b"), "old", &[tag("t")]).await;
        let before = one.tier.epoch();
        one.events();
        other.events();
        server.cli(command);
        for instance in [&one, &other] {
            for path in ["/a", "/b"] {
                assert_eq!(instance.text(&key(path)).await, None, "{command:?}");
            }
        }
        for instance in [&one, &other] {
            until("it has another nonce", || {
                instance.tier.epoch().nonce != before.nonce
            })
            .await;
            let events = instance.events();
            assert!(
                events.iter().all(|event| event == "all invalid"),
                "{events:?}"
            );
            assert!(!events.is_empty(), "{command:?}");
            assert!(instance.tier.epoch().epoch > before.epoch, "{command:?}");
        }
        assert_eq!(one.text(&key("/b")).await, None);
        one.store(&key("/b"), "new", &[tag("t")]).await;
        assert_eq!(other.text(&key("/b")).await.as_deref(), Some("new"));
    }
}

#[tokio::test]
async fn case_104_invalidations_that_a_failover_lost_make_everything_stale() {
    let (Some(primary), Some(replica)) = (RedisServer::start(), RedisServer::start()) else {
        return;
    };
    let proxy = FaultyProxy::start(primary.address());
    let (one, other) = (
        Instance::start(&proxy.url()).await,
        Instance::start(&proxy.url()).await,
    );
    one.store(&key("/a"), "old", &[tag("t")]).await;
    one.invalidate(&[tag("x")], Effect::Hard).await;
    let port = primary.address().port().to_string();
    replica.cli(&["replicaof", "127.0.0.1", &port]);
    until("the replica has the data", || {
        replica.cli(&["hget", "{shop:tags}:meta", "epoch"])
            == primary.cli(&["hget", "{shop:tags}:meta", "epoch"])
    })
    .await;
    replica.cli(&["replicaof", "no", "one"]);
    for _ in 0..3 {
        one.invalidate(&[tag("t")], Effect::Hard).await;
    }
    other
        .expect_events(&["Hard x", "Hard t", "Hard t", "Hard t"])
        .await;
    let before = one.tier.epoch();
    one.events();
    proxy.switch(replica.address());
    for instance in [&one, &other] {
        until("it has another nonce", || {
            instance.tier.epoch().nonce != before.nonce
        })
        .await;
        instance.wait().await;
        instance.expect_events(&["all stale"]).await;
        assert_eq!(instance.text(&key("/a")).await, None);
    }
    assert!(one.tier.epoch().epoch > before.epoch);
}

#[tokio::test]
async fn records_from_before_a_lost_invalidation_are_invalid_if_others_followed() {
    for more in [1, 3] {
        let (Some(primary), Some(replica)) = (RedisServer::start(), RedisServer::start()) else {
            return;
        };
        let proxy = FaultyProxy::start(primary.address());
        let one = Instance::start(&proxy.url()).await;
        one.store(&key("/a"), "old", &[tag("lost")]).await;
        let port = primary.address().port().to_string();
        replica.cli(&["replicaof", "127.0.0.1", &port]);
        until("the replica has the data", || {
            replica.cli(&["dbsize"]) == primary.cli(&["dbsize"])
        })
        .await;
        replica.cli(&["replicaof", "no", "one"]);
        one.invalidate(&[tag("lost")], Effect::Hard).await;
        let before = one.tier.epoch();
        let other = Instance::start(&replica.url()).await;
        assert_eq!(other.text(&key("/a")).await.as_deref(), Some("old"));
        for _ in 0..more {
            other.invalidate(&[tag("t")], Effect::Hard).await;
        }
        one.events();
        proxy.switch(replica.address());
        until("it has noticed", || !one.events().is_empty()).await;
        one.wait().await;
        assert!(one.tier.epoch().epoch > before.epoch, "{more}");
        for instance in [&one, &other] {
            assert_eq!(instance.text(&key("/a")).await, None, "{more}");
        }
        until("the other instance has noticed", || {
            other.tier.epoch().nonce == one.tier.epoch().nonce
        })
        .await;
        other.store(&key("/a"), "new", &[tag("lost")]).await;
        assert_eq!(one.text(&key("/a")).await.as_deref(), Some("new"));
    }
}

/// In a cluster the tags and a path may be on different nodes.
#[tokio::test]
async fn a_record_does_not_depend_on_the_clock_of_the_node_with_the_tags() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start(&server.url()).await;
    let token = instance.lease(&key("/a")).await;
    instance.tier.state.mirror.note_time(1);
    assert_eq!(
        instance.put(&key("/a"), "text", &[], token).await,
        Put::Stored
    );
}

#[tokio::test]
async fn case_105_a_full_server_stores_nothing_and_breaks_nothing() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start(&server.url()).await;
    instance.store(&key("/a"), "text", &[]).await;
    let token = instance.lease(&key("/c")).await;
    server.cli(&["config", "set", "maxmemory", "1"]);
    // A record that is refused leaves the lease.
    let record = NewRecord {
        bytes: Bytes::from_static(b"text"),
        tags: &[],
        epoch: instance.tier.epoch(),
        since_start: Duration::ZERO,
        age: Duration::ZERO,
        lifetime: DAY,
    };
    let put = instance.tier.put(&key("/c"), record, token.as_ref()).await;
    assert_eq!(put, Err(Unavailable));
    assert_eq!(instance.lease(&key("/c")).await, None);
    for _ in 0..10 {
        assert!(instance.tier.lease(&key("/b"), Token::new()).await.is_err());
    }
    assert!(instance.tier.state.is_up());
    assert_eq!(instance.text(&key("/a")).await.as_deref(), Some("text"));
    // Without room for an invalidation the records cannot be trusted.
    let tags = vec![tag("t")];
    let effect = Effect::Hard;
    let invalidation = TierInvalidation { tags, effect };
    assert!(instance.tier.invalidate(&invalidation).await.is_err());
    assert_eq!(instance.tier.get(&key("/a")).await.err(), Some(Unavailable));
    server.cli(&["config", "set", "maxmemory", "0"]);
    instance.wait().await;
    until("the queue is empty", || {
        instance.tier.state.queue().len() == 0
    })
    .await;
    assert_eq!(instance.text(&key("/a")).await.as_deref(), Some("text"));
}
