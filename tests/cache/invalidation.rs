//! Cases 64 to 75: invalidation by path, route and tag.

use crate::{app, both_ways};
use router_runtime::prelude::*;
use router_tests::{
    test_app::{self, TestApp},
    wait::wait_for,
};
use std::time::Duration;

pub(super) async fn fill(app: &TestApp, paths: &[&str]) {
    for path in paths {
        assert_eq!(app.get(path).await.state(), "MISS stored", "{path}");
    }
}

pub(super) async fn states(app: &TestApp, paths: &[&str]) -> Vec<String> {
    let mut states = Vec::new();
    for path in paths {
        states.push(app.get(path).await.state());
    }
    states
}

#[tokio::test]
async fn case_64_path() {
    // Stored, `revalidate_path(p)`: the next GET waits and gets a new body.
    for app in both_ways().await {
        for path in ["/minute", "/static", "/slug/a", "/docs/a/b", "/"] {
            let old = app.get(path).await.body;
            app.cache.revalidate_path(path).await.unwrap();
            let response = app.get(path).await;
            assert_eq!(response.state(), "EXPIRED stored", "{path}");
            assert_eq!(response.body, old.replace(" 1", " 2"));
            assert_eq!(app.get(path).await.state(), "HIT");
        }
    }
}

#[tokio::test]
async fn case_66_a_pattern_instead_of_a_path() {
    // `revalidate_path("/x/[id]")`: an error that names `revalidate_route`; an escaped value is a path.
    let plain = both_ways().await;
    let build = |state| app::builder(state).base_path("/base");
    let below = test_app::both_ways(build, |options| options).await;
    for (app, base) in plain
        .iter()
        .map(|app| (app, ""))
        .chain(below.iter().map(|app| (app, "/base")))
    {
        let stored = ["/slug/a", "/slug/%5Bid%5D", "/docs/a/b"].map(|path| format!("{base}{path}"));
        fill(app, &stored.each_ref().map(String::as_str)).await;
        for pattern in [
            "/slug/[id]",
            "/slug/[id]/",
            "/slug/[slug]",
            "/(group)/slug/[id]",
            "/slug/:id",
            "/slug/{id}",
            "/slug/*",
            "/docs/[...path]",
            "/docs/[[...path]]",
            "/docs/{*path}",
            "/docs/:path*",
            "/docs/a/*",
        ] {
            for pattern in [pattern.to_owned(), format!("{base}{pattern}")] {
                let error = app.cache.revalidate_path(&pattern).await.unwrap_err();
                let text = error.to_string();
                assert!(text.contains("call `revalidate_route`"), "{text}");
                assert!(text.contains(&format!("found `{pattern}`")), "{text}");
                assert_eq!(app.cache.purge_path(&pattern).await, Err(error));
            }
        }
        for path in &stored {
            assert_eq!(app.get(path).await.state(), "HIT", "{path}");
        }
        for literal in ["/slug/%5Bid%5D", "/slug/%5bid%5d/"] {
            app.cache.revalidate_path(literal).await.unwrap();
            assert_eq!(app.get(&stored[1]).await.state(), "EXPIRED stored");
        }
        app.cache.revalidate_path("/slug/:other").await.unwrap();
        app.cache.revalidate_path("/unknown/[id]").await.unwrap();
        assert_eq!(app.get(&stored[0]).await.state(), "HIT");
    }
}

#[tokio::test]
async fn case_67_tag_max() {
    // Tagged, `revalidate_tag(t, Max)`: STALE and a run, then HIT.
    for app in both_ways().await {
        fill(&app, &["/tagged", "/tagged/a", "/minute"]).await;
        app.cache.revalidate_tag("news").await.unwrap();
        assert_eq!(
            states(&app, &["/tagged", "/tagged/a", "/minute"]).await,
            ["STALE", "STALE", "HIT"]
        );
        assert_eq!(app.get_until("/tagged", "tagged 2").await.state(), "HIT");
    }
}

#[tokio::test]
async fn case_68_tag_with_deadline() {
    // Tagged, hard after 1 s: GET at 0.5 s is STALE; another key at 1.5 s waits.
    for app in both_ways().await {
        fill(&app, &["/tagged/a", "/tagged/b"]).await;
        let second = Duration::from_secs(1);
        app.cache
            .revalidate_tag_within("news", second)
            .await
            .unwrap();
        app.clock.advance(Duration::from_millis(500));
        assert_eq!(app.get("/tagged/a").await.line(), "200 STALE tagged/a 1");
        app.get_until("/tagged/a", "tagged/a 2").await;
        app.clock.advance(Duration::from_secs(1));
        assert_eq!(
            app.get("/tagged/b").await.line(),
            "200 EXPIRED stored tagged/b 2"
        );
        assert_eq!(app.get("/tagged/a").await.line(), "200 HIT tagged/a 2");
    }
}

#[tokio::test]
async fn case_69_a_hard_invalidation_of_a_stale_response() {
    // A stale entry, a hard invalidation of its tag: GET waits, never STALE.
    for app in both_ways().await {
        for is_update in [true, false] {
            app.get("/tagged").await;
            app.advance(61);
            if is_update {
                app.cache.update_tag("news").await.unwrap();
            } else {
                let now = Duration::ZERO;
                app.cache.revalidate_tag_within("news", now).await.unwrap();
            }
            assert_eq!(app.get("/tagged").await.state(), "EXPIRED stored");
        }
    }
}

#[tokio::test]
async fn case_70_spellings_of_tags() {
    // A tag with a comma, of 256 bytes, of 257 bytes: exact match; the last is an error.
    for app in both_ways().await {
        fill(&app, &["/tagged"]).await;
        for part in ["a", "b", "a,b,", "news,a,b", "NEWS", "new", ""] {
            app.cache.update_tag(part).await.unwrap();
            assert_eq!(
                app.get("/tagged").await.line(),
                "200 HIT tagged 1",
                "{part}"
            );
        }
        app.cache.update_tag("a,b").await.unwrap();
        assert_eq!(
            app.get("/tagged").await.line(),
            "200 EXPIRED stored tagged 2"
        );
        let longest = "x".repeat(256);
        assert!(app.cache.update_tag(&longest).await.is_ok());
        assert!(app.cache.update_tag(&format!("{longest}x")).await.is_err());
    }
}

#[tokio::test]
async fn case_71_namespaces_of_tags() {
    // A user tag equal to `_N_T_/slug/a`, invalidate the path: the namespaces do not mix.
    for app in both_ways().await {
        fill(&app, &["/path-like", "/slug/a"]).await;
        app.cache.revalidate_path("/slug/a").await.unwrap();
        assert_eq!(
            states(&app, &["/path-like", "/slug/a"]).await,
            ["HIT", "EXPIRED stored"]
        );
        for tag in ["/slug/a", "_N_T_/slug/a"] {
            app.cache.update_tag(tag).await.unwrap();
            assert_eq!(
                states(&app, &["/path-like", "/slug/a"]).await,
                ["EXPIRED stored", "HIT"]
            );
        }
    }
}

#[tokio::test]
async fn case_72_spellings_of_paths() {
    // A path with a trailing slash, a query, in other case, `revalidate_path`: normalised; Err; no match.
    for app in both_ways().await {
        let path = "/slug/a";
        fill(&app, &[path]).await;
        for spelling in ["/slug/a/", "/slug/%61", "/slug/a"] {
            app.cache.revalidate_path(spelling).await.unwrap();
            assert_eq!(app.get(path).await.state(), "EXPIRED stored", "{spelling}");
        }
        for refused in [
            "/slug/a?x=1",
            "/slug/a#x",
            "slug/a",
            "",
            "https://x/slug/a",
            "/slug/%zz",
        ] {
            assert!(
                app.cache.revalidate_path(refused).await.is_err(),
                "{refused}"
            );
        }
        app.cache.revalidate_path("/slug/A").await.unwrap();
        assert_eq!(app.get(path).await.state(), "HIT");
    }
}

#[tokio::test]
async fn case_73_many_tags() {
    // A flood of invalidations concerns nothing else, and an acknowledged one holds: the next request waits for a new response.
    for app in both_ways().await {
        fill(&app, &["/tagged", "/minute"]).await;
        app.cache.update_tag("news").await.unwrap();
        for number in 0..100_200 {
            app.cache.update_tag(&number.to_string()).await.unwrap();
            let path = format!("/slug/{number}");
            app.cache.revalidate_path(&path).await.unwrap();
        }
        let found = states(&app, &["/minute", "/tagged"]).await;
        assert_eq!(found, ["HIT", "EXPIRED stored"]);
    }
}

#[tokio::test]
async fn case_74_a_failure_after_a_hard_invalidation() {
    // A hard invalidation, then the handler fails. No option: error; `stale_if_error = 60`: old body, `sie`; purge: error.
    for app in both_ways().await {
        fill(&app, &["/minute", "/saved"]).await;
        for name in ["minute", "saved"] {
            app.state
                .respond(name, |_| StatusCode::INTERNAL_SERVER_ERROR);
            app.cache
                .revalidate_path(&format!("/{name}"))
                .await
                .unwrap();
        }
        assert_eq!(app.get("/minute").await.status, 500);
        assert_eq!(app.get("/saved").await.line(), "200 SIE saved 1");
        // Only for 60 s after the failure.
        app.advance(200);
        assert_eq!(app.get("/saved").await.status, 500);
        app.state.reset("saved");
        app.cache.purge_path("/saved").await.unwrap();
        app.get("/saved").await;
        app.state
            .respond("saved", |_| StatusCode::INTERNAL_SERVER_ERROR);
        app.cache.purge_path("/saved").await.unwrap();
        assert_eq!(app.get("/saved").await.status, 500);
    }
}

#[tokio::test]
async fn case_74_purge_of_a_tag() {
    for app in both_ways().await {
        fill(&app, &["/tagged", "/tagged/a", "/minute"]).await;
        app.cache.purge_tag("news").await.unwrap();
        let states = states(&app, &["/tagged", "/tagged/a", "/minute"]).await;
        assert_eq!(states, ["MISS stored", "MISS stored", "HIT"]);
    }
}

#[tokio::test]
async fn case_75_inside_of_a_cached_handler() {
    // Invalidate inside a cached GET: Err, and nothing is invalidated.
    for app in both_ways().await {
        fill(&app, &["/minute"]).await;
        assert_eq!(
            app.get("/inside").await.line(),
            "200 MISS stored [true, true]"
        );
        assert_eq!(app.get("/minute").await.line(), "200 HIT minute 1");
    }
}

#[tokio::test]
async fn two_builders_share_nothing() {
    let [one, two] = both_ways().await;
    fill(&one, &["/minute"]).await;
    fill(&two, &["/minute"]).await;
    one.cache.revalidate_path("/minute").await.unwrap();
    assert_eq!(two.get("/minute").await.state(), "HIT");
    wait_for("the other", async || {
        (one.get("/minute").await.state() == "HIT").then_some(())
    })
    .await;
    assert_eq!(one.get("/minute").await.body, "minute 2");
}
