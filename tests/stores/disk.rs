//! The file: its limit, its lock, and the disk below it.

use crate::instance::{Instance, Store};
use axum::http::StatusCode;
use router_runtime::{cache::RevalidateError, prelude::*};
use router_tests::{response::BufferedResponse, wait::wait_for};
use std::fs;

#[tokio::test]
async fn case_89_the_file_stays_below_its_limit_and_used_entries_remain() {
    const LIMIT: u64 = 4 << 20;
    let mut app = Instance::with(Store::disk(), |options| {
        // Memory that is too small, so that entries are read from the file.
        options
            .disk_bytes(LIMIT)
            .max_bytes(64 << 10)
            .max_entry(16 << 10)
    })
    .await;
    let body = |name: &str| (StatusCode::OK, name.repeat(10_000 / name.len())).into_response();
    app.state
        .plan("hot", move |_| async move { Ok(body("hot")) });
    app.get("/hot").await;
    for number in 0..3_000 {
        let name = format!("page-{number:04}");
        let own = name.clone();
        app.state.plan(&name, move |_| {
            let response = body(&own);
            async move { Ok(response) }
        });
        app.get(&format!("/{name}")).await;
        if number % 20 == 0 {
            app.get("/hot").await;
        }
    }
    app.restart().await;
    assert_eq!(app.get("/hot").await.state(), "HIT l2");
    assert_eq!(app.get("/page-2999").await.state(), "HIT l2");
    assert_eq!(app.get("/page-0000").await.state(), "MISS stored");
    // Otherwise it would have been removed after each 250 entries.
    let runs = app.state.runs("hot");
    assert!(runs < 6, "{runs} runs");
    // The entries have 30 MB. Beyond the limit there is the room of entries that were removed since the last durable commit, 4 MiB, and of
    // those that one transaction adds, at most 16 MiB where the disk is slow.
    let size = file_size(&app);
    assert!(size < LIMIT + (20 << 20), "{size} bytes");
}

fn file_size(app: &Instance) -> u64 {
    fs::metadata(app.store.file()).unwrap().len()
}

#[tokio::test]
async fn a_file_that_another_process_uses_is_taken_over_when_that_ends() {
    let first = Instance::start(Store::disk()).await;
    first.get("/a").await;
    let second = Instance::start(first.store.clone()).await;
    let miss = second.get("/a").await;
    assert_eq!(miss.line(), "200 MISS stored a 1");
    assert!(
        miss.header("cache-status")
            .unwrap()
            .ends_with("; detail=l2-down")
    );
    let refused = second.cache.update_tag("item-a").await;
    assert_eq!(refused, Err(RevalidateError::Degraded));
    assert_eq!(second.line("/a").await, "200 EXPIRED stored a 2");
    drop(first);
    // The queued invalidation is written, and what is in memory is invalid, because the first may have invalidated it.
    let expired = async || (second.get("/a").await.state() == "EXPIRED stored").then_some(());
    wait_for("the takeover", expired).await;
    let accepted = async || second.cache.update_tag("item-a").await.ok();
    wait_for("an accepted invalidation", accepted).await;
}

#[tokio::test]
async fn a_lease_of_a_file_that_cannot_be_read_does_not_show_that_it_can_be_used() {
    const TOKEN: &str = "0123456789abcdef0123456789abcdef";
    let store = Store::disk();
    fs::create_dir(store.file()).unwrap();
    let app = Instance::with(store, |options| options.on_demand_token(TOKEN)).await;
    let is_down = |response: &BufferedResponse| {
        let status = response.header("cache-status").unwrap();
        status.ends_with("; detail=l2-down")
    };
    assert!(is_down(&app.get("/a").await));
    // The handler runs in any case: the file is not read.
    let on_demand = [("x-prerender-revalidate", TOKEN)];
    for run in 2..4 {
        let response = app.get_with("/a", &on_demand).await;
        assert_eq!(response.line(), format!("200 REVALIDATED stored a {run}"));
        assert!(is_down(&response), "{run}");
    }
}

#[tokio::test]
async fn case_85_a_folder_in_the_place_of_the_file_does_not_prevent_serving() {
    let store = Store::disk();
    fs::create_dir(store.file()).unwrap();
    let app = Instance::start(store).await;
    for expected in ["200 MISS stored a 1", "200 HIT a 1"] {
        assert_eq!(app.line("/a").await, expected);
    }
    assert_eq!(
        app.cache.revalidate_path("/a").await,
        Err(RevalidateError::Degraded)
    );
    assert_eq!(app.line("/a").await, "200 EXPIRED stored a 2");
    assert_eq!(app.method("PUT", "/a").await.status, 204);
    assert_eq!(app.line("/a").await, "200 EXPIRED stored a 3");
}
