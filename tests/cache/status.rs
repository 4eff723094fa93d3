//! Cases 113 and 114: what the headers tell, and what they do not.

use super::{answer::Answer, house::houses};
use router_runtime::prelude::*;

#[tokio::test]
async fn case_113_cache_status() {
    // All states, GET: `Cache-Status` parses as RFC 8941.
    for house in houses().await {
        let mut seen = Vec::new();
        let mut note = |answer: Answer| {
            let header = answer.header("cache-status").unwrap().to_owned();
            answer.state();
            seen.push(header);
        };
        note(house.get("/tagged").await);
        house.advance(3);
        note(house.get("/tagged").await);
        house.cache.revalidate_tag("news").await.unwrap();
        house
            .lab
            .reply("tagged", |_| StatusCode::INTERNAL_SERVER_ERROR);
        house.advance(60);
        note(house.get("/tagged").await);
        house.lab.heal("tagged");
        house.cache.revalidate_path("/tagged").await.unwrap();
        note(house.get("/tagged").await);
        house.lab.reply("two", |_| [("set-cookie", "a=b")]);
        note(house.get("/two").await);
        note(house.get("/two").await);
        assert_eq!(
            seen,
            [
                "rcache; fwd=miss; fwd-status=200; stored",
                "rcache; hit; ttl=57",
                "rcache; hit; ttl=-3; detail=swr",
                "rcache; fwd=stale; fwd-status=200; stored",
                "rcache; fwd=miss; fwd-status=200",
                "rcache; fwd=bypass; fwd-status=200; detail=uncacheable",
            ]
        );
    }
}

#[tokio::test]
async fn case_114_nothing_internal_leaves() {
    // Any reply: no tag, internal key or epoch header leaves.
    for house in houses().await {
        for path in [
            "/tagged",
            "/tagged/a",
            "/slug/a",
            "/spoken",
            "/paged?page=1",
            "/zero",
        ] {
            for _ in 0..2 {
                let answer = house.get(path).await;
                let known = [
                    "age",
                    "cache-control",
                    "cache-status",
                    "content-length",
                    "content-type",
                    "date",
                    "etag",
                    "last-modified",
                    "vary",
                ];
                for (name, value) in &answer.headers {
                    assert!(known.contains(&name.as_str()), "{name}");
                    let value = value.to_str().unwrap();
                    assert!(
                        !value.contains("news") && !value.contains("_N_T_"),
                        "{name}: {value}"
                    );
                }
            }
        }
    }
}
