//! `generate_static_params`, `dynamic_params` and `prerender()`.

mod start_up;

use crate::{app, both_ways};
use router_runtime::{TrailingSlash, cache::CacheOptions, prelude::*, testing::Clock};
use router_tests::{
    handlers::Handlers,
    test_app::{ROUTER, SERVICE, TestApp},
    wait::{TIMEOUT, wait_for},
};
use std::time::Duration;

#[tokio::test]
async fn unknown_params_are_not_found() {
    // `dynamic_params = false`: 404 for params that `generate_static_params` does not list.
    for app in both_ways().await {
        app.state.set_static_params(&["a", "b c"]);
        assert_eq!(
            app.get("/listed/a").await.line(),
            "200 MISS stored listed/a 1"
        );
        assert_eq!(
            app.get("/listed/b%20c").await.line(),
            "200 MISS stored listed/b c 1"
        );
        let unlisted = app.get("/listed/x").await;
        assert_eq!(unlisted.status, 404);
        assert_eq!(app.state.runs("listed/x"), 0);
        assert_eq!(app.get("/made/x").await.status, 200);
    }
}

#[tokio::test]
async fn a_list_of_params_that_panics_is_a_500_and_is_run_again() {
    for app in both_ways().await {
        app.state.set_static_params(&["broken"]);
        assert_eq!(app.get("/listed/a").await.status, 500);
        assert_eq!(app.get("/minute").await.status, 200);
        app.state.set_static_params(&["a"]);
        assert_eq!(app.get("/listed/a").await.status, 200);
    }
}

#[tokio::test]
async fn a_list_of_params_that_fails_is_a_500_and_is_run_again() {
    for app in both_ways().await {
        app.state.set_static_params(&["failed"]);
        assert_eq!(app.get("/listed/a").await.status, 500);
        assert_eq!(app.get("/minute").await.status, 200);
        app.state.set_static_params(&["a"]);
        assert_eq!(app.get("/listed/a").await.status, 200);
    }
}

#[tokio::test]
async fn prerender_reports_a_list_of_params_that_fails() {
    let handlers = Handlers::default();
    handlers.set_static_params(&["failed"]);
    let clock = Clock::new();
    let builder = app::builder(handlers.clone()).cache(CacheOptions::new().clock(clock));
    handlers.set_cache(builder.cache_handle());
    let failures = builder.prerender().await.failures;
    let failures: Vec<String> = failures.iter().map(ToString::to_string).collect();
    assert_eq!(
        failures,
        ["`/listed/[id]` of `/listed/[id]`: generate_static_params: no database"]
    );
}

#[tokio::test(start_paused = true)]
async fn case_117_routes_that_hang_delay_no_other_route() {
    let handlers = Handlers::default();
    let ids: Vec<String> = (0..100).map(|id| id.to_string()).collect();
    handlers.set_static_params(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    for id in &ids {
        handlers.hang(&format!("listed/{id}"));
    }
    let clock = Clock::new();
    let builder = app::builder(handlers.clone()).cache(CacheOptions::new().clock(clock.clone()));
    handlers.set_cache(builder.cache_handle());
    let mut prerender = Box::pin(builder.prerender());
    let hung = async || {
        let runs = ids.iter().map(|id| handlers.runs(&format!("listed/{id}")));
        let has_others = ["minute", "static", "made/first"].map(|name| handlers.runs(name));
        (runs.sum::<usize>() == 4 && has_others == [1; 3]).then_some(())
    };
    tokio::select! {
        _ = &mut prerender => panic!("it waits for the handlers"),
        () = wait_for("the other routes", hung) => {}
    }
    clock.advance(Duration::from_secs(31));
    let report = tokio::time::timeout(TIMEOUT, prerender).await.unwrap();
    assert_eq!(report.failures.len(), 100);
    let text = report.to_string();
    for line in [
        "\n  4 of `/listed/[id]`, such as `/listed/",
        "`: its status is 504\n",
        "\n  96 of `/listed/[id]`, such as `/listed/",
        "`: not tried, because 4 responses of the route timed out",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let first = format!(
        "prerendered {0} of {1} responses\n",
        report.generated,
        report.generated + 100
    );
    assert!(text.starts_with(&first), "{text}");
}

#[tokio::test(start_paused = true)]
async fn case_117_a_list_of_params_that_hangs_delays_no_other_route() {
    let handlers = Handlers::default();
    handlers.set_static_params(&["hung"]);
    let clock = Clock::new();
    let builder = app::builder(handlers.clone()).cache(CacheOptions::new().clock(clock.clone()));
    handlers.set_cache(builder.cache_handle());
    let mut prerender = Box::pin(builder.prerender());
    let hung = async || {
        let runs = ["hung list", "minute", "made/first"].map(|name| handlers.runs(name));
        (runs == [1; 3]).then_some(())
    };
    tokio::select! {
        _ = &mut prerender => panic!("it waits for the list"),
        () = wait_for("the other routes", hung) => {}
    }
    clock.advance(Duration::from_secs(31));
    let report = tokio::time::timeout(TIMEOUT, prerender).await.unwrap();
    let failures: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
    assert_eq!(
        failures,
        ["`/listed/[id]` of `/listed/[id]`: generate_static_params did not return within 30 s"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_list_of_params_that_hangs_is_a_504_and_is_run_again() {
    for app in both_ways().await {
        app.state.set_static_params(&["hung"]);
        let waiting = app.spawn("/listed/a");
        app.wait_for_runs("hung list", 1).await;
        app.advance(30);
        assert_eq!(waiting.await.unwrap().status, 504);
        app.state.set_static_params(&["a"]);
        assert_eq!(app.spawn("/listed/a").await.unwrap().status, 200);
    }
}

#[tokio::test]
async fn a_handler_with_axum_extractors_is_cached_where_slashes_are_added() {
    let handlers = Handlers::default();
    let builder = app::builder(handlers.clone()).trailing_slash(TrailingSlash::Add);
    let cache = builder.cache_handle();
    for way in [ROUTER, SERVICE] {
        cache.purge_path("/matched/a").await.unwrap();
        let app = TestApp::open(way, &builder, handlers.clone(), Clock::new()).await;
        let made = "/matched/{id}/ a /matched/a/";
        let first = app.get("/matched/a/").await.line();
        assert_eq!(first, format!("200 MISS stored {made}"));
        let second = app.get("/matched/a/").await.line();
        assert_eq!(second, format!("200 HIT {made}"));
    }
}

#[tokio::test]
async fn case_80_prerender_reports_failures() {
    // Every cached GET without params and every listed one is generated; failures are reported with route and reason.
    let handlers = Handlers::default();
    handlers.set_static_params(&["a", "b"]);
    handlers.respond("two", |_| StatusCode::INTERNAL_SERVER_ERROR);
    handlers.respond("short", |_| [("set-cookie", "a=b")]);
    let clock = Clock::new();
    let builder = app::builder(handlers.clone()).cache(CacheOptions::new().clock(clock.clone()));
    handlers.set_cache(builder.cache_handle());
    let prerender = builder.prerender().await;
    for (name, runs) in [
        ("minute", 1),
        ("static", 1),
        ("listed/a", 1),
        ("listed/b", 1),
        ("made/first", 1),
        ("two", 1),
        ("short", 1),
        ("plain", 0),
        ("zero", 0),
    ] {
        assert_eq!(handlers.runs(name), runs, "{name}");
    }
    let failures: Vec<String> = prerender.failures.iter().map(ToString::to_string).collect();
    assert_eq!(
        failures,
        [
            "`/short` of `/short`: it has a `Set-Cookie` header, which is for one client",
            "`/two` of `/two`: its status is 500",
        ]
    );
    let app = TestApp::open(ROUTER, &builder, handlers.clone(), clock).await;
    assert_eq!(app.get("/minute").await.line(), "200 HIT minute 1");
    assert_eq!(app.get("/listed/a").await.line(), "200 HIT listed/a 1");
    assert_eq!(app.get("/two").await.status, 500);
}
