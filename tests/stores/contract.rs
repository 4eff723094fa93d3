//! The contract over every store. A store that outlives the process is restarted wherever a test says so; memory is not.

use crate::instance::{Instance, Store};
use metrics::set_default_local_recorder;
use router_runtime::{cache::CacheOptions, prelude::*};
use router_tests::{recorder::Values, wait::wait_for};
use std::time::Duration;

/// Restarts an instance whose store outlives it. Returns the state of a hit on what it has stored.
async fn restart(app: &mut Instance) -> &'static str {
    if app.store.is_lasting() {
        app.restart().await;
        "HIT l2"
    } else {
        "HIT"
    }
}

#[tokio::test]
async fn case_82_an_entry_is_a_hit_after_a_restart_with_its_age() {
    let mut apps = Vec::from(Instance::both_ways(Store::disk).await);
    for store in Store::lasting() {
        apps.push(Instance::start(store).await);
    }
    for mut app in apps {
        let is_exact = app.store.has_clock_of_instance();
        let first = app.get("/a").await;
        assert_eq!(first.line(), "200 MISS stored a 1");
        app.advance(10);
        app.restart().await;
        app.advance(5);
        let second = app.get("/a").await;
        assert_eq!(second.line(), "200 HIT l2 a 1");
        let age = second.age().unwrap();
        assert_eq!(second.ttl(), Some(60 - age.cast_signed()));
        assert!(if is_exact { age == 15 } else { age < 15 }, "{age}");
        for name in [
            "etag",
            "last-modified",
            "cache-control",
            "content-length",
            "vary",
        ] {
            assert_eq!(second.header(name), first.header(name), "{name}");
        }
        app.advance(1);
        let third = app.get("/a").await;
        assert_eq!(third.line(), "200 HIT a 1");
        let more = third.age().unwrap() - age;
        assert!(more == 1 || !is_exact && more > 1, "{more}");
    }
}

#[tokio::test]
async fn case_82_every_kind_of_entry_is_stored() {
    for store in Store::all() {
        let mut app = Instance::start(store).await;
        let paths = ["/a", "/a%20b", "/static", "/gone", "/data"];
        let mut bodies = Vec::new();
        for path in paths {
            bodies.push(app.get(path).await);
        }
        let runs =
            |app: &Instance| ["a", "a b", "static", "gone", "data"].map(|it| app.state.runs(it));
        assert_eq!(runs(&app), [1; 5]);
        restart(&mut app).await;
        app.advance(59);
        for (path, before) in paths.iter().zip(&bodies) {
            let after = app.get(path).await;
            assert_eq!((after.status, &after.body), (before.status, &before.body));
        }
        assert_eq!(runs(&app), [1; 5]);
        // The error page is rendered for each client, as before.
        let page = app.get_with("/gone", &[("accept", "text/html")]).await;
        assert!(
            page.header("content-type")
                .unwrap()
                .starts_with("text/html")
        );
        let head = app.method("HEAD", "/a").await;
        assert_eq!(head.state(), "HIT");
        let etag = bodies[0].header("etag").unwrap();
        let unchanged = app.get_with("/a", &[("if-none-match", etag)]).await;
        assert_eq!(unchanged.status, 304);
    }
}

#[tokio::test]
async fn case_82_a_stale_entry_is_sent_after_a_restart_while_a_new_one_is_generated() {
    let mut stores = Store::all();
    stores.retain(Store::has_clock_of_instance);
    for store in stores {
        let mut app = Instance::start(store).await;
        app.get("/a").await;
        app.advance(70);
        restart(&mut app).await;
        let stale = app.get("/a").await;
        assert_eq!(stale.line(), "200 STALE a 1");
        assert_eq!((stale.age(), stale.ttl()), (Some(70), Some(-10)));
        assert_eq!(app.settled("/a").await.line(), "200 HIT a 2");
        let hit = restart(&mut app).await;
        assert_eq!(app.line("/a").await, format!("200 {hit} a 2"));
    }
}

#[tokio::test]
async fn case_83_hard_invalidations_apply_after_a_restart() {
    for store in Store::all() {
        let mut app = Instance::start(store).await;
        let mut run = 1;
        app.get("/a").await;
        app.get("/b").await;
        let cache = |app: &Instance| app.cache.clone();
        for kind in 0..7 {
            match kind {
                0 => cache(&app).revalidate_path("/a").await.unwrap(),
                1 => cache(&app).update_tag("items").await.unwrap(),
                2 => cache(&app).update_tag("item-a").await.unwrap(),
                3 => cache(&app)
                    .revalidate_route(crate::app::slug::ROUTE)
                    .await
                    .unwrap(),
                4 => cache(&app).purge_path("/a").await.unwrap(),
                5 => cache(&app).purge_tag("item-a").await.unwrap(),
                _ => assert_eq!(app.method("PUT", "/a").await.status, 204),
            }
            restart(&mut app).await;
            run += 1;
            let response = app.get("/a").await;
            assert!(
                response.state().ends_with(" stored"),
                "{kind}: {}",
                response.line()
            );
            assert_eq!(response.body, format!("a {run}"), "{kind}");
            let hit = restart(&mut app).await;
            assert_eq!(app.line("/a").await, format!("200 {hit} a {run}"), "{kind}");
        }
    }
}

#[tokio::test]
async fn case_83_soft_invalidations_apply_after_a_restart() {
    for store in Store::all() {
        let mut app = Instance::start(store).await;
        app.get("/a").await;
        app.cache.revalidate_tag("item-a").await.unwrap();
        restart(&mut app).await;
        assert_eq!(app.line("/a").await, "200 STALE a 1");
        assert_eq!(app.settled("/a").await.line(), "200 HIT a 2");
        if !app.store.has_clock_of_instance() {
            continue;
        }
        let limit = Duration::from_secs(30);
        app.cache
            .revalidate_tag_within("item-a", limit)
            .await
            .unwrap();
        app.get("/b").await;
        app.cache
            .revalidate_tag_within("item-b", limit)
            .await
            .unwrap();
        app.advance(20);
        restart(&mut app).await;
        assert_eq!(app.line("/a").await, "200 STALE a 2");
        app.advance(10);
        let response = app.get("/b").await;
        assert_eq!(response.body, "b 2", "{}", response.line());
    }
}

#[tokio::test]
async fn case_83_an_invalidation_during_a_run_applies_to_its_record() {
    for store in Store::all() {
        let mut app = Instance::start(store).await;
        let gate = app.state.gate("a");
        let pending = app.start("/a").await;
        app.wait_for_runs("a", 1).await;
        app.cache.update_tag("item-a").await.unwrap();
        gate.open(1);
        assert_eq!(pending.response().await.body, "a 1");
        app.cache.settled().await;
        restart(&mut app).await;
        app.state.reset("a");
        assert_eq!(app.line("/a").await, "200 MISS stored a 2");
    }
}

#[tokio::test]
async fn data_and_fetched_responses_are_stored() {
    for store in Store::all() {
        let upstream = Instance::start(Store::Memory).await;
        let address = upstream.address();
        let mut app = Instance::start(store).await;
        let plan = |app: &Instance| {
            app.state.plan("url", move |_| async move {
                Ok(format!("http://{address}/data").into_response())
            });
        };
        plan(&app);
        for _ in 0..2 {
            assert_eq!(app.get("/data").await.body, "data 1");
            assert_eq!(app.get("/fetched").await.body, "data 1");
            upstream.cache.update_tag("data").await.unwrap();
            restart(&mut app).await;
        }
        app.cache.update_tag("data").await.unwrap();
        app.cache.update_tag("fetched").await.unwrap();
        restart(&mut app).await;
        assert_eq!(app.get("/data").await.body, "data 2");
        assert_eq!(app.get("/fetched").await.body, "data 2");
    }
}

#[tokio::test]
async fn data_of_another_type_or_schema_is_a_miss() {
    for store in Store::lasting() {
        let values = Values::default();
        let _guard = set_default_local_recorder(&values);
        let mut app = Instance::start(store).await;
        let numbers = |labels: &str| {
            let series = values.of("rcache_l2 ").into_iter();
            let mut series = series.filter(|(name, _)| name.ends_with(labels));
            series.next().map_or(0, |(_, numbers)| numbers.len())
        };
        for (schema, expected) in [
            ("named", "item 1"),
            // The stored value has no price.
            ("priced", "item 2 for 5"),
            // The price is ignored.
            ("named", "item 2"),
            ("text", "item 3"),
            ("priced", "item 2 for 5"),
            ("text", "item 3"),
        ] {
            let body = app.get(&format!("/items/{schema}")).await.body;
            assert_eq!(body, expected, "{:?}", app.store);
            let runs = app.state.runs("item");
            wait_for("the record", async || {
                (numbers("operation=put result=stored") == runs).then_some(())
            })
            .await;
            app.restart().await;
        }
        assert_eq!(numbers("operation=read result=value"), 1);
    }
}

#[tokio::test]
async fn an_entry_whose_key_became_uncacheable_does_not_return() {
    for store in Store::all() {
        let mut app = Instance::start(store).await;
        app.get("/a").await;
        app.state
            .respond("a", |run| ([("set-cookie", "a=1")], format!("own {run}")));
        app.cache.revalidate_tag("item-a").await.unwrap();
        app.get("/a").await;
        app.cache.settled().await;
        restart(&mut app).await;
        let response = app.get("/a").await;
        assert_eq!(response.body, "own 3", "{}", response.line());
    }
}

#[tokio::test]
async fn prerendering_by_a_program_replaces_what_is_stored() {
    for store in Store::lasting() {
        let mut app = Instance::start(store).await;
        app.get("/static").await;
        let (handlers, clock) = app.stop().await;
        let options = CacheOptions::new().clock(clock).namespace("tests");
        let builder = crate::app::builder(handlers.clone()).cache(app.store.options(options));
        // That of a program replaces, so that a build step gets new responses.
        builder.prerender().await;
        assert_eq!(handlers.runs("static"), 2);
    }
}

#[tokio::test]
async fn case_109_a_record_without_the_code_of_the_secret_is_a_miss() {
    for store in Store::lasting() {
        let mut app = Instance::start(store).await;
        app.get("/a").await;
        app.restart_with(|options| options.record_secret("first-secret-000"))
            .await;
        assert_eq!(app.line("/a").await, "200 MISS stored a 2");
        app.restart_with(|options| options.record_secret("first-secret-000"))
            .await;
        assert_eq!(app.line("/a").await, "200 HIT l2 a 2");
        app.restart_with(|options| options.record_secret("other-secret-000"))
            .await;
        assert_eq!(app.line("/a").await, "200 MISS stored a 3");
        app.restart_with(|options| options).await;
        assert_eq!(app.line("/a").await, "200 MISS stored a 4");
    }
}
