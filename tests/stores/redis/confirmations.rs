//! Entries and runs that the server has to confirm.

use super::Instance;
use router_runtime::cache::Consistency;
use router_tests::{
    redis_server::{Fault, FaultyProxy, RedisServer},
    wait::wait_for,
};
use std::time::Duration;
use tokio::time::{Instant, pause, sleep};

/// The usual timeout of an operation.
const BUDGET: Duration = Duration::from_millis(50);

/// A strong instance confirms each hit, another one only after the log was silent for a second.
#[tokio::test]
async fn hits_in_memory_are_confirmed_by_the_server() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let url = server.url();
    let plain = Instance::start_in_time(&url).await;
    let strong = Instance::start_strong_in_time(&url).await;
    let plain_on_time = Instance::start_on_time(&url, Consistency::default()).await;
    let strong_on_time = Instance::start_on_time(&url, Consistency::Strong).await;
    for instance in [&plain, &strong, &plain_on_time, &strong_on_time] {
        // On a busy machine a confirmation may take longer than its budget.
        wait_for("a confirmed hit", async || {
            (instance.get("/a").await.state() == "HIT").then_some(())
        })
        .await;
    }
    server.freeze();
    pause();
    let unconfirmed = async |instance: &Instance| {
        let response = instance.spawn("/a").response().await;
        response.header("cache-status").unwrap().contains("l2-down")
    };
    for instance in [&plain, &plain_on_time] {
        assert!(!unconfirmed(instance).await);
    }
    for instance in [&strong, &strong_on_time] {
        assert!(unconfirmed(instance).await);
    }
    sleep(Duration::from_millis(1_100)).await;
    for instance in [&plain, &plain_on_time] {
        assert!(unconfirmed(instance).await);
    }
}

#[tokio::test]
async fn a_strong_instance_does_not_join_a_run_from_before_an_invalidation() {
    does_not_join(false).await;
}

/// The note that the response of the path must not be stored has ended.
#[tokio::test]
async fn a_strong_instance_confirms_behind_an_ended_note() {
    does_not_join(true).await;
}

/// The log of the strong instance arrives later than the acknowledgement on another one.
async fn does_not_join(has_note: bool) {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let proxy = FaultyProxy::start(server.address());
    let one = Instance::start(&server.url()).await;
    let strong = Instance::start_strong(&proxy.url()).await;
    proxy.set(Fault::Delay(Duration::from_millis(10)));
    // On a busy machine the confirmation may take longer than its budget.
    for round in 0..20 {
        let slug = format!("joined-{round}");
        let (path, tag) = (format!("/{slug}"), format!("item-{slug}"));
        if has_note {
            let own = |_| ([("set-cookie", "a=1")], "own");
            strong.state.respond(&slug, own);
            strong.get(&path).await;
            strong.advance(121);
        }
        let runs = strong.state.runs(&slug);
        let gate = strong.state.gate(&slug);
        let before = strong.start(&path).await;
        strong.wait_for_runs(&slug, runs + 1).await;
        if one.cache.update_tag(&tag).await.is_err() {
            gate.open(1);
            continue;
        }
        let after = strong.start(&path).await;
        gate.open(2);
        assert_eq!(before.response().await.body, format!("{slug} {}", runs + 1));
        let after = after.response().await;
        if !after.header("cache-status").unwrap().contains("l2-down") {
            assert_eq!(after.body, format!("{slug} {}", runs + 2));
            return;
        }
    }
    panic!("nothing was confirmed");
}

/// The number of times that the server has run this command.
fn calls(server: &RedisServer, command: &str) -> usize {
    let stats = server.cli(&["info", "commandstats"]);
    let start = format!("cmdstat_{command}:calls=");
    let mut counts = stats.lines().filter_map(|line| line.strip_prefix(&start));
    let count = counts.next().and_then(|rest| rest.split(',').next());
    count.map_or(0, |count| count.parse().unwrap())
}

#[tokio::test]
async fn keys_that_are_too_long_wait_for_no_confirmation() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let strong = Instance::start_strong(&server.url()).await;
    let language = "x".repeat(300);
    let before = calls(&server, "hmget");
    for run in 1..=200 {
        let headers = [("accept-language", &*language)];
        let response = strong.get_with("/varied", &headers).await;
        assert_eq!(response.body, format!("varied {run}"));
    }
    // Those of the session.
    let more = calls(&server, "hmget") - before;
    assert!(more < 100, "{more}");
}

#[tokio::test]
async fn a_request_waits_once_for_a_server_that_does_not_respond() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let strong = Instance::start_strong_in_time(&server.url()).await;
    server.freeze();
    // From now on only timers take time, so that the speed of the machine does not matter.
    pause();
    let start = Instant::now();
    let response = strong.spawn("/cold").response().await;
    assert_eq!(response.body, "cold 1");
    // Two operations would take twice the budget.
    let time = start.elapsed();
    assert!(time < 2 * BUDGET, "{time:?}");
}
