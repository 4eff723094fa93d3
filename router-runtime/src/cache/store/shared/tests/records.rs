//! Records and leases.

use super::{
    DAY, Instance, Redis, key,
    redis_server::{Fault, FaultyProxy, RedisServer},
    tag, two, until,
};
use crate::cache::{
    Tag,
    store::second_tier::{
        Effect, Lease, NewRecord, OldRecord, Put, RecordValidity, SecondTier, TierKey, Token,
        Unavailable,
    },
};
use axum::body::Bytes;
use std::time::Duration;
use tokio::time::sleep;

#[tokio::test]
async fn a_record_is_read_by_other_instances_with_its_age() {
    let Some((_server, one, other)) = two().await else {
        return;
    };
    let key = key("/a");
    assert_eq!(other.text(&key).await, None);
    let token = one.lease(&key).await;
    let record = NewRecord {
        bytes: Bytes::from_static(b"\0text\xff"),
        tags: &[Tag::path("/a"), tag("t")],
        epoch: one.tier.epoch(),
        since_start: Duration::from_secs(6),
        age: Duration::from_secs(5),
        lifetime: DAY,
    };
    let put = one.tier.put(&key, record, token.as_ref()).await;
    assert_eq!(put, Ok(Put::Stored));
    let found = other.found(&key).await.unwrap();
    assert_eq!(&*found.bytes, b"\0text\xff");
    assert_eq!(found.age.as_secs(), 5);
    assert_eq!(found.validity, RecordValidity::Valid);
    let variant = TierKey {
        field: [7; 16],
        ..key
    };
    assert_eq!(other.text(&variant).await, None);
}

#[tokio::test]
async fn a_record_ends_with_its_lifetime() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start(&server.url()).await;
    let key = key("/a");
    let token = instance.lease(&key).await;
    let record = NewRecord {
        bytes: Bytes::from_static(b"text"),
        tags: &[],
        epoch: instance.tier.epoch(),
        since_start: Duration::ZERO,
        age: Duration::from_secs(3),
        lifetime: Duration::from_secs(2),
    };
    let put = instance.tier.put(&key, record, token.as_ref()).await;
    assert_eq!(put, Ok(Put::Stored));
    assert_eq!(instance.text(&key).await, None);
}

#[tokio::test]
async fn one_instance_has_the_lease() {
    let Some((_server, one, other)) = two().await else {
        return;
    };
    let key = key("/a");
    let token = one.lease(&key).await;
    assert!(token.is_some());
    assert_eq!(other.lease(&key).await, None);
    let variant = TierKey {
        field: [7; 16],
        ..key
    };
    assert!(other.lease(&variant).await.is_some());
    // A failed run ends it; so does a record.
    one.tier
        .release(&key, token.as_ref(), OldRecord::Keep)
        .await
        .unwrap();
    let token = other.lease(&key).await;
    assert_eq!(other.put(&key, "text", &[], token).await, Put::Stored);
    let token = one.lease(&key).await;
    // The old record remains after a failure, and not after a response that must not be stored.
    one.tier
        .release(&key, token.as_ref(), OldRecord::Keep)
        .await
        .unwrap();
    assert_eq!(one.text(&key).await.as_deref(), Some("text"));
    let token = one.lease(&key).await;
    one.tier
        .release(&key, token.as_ref(), OldRecord::Remove)
        .await
        .unwrap();
    assert_eq!(one.text(&key).await, None);
}

#[tokio::test]
async fn a_record_that_was_acknowledged_late_remains() {
    let Some((_server, one, other)) = two().await else {
        return;
    };
    let remove = async |token: Option<&Token>| {
        let released = one.tier.release(&key("/a"), token, OldRecord::Remove).await;
        released.unwrap();
    };
    // The instance gave up waiting for the acknowledgement, and removes what it takes for an older record.
    let token = one.lease(&key("/a")).await;
    assert_eq!(one.put(&key("/a"), "new", &[], token).await, Put::Stored);
    remove(token.as_ref()).await;
    assert_eq!(other.text(&key("/a")).await.as_deref(), Some("new"));
    // So does one whose lease is that of another instance by now.
    assert!(other.lease(&key("/a")).await.is_some());
    remove(token.as_ref()).await;
    assert_eq!(other.text(&key("/a")).await.as_deref(), Some("new"));
    // A handler that ran without a lease has a newer response.
    remove(None).await;
    assert_eq!(other.text(&key("/a")).await, None);
}

#[tokio::test]
async fn case_94_the_lease_of_a_killed_instance_ends() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let other = Instance::start(&server.url()).await;
    let one = Instance::start_with(Redis::new(server.url()), Duration::from_millis(100));
    one.wait().await;
    assert!(one.lease(&key("/a")).await.is_some());
    drop(one);
    assert_eq!(other.lease(&key("/a")).await, None);
    sleep(Duration::from_millis(2_210)).await;
    assert!(other.lease(&key("/a")).await.is_some());
}

#[tokio::test]
async fn case_95_a_leader_that_was_overtaken_cannot_store() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let other = Instance::start(&server.url()).await;
    let one = Instance::start_with(Redis::new(server.url()), Duration::from_millis(100));
    one.wait().await;
    let token = one.lease(&key("/a")).await;
    sleep(Duration::from_millis(2_210)).await;
    other.store(&key("/a"), "new", &[]).await;
    assert_eq!(one.put(&key("/a"), "old", &[], token).await, Put::Fenced);
    assert_eq!(one.text(&key("/a")).await.as_deref(), Some("new"));
    // Nor can a run without a lease.
    assert_eq!(one.put(&key("/a"), "old", &[], None).await, Put::Fenced);
}

#[tokio::test]
async fn a_lease_lasts_as_long_as_its_holder_needs() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let start = async |generation_timeout: Duration| {
        let instance = Instance::start_with(Redis::new(server.url()), generation_timeout);
        instance.wait().await;
        instance
    };
    let short = start(Duration::from_millis(100)).await;
    let long = start(Duration::from_secs(30)).await;
    let token = Token::new();
    let granted = long.tier.lease(&key("/a"), token).await;
    assert_eq!(granted, Ok(Lease::Granted));
    let busy = short.tier.lease(&key("/a"), Token::new()).await;
    assert!(matches!(busy, Ok(Lease::Busy { .. })), "{busy:?}");
    assert_eq!(
        long.put(&key("/a"), "text", &[], Some(token)).await,
        Put::Stored
    );
    // As after the clock was set back: it would last for longer than it ever did.
    let path = long.tier.state.keys.path(key("/a").path);
    let field = String::from_utf8(vec![b'\n'; 16]).unwrap() + ":l";
    for (left, length, is_granted) in [(10, 9, true), (9, 10, false)] {
        let now: u64 = server
            .cli(&["time"])
            .lines()
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let ends = (now + left * 1_000) * 1_000;
        let lease = format!("token 1 {ends} {}", length * 1_000_000);
        server.cli(&["hset", &path, &field, &lease]);
        let lease = short.tier.lease(&key("/a"), Token::new()).await;
        assert_eq!(lease == Ok(Lease::Granted), is_granted, "{left} {length}");
    }
}

#[tokio::test]
async fn a_path_has_a_limited_number_of_records() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start(&server.url()).await;
    for variant in 0..400_u16 {
        let [high, low] = variant.to_be_bytes();
        let mut key = key("/a");
        key.field[0] = high;
        key.field[1] = low;
        instance.store(&key, "text", &[]).await;
        assert_eq!(instance.text(&key).await.as_deref(), Some("text"));
    }
    let path = instance.tier.state.keys.path(key("/a").path);
    let fields: usize = server.cli(&["hlen", &path]).parse().unwrap();
    assert!(fields <= 2 * 256 + 64, "{fields}");
}

#[tokio::test]
async fn case_109_a_malformed_record_is_a_miss() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start(&server.url()).await;
    let path = instance.tier.state.keys.path(key("/a").path);
    instance.store(&key("/a"), "text", &[]).await;
    let field = String::from_utf8(vec![b'\n'; 16]).unwrap() + ":m";
    server.cli(&["hset", &path, &field, "nonsense"]);
    assert_eq!(instance.text(&key("/a")).await, None);
    // So is one of a tag whose version is malformed.
    instance.store(&key("/b"), "text", &[tag("t")]).await;
    server.cli(&["hset", "{shop:tags}:v", "ut", "nonsense"]);
    for _ in 0..10 {
        assert_eq!(instance.text(&key("/b")).await, None);
    }
    // A value of another type is an error of that operation only.
    server.cli(&["del", &path]);
    server.cli(&["set", &path, "text"]);
    assert_eq!(instance.tier.get(&key("/a")).await.err(), Some(Unavailable));
    assert!(instance.tier.state.is_up());
    instance.invalidate(&[Tag::path("/a")], Effect::Hard).await;
    instance.store(&key("/a"), "text", &[]).await;
    assert_eq!(instance.text(&key("/a")).await.as_deref(), Some("text"));
}

/// A lease of a new key, which is added to the keys. The first attempts may fail, because a connection has ended.
pub(super) async fn leased(instance: &Instance, keys: &mut Vec<TierKey>) -> (TierKey, Token) {
    for _ in 0..1_000 {
        let key = key(&format!("/{}", keys.len()));
        keys.push(key);
        let token = Token::new();
        if let Ok(Lease::Granted) = instance.tier.lease(&key, token).await {
            return (key, token);
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("no lease is granted");
}

#[tokio::test(flavor = "multi_thread")]
async fn case_96_a_record_is_whole_or_absent() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let proxy = FaultyProxy::start(server.address());
    // No operation ends by its budget, which is longer than this test waits for anything.
    let budget = Duration::from_secs(20);
    let generation_timeout = Duration::from_secs(30);
    let instance = Instance::start_within(budget, Redis::new(proxy.url()), generation_timeout);
    instance.wait().await;
    // The server has the script, so that the request is cut, and not the one that finds it missing.
    instance.store(&key("/first"), "text", &[]).await;
    let body = "x".repeat(200_000);
    let has = |key: &TierKey, part: &str| {
        let path = instance.tier.state.keys.path(key.path);
        let field = String::from_utf8(key.field.to_vec()).unwrap() + part;
        server.cli(&["hexists", &path, &field])
    };
    let mut keys = Vec::new();
    for fault in [
        Fault::CutRequest(0),
        Fault::CutRequest(1),
        Fault::CutRequest(100_000),
        // Its last bytes are missing.
        Fault::CutRequest(200_000),
        // The server has the whole record, and the instance does not know it.
        Fault::Mute,
    ] {
        let (key, token) = leased(&instance, &mut keys).await;
        let record = NewRecord {
            bytes: Bytes::from(body.clone()),
            tags: &[tag("t")],
            epoch: instance.tier.epoch(),
            since_start: Duration::ZERO,
            age: Duration::ZERO,
            lifetime: DAY,
        };
        proxy.set(fault);
        let put = async {
            let put = instance.tier.put(&key, record, Some(&token)).await;
            proxy.set(Fault::None);
            put
        };
        let arrival = async {
            if fault == Fault::Mute {
                until("the server has the record", || has(&key, ":m") == "1").await;
                proxy.disconnect();
            }
        };
        let (put, ()) = tokio::join!(put, arrival);
        assert!(put.is_err(), "{fault:?}: {put:?}");
    }
    instance.wait().await;
    let last = instance.text(keys.last().unwrap()).await;
    assert_eq!(last.as_ref(), Some(&body));
    for key in keys {
        assert_eq!(has(&key, ":m"), has(&key, ":b"));
        let text = instance.text(&key).await;
        assert_eq!(text.map_or(body.len(), |text| text.len()), body.len());
    }
}
