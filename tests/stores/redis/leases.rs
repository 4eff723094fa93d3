//! Leases: their ends, and what others do meanwhile.

use super::{
    Instance,
    sharing::{share, two},
};
use router_runtime::prelude::*;
use router_tests::{
    redis_server::{Fault, FaultyProxy, RedisServer},
    wait::{TIMEOUT, wait_for},
};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// The number of fields of this kind, over all paths.
fn fields(server: &RedisServer, kind: &str) -> usize {
    let paths = server.cli(&["keys", "{shop:p:*"]);
    let fields = paths.lines().map(|path| server.cli(&["hkeys", path]));
    fields.map(|it| it.matches(kind).count()).sum()
}

/// The number of leases that the server has granted, over all paths.
fn granted(server: &RedisServer) -> usize {
    let paths = server.cli(&["keys", "{shop:p:*"]);
    let counts = paths.lines().map(|path| server.cli(&["hget", path, "c"]));
    counts.filter_map(|count| count.parse::<usize>().ok()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_that_is_granted_too_late_ends() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let proxy = FaultyProxy::start(server.address());
    let instance = Instance::start_in_time(&proxy.url()).await;
    // The handler runs for each request, so that none looks for a record before.
    let own = |_| ([("set-cookie", "a=1")], "own");
    instance.state.respond("a", own);
    instance.get("/a").await;
    instance.cache.settled().await;
    let before = granted(&server);
    // The request arrives in time, the response does not. On a busy machine both may be late.
    proxy.set(Fault::Delay(Duration::from_millis(40)));
    wait_for("the grant", async || {
        instance.get("/a").await;
        (granted(&server) > before).then_some(())
    })
    .await;
    wait_for("the end of the lease", async || {
        (fields(&server, ":l") == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_lease_ends_if_its_record_is_refused() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start(&server.url()).await;
    let gate = instance.state.gate("a");
    let pending = instance.start("/a").await;
    instance.wait_for_runs("a", 1).await;
    let records = fields(&server, ":m");
    assert_eq!(fields(&server, ":l"), 1);
    server.cli(&["config", "set", "maxmemory", "1"]);
    gate.open(1);
    assert_eq!(pending.response().await.body, "a 1");
    wait_for("the end of the lease", async || {
        (fields(&server, ":l") == 0).then_some(())
    })
    .await;
    assert_eq!(fields(&server, ":m"), records);
}

#[tokio::test]
async fn a_record_that_is_refused_is_not_followed_by_an_older_one() {
    let Some((server, one, other)) = two().await else {
        return;
    };
    share(&one, &other, "/a").await;
    let records = fields(&server, ":m");
    wait_for("the call", async || {
        one.cache.revalidate_tag("item-a").await.ok()
    })
    .await;
    let runs = one.state.runs("a");
    let gate = one.state.gate("a");
    wait_for("a new run", async || {
        assert!(one.get("/a").await.line().starts_with("200 STALE"));
        (one.state.runs("a") > runs).then_some(())
    })
    .await;
    server.cli(&["config", "set", "maxmemory", "1"]);
    gate.open(1);
    wait_for("the end of the old record", async || {
        (fields(&server, ":m") == records - 1).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_response_that_another_instance_regenerates_is_sent_without_asking_each_time() {
    let Some((server, one, other)) = two().await else {
        return;
    };
    share(&one, &other, "/a").await;
    let runs = other.state.runs("a");
    let gate = other.state.gate("a");
    wait_for("the call", async || {
        other.cache.revalidate_tag("item-a").await.ok()
    })
    .await;
    wait_for("the run of the other instance", async || {
        other.get("/a").await;
        (other.state.runs("a") > runs).then_some(())
    })
    .await;
    wait_for("the lease", async || {
        (fields(&server, ":l") == 1).then_some(())
    })
    .await;
    let scripts = || {
        let stats = server.cli(&["info", "commandstats"]);
        let line = stats.lines().find(|it| it.starts_with("cmdstat_evalsha:"));
        let calls = line.unwrap().split(['=', ',']).nth(1).unwrap();
        calls.parse::<usize>().unwrap()
    };
    let before = scripts();
    let end = Instant::now() + Duration::from_secs(1);
    let mut count = 0;
    while Instant::now() < end {
        assert!(one.line("/a").await.starts_with("200 STALE"));
        count += 1;
    }
    let more = scripts() - before;
    println!("{count} requests, {more} scripts");
    // Three scripts four times a second, and those of the sessions.
    assert!(more < 60, "{more} scripts for {count} requests");
    gate.open(1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_does_not_wait_for_the_end_of_its_lease() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let proxy = FaultyProxy::start(server.address());
    let instance = Instance::start(&proxy.url()).await;
    let stalled = proxy.clone();
    instance.state.plan("a", move |_| {
        stalled.set(Fault::Stall);
        async { Ok(([("set-cookie", "a=1")], "own").into_response()) }
    });
    // If it waited, it would be until the timeout of the operation.
    let response = timeout(TIMEOUT / 2, instance.get("/a")).await;
    assert_eq!(response.expect("no wait").body, "own");
    assert_eq!(fields(&server, ":l"), 1);
    proxy.set(Fault::None);
    wait_for("the end of the lease", async || {
        (fields(&server, ":l") == 0).then_some(())
    })
    .await;
}
