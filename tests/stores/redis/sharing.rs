//! Responses, runs and invalidations of several instances.

use super::{Instance, cases::invalidations_are_seen, redis};
use crate::app;
use router_runtime::{
    cache::{CacheOptions, Redis},
    server::ServeOptions,
};
use router_tests::{
    handlers::Handlers, redis_server::RedisServer, response::BufferedResponse, test_app::responses,
    wait::wait_for,
};
use std::time::Duration;
use tokio::time::sleep;

/// Requests a path from one instance and then from another, which finds the record. On a busy machine an operation may take longer than its
/// budget, and the record is missing; then the path is invalidated and requested again.
pub(super) async fn share(
    one: &Instance,
    other: &Instance,
    path: &str,
) -> (BufferedResponse, BufferedResponse) {
    for _ in 0..20 {
        let first = one.get(path).await;
        one.cache.settled().await;
        let second = other.get(path).await;
        if second.state() == "HIT l2" {
            return (first, second);
        }
        for instance in [one, other] {
            let _ = instance.cache.revalidate_path(path).await;
        }
    }
    panic!("{path} is not shared");
}

/// Two instances on a server.
pub(super) async fn two() -> Option<(RedisServer, Instance, Instance)> {
    let server = RedisServer::start()?;
    let (one, other) = (
        Instance::start(&server.url()).await,
        Instance::start(&server.url()).await,
    );
    Some((server, one, other))
}

#[tokio::test]
async fn a_server_connects_before_its_first_request() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let options = CacheOptions::new().shared(redis(&server.url()));
    let service = app::builder(Handlers::default()).cache(options).service();
    let local = ServeOptions::new().host("127.0.0.1").port(0);
    let serving = tokio::spawn(service.serve_with(local));
    wait_for("the server is connected", async || {
        // One client is that of the command.
        let clients = server.cli(&["client", "list"]);
        (clients.lines().count() > 1).then_some(())
    })
    .await;
    serving.abort();
}

#[tokio::test]
async fn an_entry_of_one_instance_is_a_hit_on_another() {
    let Some((_server, one, other)) = two().await else {
        return;
    };
    for path in ["/a", "/a%20b", "/static", "/gone"] {
        let (first, second) = share(&one, &other, path).await;
        assert_eq!(
            (second.status, &second.body),
            (first.status, &first.body),
            "{path}"
        );
        assert_eq!(second.header("etag"), first.header("etag"), "{path}");
        assert_eq!(other.get(path).await.state(), "HIT", "{path}");
    }
}

#[tokio::test]
async fn data_of_one_instance_is_used_by_another() {
    let Some((_server, one, other)) = two().await else {
        return;
    };
    for _ in 0..20 {
        let first = one.get("/data").await.body;
        one.cache.settled().await;
        let before = other.state.runs("data");
        let second = other.get("/data").await.body;
        if other.state.runs("data") == before {
            assert_eq!(second, first);
            return;
        }
        let _ = one.cache.update_tag("data").await;
    }
    panic!("no data was shared");
}

/// Case 92: 20 requests to each instance while the handler takes a second.
pub(super) async fn one_runs_for_all(one: &Instance, other: &Instance) {
    // On a busy machine the request for the lease may take longer than its budget.
    for round in 0..5 {
        let slug = format!("cold-{round}");
        let gates = [one, other].map(|instance| instance.state.gate(&slug));
        let mut pending = one.start_many(&format!("/{slug}"), 20).await;
        pending.extend(other.start_many(&format!("/{slug}"), 20).await);
        let runs = || one.state.runs(&slug) + other.state.runs(&slug);
        wait_for("the first run", async || (runs() > 0).then_some(())).await;
        sleep(Duration::from_secs(1)).await;
        for gate in &gates {
            gate.open(2);
        }
        let body = format!("{slug} 1");
        for response in responses(pending).await {
            assert_eq!(response.body, body);
        }
        if runs() == 1 {
            return;
        }
    }
    panic!("every instance ran the handler");
}

#[tokio::test]
async fn case_92_one_instance_runs_the_handler_for_all() {
    let Some((_server, one, other)) = two().await else {
        return;
    };
    one_runs_for_all(&one, &other).await;
}

#[tokio::test]
async fn case_93_an_invalidation_is_seen_by_every_instance() {
    let Some((server, one, other)) = two().await else {
        return;
    };
    let strong = Instance::start_strong(&server.url()).await;
    invalidations_are_seen(&one, &other, &strong).await;
}

#[tokio::test]
async fn a_soft_invalidation_makes_entries_of_every_instance_stale() {
    let Some((_server, one, other)) = two().await else {
        return;
    };
    let (first, _) = share(&one, &other, "/a").await;
    wait_for("the call", async || {
        one.cache.revalidate_tag("item-a").await.ok()
    })
    .await;
    for instance in [&one, &other] {
        wait_for("a stale response", async || {
            let response = instance.get("/a").await;
            (response.line() == format!("200 STALE {}", first.body)).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn case_86_builds_have_entries_of_their_own_and_invalidations_in_common() {
    let Some((server, one, other)) = two().await else {
        return;
    };
    let options = |name: &str| CacheOptions::new().shared(redis(&server.url()).application(name));
    let foreign = Instance::start_with(options("other")).await;
    foreign.wait().await;
    let next =
        Instance::start_named("next", CacheOptions::new().shared(redis(&server.url()))).await;
    next.wait().await;
    share(&one, &other, "/a").await;
    for instance in [&next, &foreign] {
        assert_eq!(instance.line("/a").await, "200 MISS stored a 1");
    }
    wait_for("the call", async || {
        one.cache.update_tag("items").await.ok()
    })
    .await;
    wait_for("the invalidation", async || {
        (next.state.runs("a") == 2 || next.get("/a").await.body == "a 2").then_some(())
    })
    .await;
    assert_eq!(foreign.line("/a").await, "200 HIT a 1");
}

#[tokio::test]
async fn case_106_the_clocks_of_instances_do_not_matter() {
    let Some((_server, one, other)) = two().await else {
        return;
    };
    clocks_do_not_matter(&one, &other).await;
}

/// Case 106: the clock of one instance is an hour ahead.
pub(super) async fn clocks_do_not_matter(one: &Instance, other: &Instance) {
    other.advance(3_600);
    let (_, response) = share(one, other, "/a").await;
    assert!(response.age().unwrap() <= 2, "{:?}", response.age());
    one.advance(30);
    assert_eq!(one.get("/a").await.state(), "HIT");
    wait_for("the call", async || {
        other.cache.update_tag("item-a").await.ok()
    })
    .await;
    wait_for("the invalidation", async || {
        (one.get("/a").await.state() != "HIT").then_some(())
    })
    .await;
}

/// Case 109: a record is read with the secret that it was stored with.
pub(super) async fn records_have_a_code(redis: impl Fn() -> Redis) {
    for (secret, line) in [
        ("first-secret-000", "200 MISS stored coded 1"),
        ("first-secret-000", "200 HIT l2 coded 1"),
        ("other-secret-000", "200 MISS stored coded 1"),
        ("first-secret-000", "200 MISS stored coded 1"),
    ] {
        let options = CacheOptions::new().shared(redis());
        let instance = Instance::start_with(options.record_secret(secret)).await;
        instance.wait().await;
        assert_eq!(instance.line("/coded").await, line, "{secret}");
        instance.cache.settled().await;
    }
}
