//! `CacheEntry`: tags and lifetimes that a handler sets while it runs.

use crate::{
    both_ways, both_ways_with,
    invalidation::{fill, states},
};

#[tokio::test]
async fn tags_of_a_run_invalidate_its_response() {
    for app in both_ways().await {
        let paths = ["/entry/a", "/entry/b", "/entry/static", "/entry/error"];
        fill(&app, &paths).await;
        app.cache.update_tag("post-a").await.unwrap();
        let expected = ["EXPIRED stored", "HIT", "HIT", "HIT"];
        assert_eq!(states(&app, &paths).await, expected);
        app.cache.revalidate_tag("post-b").await.unwrap();
        app.cache.purge_tag("post-static").await.unwrap();
        app.cache.update_tag("post-error").await.unwrap();
        let expected = ["HIT", "STALE", "MISS stored", "EXPIRED stored"];
        assert_eq!(states(&app, &paths).await, expected);
        app.get_until("/entry/b", "entry/b 2").await;
        app.cache.update_tag("posts").await.unwrap();
        let expected = ["EXPIRED stored", "EXPIRED stored", "HIT", "HIT"];
        assert_eq!(states(&app, &paths).await, expected);
    }
}

#[tokio::test]
async fn a_run_sets_the_lifetime_of_its_response() {
    for app in both_ways().await {
        for (id, period) in [
            ("usual", 60),
            ("short", 10),
            ("long", 3600),
            ("shortest", 20),
            ("static", 5),
        ] {
            let path = format!("/entry/{id}");
            let stored = app.get(&path).await;
            let value = stored.header("cache-control").unwrap();
            assert!(value.contains(&format!("s-maxage={period}")), "{value}");
            app.advance(period - 1);
            assert_eq!(app.get(&path).await.state(), "HIT", "{id}");
            app.advance(1);
            assert_eq!(app.get(&path).await.state(), "STALE", "{id}");
        }
    }
}

#[tokio::test]
async fn a_run_prevents_the_storing_of_its_response() {
    for app in both_ways().await {
        for id in ["unstored", "zero", "ignored"] {
            let path = format!("/entry/{id}");
            let response = app.get(&path).await;
            assert_eq!(response.line(), format!("200 MISS entry/{id} 1"));
            assert!(
                response
                    .header("cache-control")
                    .unwrap()
                    .contains("no-store")
            );
            let again = app.get(&path).await;
            assert_eq!(again.line(), format!("200 BYPASS uncacheable entry/{id} 2"));
        }
    }
}

#[tokio::test]
async fn other_caches_must_not_store_it_either_although_the_handler_allows_it() {
    for app in both_ways().await {
        for id in ["unstored", "ignored"] {
            app.state.respond(&format!("entry/{id}"), |_| {
                [
                    ("cache-control", "public, s-maxage=60"),
                    ("cdn-cache-control", "max-age=60"),
                    ("surrogate-control", "max-age=60"),
                ]
            });
            // First in a flight, then outside of flights.
            for state in ["MISS", "BYPASS uncacheable"] {
                let response = app.get(&format!("/entry/{id}")).await;
                assert_eq!(response.state(), state, "{id}");
                let control = response.header("cache-control").unwrap();
                assert!(control.contains("no-store"), "{id}: {control}");
                assert_eq!(response.header("cdn-cache-control"), None, "{id}");
                assert_eq!(response.header("surrogate-control"), None, "{id}");
            }
        }
    }
}

#[tokio::test]
async fn a_run_prevents_the_storing_while_its_body_is_streamed() {
    for app in both_ways().await {
        for id in ["late", "late-tag", "late-large"] {
            for state in ["MISS", "BYPASS uncacheable"] {
                let response = app.get(&format!("/entry/{id}")).await;
                assert_eq!(response.state(), state, "{id}");
                assert!(response.body.starts_with('1') && response.body.ends_with('2'));
                let control = response.header("cache-control").unwrap();
                assert!(control.contains("no-store"), "{id}: {control}");
            }
        }
    }
}

#[tokio::test]
async fn case_70_tags_of_a_run_have_limits() {
    // The limit of 128 tags includes the declared one; more and longer ones are errors.
    for app in both_ways().await {
        for id in ["too-many", "too-long", "many"] {
            let response = app.get(&format!("/entry/{id}")).await;
            assert_eq!(response.status, 500, "{id}");
            assert_eq!(app.get(&format!("/entry/{id}")).await.status, 500, "{id}");
        }
        assert_eq!(app.state.runs("entry/many"), 2, "the last tag is too many");
    }
}

#[tokio::test]
async fn an_invalidation_during_a_run_counts_for_tags_that_it_adds_later() {
    for app in both_ways().await {
        let gate = app.state.gate("entry/a");
        let before = app.start("/entry/a").await;
        app.wait_for_runs("entry/a", 1).await;
        app.cache.update_tag("post-a").await.unwrap();
        let after = app.start("/entry/a").await;
        gate.open(10);
        assert_eq!(before.await.unwrap().body, "entry/a 1");
        assert_eq!(
            after.await.unwrap().body,
            "entry/a 2",
            "made after the invalidation"
        );
        assert_eq!(app.get("/entry/a").await.line(), "200 HIT entry/a 2");

        let gate = app.state.gate("entry/b");
        let before = app.start("/entry/b").await;
        app.wait_for_runs("entry/b", 1).await;
        app.cache.revalidate_tag("post-b").await.unwrap();
        gate.open(10);
        assert_eq!(before.await.unwrap().body, "entry/b 1");
        assert_eq!(app.get("/entry/b").await.line(), "200 STALE entry/b 1");
    }
}

#[tokio::test]
async fn a_run_for_one_request_has_an_entry_too() {
    for app in both_ways_with(|options| options.max_flights(1)).await {
        let gate = app.state.gate("minute");
        let other = app.start("/minute").await;
        app.wait_for_runs("minute", 1).await;
        assert_eq!(
            app.get("/entry/a").await.line(),
            "200 BYPASS busy entry/a 1"
        );
        gate.open(1);
        other.await.unwrap();
    }
}

#[tokio::test]
async fn a_handler_that_is_not_cached_has_no_entry() {
    for app in both_ways().await {
        assert_eq!(app.get("/entry/uncached").await.status, 500);
        let response = app.method("POST", "/entry/uncached").await;
        assert!(response.body.contains("works in cached handlers only"));
    }
}
