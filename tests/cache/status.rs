//! Cases 113 and 114: `Cache-Status`, and no internal details in headers.

use crate::both_ways;
use router_runtime::prelude::*;
use router_tests::response::BufferedResponse;

#[tokio::test]
async fn case_113_cache_status() {
    // All states, GET: `Cache-Status` parses as RFC 8941.
    for app in both_ways().await {
        let mut seen = Vec::new();
        let mut note = |response: BufferedResponse| {
            let header = response.header("cache-status").unwrap().to_owned();
            response.state();
            seen.push(header);
        };
        note(app.get("/tagged").await);
        app.advance(3);
        note(app.get("/tagged").await);
        app.cache.revalidate_tag("news").await.unwrap();
        app.state
            .respond("tagged", |_| StatusCode::INTERNAL_SERVER_ERROR);
        app.advance(60);
        note(app.get("/tagged").await);
        app.state.reset("tagged");
        app.cache.revalidate_path("/tagged").await.unwrap();
        note(app.get("/tagged").await);
        app.state.respond("two", |_| [("set-cookie", "a=b")]);
        note(app.get("/two").await);
        note(app.get("/two").await);
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
async fn case_114_internal_details_are_not_sent() {
    // Any response: no header with tags, internal keys or epochs.
    for app in both_ways().await {
        for path in [
            "/tagged",
            "/tagged/a",
            "/slug/a",
            "/language",
            "/paged?page=1",
            "/zero",
        ] {
            for _ in 0..2 {
                let response = app.get(path).await;
                let known = [
                    "age",
                    "cache-control",
                    "cache-status",
                    "cdn-cache-control",
                    "content-length",
                    "content-type",
                    "date",
                    "etag",
                    "last-modified",
                    "vary",
                ];
                for (name, value) in &response.headers {
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
