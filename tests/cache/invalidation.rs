//! Cases 64 to 75: invalidation by path, route and tag.

use super::house::{House, houses, patiently};
use router_runtime::prelude::*;
use std::time::Duration;

pub(super) async fn fill(house: &House, paths: &[&str]) {
    for path in paths {
        assert_eq!(house.get(path).await.state(), "MISS stored", "{path}");
    }
}

pub(super) async fn states(house: &House, paths: &[&str]) -> Vec<String> {
    let mut states = Vec::new();
    for path in paths {
        states.push(house.get(path).await.state());
    }
    states
}

#[tokio::test]
async fn case_64_path() {
    // Stored, `revalidate_path(p)`: the next GET waits and gets a new body.
    for house in houses().await {
        for path in ["/minute", "/static", "/slug/a", "/docs/a/b", "/"] {
            let old = house.get(path).await.body;
            house.cache.revalidate_path(path).await.unwrap();
            let answer = house.get(path).await;
            assert_eq!(answer.state(), "EXPIRED stored", "{path}");
            assert_eq!(answer.body, old.replace(" 1", " 2"));
            assert_eq!(house.get(path).await.state(), "HIT");
        }
    }
}

#[tokio::test]
async fn case_67_tag_max() {
    // Tagged, `revalidate_tag(t, Max)`: STALE and a run, then HIT.
    for house in houses().await {
        fill(&house, &["/tagged", "/tagged/a", "/minute"]).await;
        house.cache.revalidate_tag("news").await.unwrap();
        assert_eq!(
            states(&house, &["/tagged", "/tagged/a", "/minute"]).await,
            ["STALE", "STALE", "HIT"]
        );
        assert_eq!(house.until("/tagged", "tagged 2").await.state(), "HIT");
    }
}

#[tokio::test]
async fn case_68_tag_with_deadline() {
    // Tagged, hard after 1 s: GET at 0.5 s is STALE; another key at 1.5 s waits.
    for house in houses().await {
        fill(&house, &["/tagged/a", "/tagged/b"]).await;
        let second = Duration::from_secs(1);
        house
            .cache
            .revalidate_tag_within("news", second)
            .await
            .unwrap();
        house.clock.advance(Duration::from_millis(500));
        assert_eq!(house.get("/tagged/a").await.line(), "200 STALE tagged/a 1");
        house.until("/tagged/a", "tagged/a 2").await;
        house.clock.advance(Duration::from_secs(1));
        assert_eq!(
            house.get("/tagged/b").await.line(),
            "200 EXPIRED stored tagged/b 2"
        );
        assert_eq!(house.get("/tagged/a").await.line(), "200 HIT tagged/a 2");
    }
}

#[tokio::test]
async fn case_69_hard_mark_on_a_stale_answer() {
    // Time-stale entry, a hard tag mark: waits, never STALE.
    for house in houses().await {
        for is_update in [true, false] {
            house.get("/tagged").await;
            house.advance(61);
            if is_update {
                house.cache.update_tag("news").await.unwrap();
            } else {
                let now = Duration::ZERO;
                house
                    .cache
                    .revalidate_tag_within("news", now)
                    .await
                    .unwrap();
            }
            assert_eq!(house.get("/tagged").await.state(), "EXPIRED stored");
        }
    }
}

#[tokio::test]
async fn case_70_spellings_of_tags() {
    // A tag with a comma, of 256 bytes, of 257 bytes: exact match; the last is refused loudly.
    for house in houses().await {
        fill(&house, &["/tagged"]).await;
        for part in ["a", "b", "a,b,", "news,a,b", "NEWS", "new", ""] {
            house.cache.update_tag(part).await.unwrap();
            assert_eq!(
                house.get("/tagged").await.line(),
                "200 HIT tagged 1",
                "{part}"
            );
        }
        house.cache.update_tag("a,b").await.unwrap();
        assert_eq!(
            house.get("/tagged").await.line(),
            "200 EXPIRED stored tagged 2"
        );
        let longest = "x".repeat(256);
        assert!(house.cache.update_tag(&longest).await.is_ok());
        assert!(
            house
                .cache
                .update_tag(&format!("{longest}x"))
                .await
                .is_err()
        );
    }
}

#[tokio::test]
async fn case_71_namespaces_of_tags() {
    // A user tag equal to `_N_T_/slug/a`, invalidate the path: the namespaces do not mix.
    for house in houses().await {
        fill(&house, &["/path-like", "/slug/a"]).await;
        house.cache.revalidate_path("/slug/a").await.unwrap();
        assert_eq!(
            states(&house, &["/path-like", "/slug/a"]).await,
            ["HIT", "EXPIRED stored"]
        );
        for tag in ["/slug/a", "_N_T_/slug/a"] {
            house.cache.update_tag(tag).await.unwrap();
            assert_eq!(
                states(&house, &["/path-like", "/slug/a"]).await,
                ["EXPIRED stored", "HIT"]
            );
        }
    }
}

#[tokio::test]
async fn case_72_spellings_of_paths() {
    // A path with a trailing slash, a query, in other case, `revalidate_path`: normalised; Err; no match.
    for house in houses().await {
        let path = "/slug/a";
        fill(&house, &[path]).await;
        for spelling in ["/slug/a/", "/slug/%61", "/slug/a"] {
            house.cache.revalidate_path(spelling).await.unwrap();
            assert_eq!(
                house.get(path).await.state(),
                "EXPIRED stored",
                "{spelling}"
            );
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
                house.cache.revalidate_path(refused).await.is_err(),
                "{refused}"
            );
        }
        house.cache.revalidate_path("/slug/A").await.unwrap();
        assert_eq!(house.get(path).await.state(), "HIT");
    }
}

#[tokio::test]
async fn case_73_many_tags() {
    // 100,001 tags, trimmed: the floor rises; old entries are softly stale; none is HIT past its mark.
    for house in houses().await {
        fill(&house, &["/tagged", "/minute"]).await;
        house.cache.update_tag("news").await.unwrap();
        for tag in 0..100_001 {
            house.cache.update_tag(&tag.to_string()).await.unwrap();
        }
        for path in ["/tagged", "/minute"] {
            assert_ne!(house.get(path).await.state(), "HIT", "{path}");
        }
    }
}

#[tokio::test]
async fn case_74_failure_after_a_hard_mark() {
    // A hard mark, then the handler errs; no option, `stale_if_error = 60`, purge: error; old body `sie`; error.
    for house in houses().await {
        fill(&house, &["/minute", "/saved"]).await;
        for name in ["minute", "saved"] {
            house.lab.reply(name, |_| StatusCode::INTERNAL_SERVER_ERROR);
            house
                .cache
                .revalidate_path(&format!("/{name}"))
                .await
                .unwrap();
        }
        assert_eq!(house.get("/minute").await.status, 500);
        assert_eq!(house.get("/saved").await.line(), "200 SIE saved 1");
        // For 60 s after the failure, no longer.
        house.advance(200);
        assert_eq!(house.get("/saved").await.status, 500);
        house.lab.heal("saved");
        house.cache.purge_path("/saved").await.unwrap();
        house.get("/saved").await;
        house
            .lab
            .reply("saved", |_| StatusCode::INTERNAL_SERVER_ERROR);
        house.cache.purge_path("/saved").await.unwrap();
        assert_eq!(house.get("/saved").await.status, 500);
    }
}

#[tokio::test]
async fn case_74_purge_of_a_tag() {
    for house in houses().await {
        fill(&house, &["/tagged", "/tagged/a", "/minute"]).await;
        house.cache.purge_tag("news").await.unwrap();
        let states = states(&house, &["/tagged", "/tagged/a", "/minute"]).await;
        assert_eq!(states, ["MISS stored", "MISS stored", "HIT"]);
    }
}

#[tokio::test]
async fn case_75_inside_of_a_cached_handler() {
    // Invalidate inside a cached GET: Err, and nothing is invalidated.
    for house in houses().await {
        fill(&house, &["/minute"]).await;
        assert_eq!(
            house.get("/inside").await.line(),
            "200 MISS stored [true, true]"
        );
        assert_eq!(house.get("/minute").await.line(), "200 HIT minute 1");
    }
}

#[tokio::test]
async fn two_builders_share_nothing() {
    let [one, two] = houses().await;
    fill(&one, &["/minute"]).await;
    fill(&two, &["/minute"]).await;
    one.cache.revalidate_path("/minute").await.unwrap();
    assert_eq!(two.get("/minute").await.state(), "HIT");
    patiently("the other", async || {
        (one.get("/minute").await.state() == "HIT").then_some(())
    })
    .await;
    assert_eq!(one.get("/minute").await.body, "minute 2");
}
