//! Cached and uncached fetches: `fetch_cache` of the file and the options of the call.

use crate::both_ways;
use router_runtime::fetch::FetchRequest;

type Call = fn(FetchRequest) -> FetchRequest;

const CALLS: [(&str, Call); 5] = [
    ("nothing", |call| call),
    ("no_store", FetchRequest::no_store),
    ("force_cache", FetchRequest::force_cache),
    ("revalidate(60)", |call| call.revalidate(60)),
    ("revalidate(0)", |call| call.revalidate(0)),
];

/// <https://nextjs.org/docs/app/guides/caching-without-cache-components#fetchcache>: seven values, five calls.
#[tokio::test]
async fn seven_values_decide_about_caching() {
    // By call: cached (k), sent each time (s), or an error (e).
    let table = [
        ("auto", "sskks"),
        ("default-cache", "kskks"),
        ("only-cache", "kekke"),
        ("force-cache", "kkkkk"),
        ("default-no-store", "sskks"),
        ("only-no-store", "ssees"),
        ("force-no-store", "sssss"),
    ];
    for app in both_ways().await {
        for (mode, row) in table {
            for ((option, call), expected) in CALLS.into_iter().zip(row.chars()) {
                let name = format!("{mode}-{option}");
                let url = app.state.at(&name);
                app.state.plan_calls(move |fetch| {
                    let sending = call(fetch.get(&url)).send();
                    async { Ok(sending.await?.text()) }
                });
                let path = format!("/modes/{mode}");
                let (first, second) = (app.get(&path).await, app.get(&path).await);
                let found = match (first.status, second.status, app.handlers().runs(&name)) {
                    (200, 200, 1) => 'k',
                    (200, 200, 2) => 's',
                    (500, 500, 0) => 'e',
                    other => panic!("{name}: {other:?}, {}", first.body),
                };
                assert_eq!(found, expected, "{name}");
                if found == 'e' {
                    assert!(first.body.contains("was not sent: it "), "{}", first.body);
                    assert!(
                        first.body.contains(&format!("`fetch_cache = \"{mode}\"`")),
                        "{}",
                        first.body
                    );
                }
            }
        }
    }
}

/// Requests with credentials or other methods are cached only by an option of the call, not by a default.
#[tokio::test]
async fn responses_that_may_be_private_are_cached_only_by_an_option_of_the_call() {
    let by_call: [(&str, Call); 3] = [
        ("authorization", |call| {
            call.header("authorization", "Bearer 1")
        }),
        ("cookie", |call| call.header("cookie", "a=1")),
        ("post", |call| call),
    ];
    for app in both_ways().await {
        for (name, call) in by_call {
            for (mode, is_cached, runs) in [("auto", true, 1), ("default-cache", false, 2)] {
                let path = format!("{name}-{mode}");
                let url = app.state.at(&path);
                app.state.plan_calls(move |fetch| {
                    let request = if name == "post" {
                        fetch.post(&url)
                    } else {
                        fetch.get(&url)
                    };
                    let request = call(request);
                    let sending = if is_cached {
                        request.revalidate(60)
                    } else {
                        request
                    }
                    .send();
                    async { Ok(sending.await?.text()) }
                });
                for _ in 0..2 {
                    assert_eq!(app.get(&format!("/modes/{mode}")).await.status, 200);
                }
                assert_eq!(app.handlers().runs(&path), runs, "{path}");
            }
        }
        let url = app.state.at("only");
        app.state.plan_calls(move |fetch| {
            let sending = fetch.post(&url).send();
            async { Ok(sending.await?.text()) }
        });
        let response = app.get("/modes/only-cache").await;
        assert_eq!((response.status, app.handlers().runs("only")), (500, 0));
        assert!(
            response
                .body
                .contains("add `force_cache` or `revalidate(…)`"),
            "{}",
            response.body
        );
    }
}

/// A response that is cached for one request is not used for a request with other headers, body or query.
#[tokio::test]
async fn credentials_headers_bodies_and_queries_are_parts_of_the_key() {
    let calls: [Call; 8] = [
        |call| call,
        |call| call.query(&[("page", "2")]),
        |call| call.header("accept-language", "de"),
        |call| call.header("authorization", "Bearer 1"),
        |call| call.header("authorization", "Bearer 2"),
        |call| call.body("a"),
        |call| call.body("b"),
        |call| call.tag("a"),
    ];
    for app in both_ways().await {
        for _ in 0..2 {
            for (number, call) in calls.into_iter().enumerate() {
                let url = app.state.at("one");
                app.state.plan_calls(move |fetch| {
                    let sending = call(fetch.get(&url)).force_cache().send();
                    async { Ok(sending.await?.text()) }
                });
                assert_eq!(app.get("/live").await.body, format!("one {}", number + 1));
            }
        }
    }
}

/// Under `dynamic = "error"` a fetch that is not cached is an error; under `force-static` and `revalidate` it is sent for each
/// response that is generated, and the response is cached as the file configures.
#[tokio::test]
async fn a_cached_get_may_fetch_uncached_unless_all_must_be_static() {
    for app in both_ways().await {
        let url = app.state.at("a");
        app.state.plan_calls(move |fetch| {
            let sending = fetch.get(&url).no_store().tag("a").send();
            async { Ok(sending.await?.text()) }
        });
        let refused = app.get("/error").await;
        assert_eq!((refused.status, app.handlers().runs("a")), (500, 0));
        for part in [
            "`GET http://127.0.0.1:",
            "was not sent",
            "`dynamic = \"error\"`",
            "\"force-static\"",
        ] {
            assert!(refused.body.contains(part), "{}", refused.body);
        }
        assert_eq!(app.method("POST", "/error").await.body, "a 1");
        assert_eq!(app.get("/static").await.line(), "200 MISS stored a 2");
        assert_eq!(app.get("/cached").await.line(), "200 MISS stored a 3");
        assert_eq!(app.get("/static").await.line(), "200 HIT a 2");
        assert_eq!(app.get("/cached").await.line(), "200 HIT a 3");
        // The response has the tags of the fetch as well.
        app.cache.update_tag("a").await.unwrap();
        assert_eq!(app.get("/static").await.line(), "200 EXPIRED stored a 4");
        assert_eq!(app.get("/cached").await.line(), "200 EXPIRED stored a 5");
        // Without an option no request is an error.
        let url = app.state.at("b");
        app.state.plan_calls(move |fetch| {
            let sending = fetch.get(&url).send();
            async { Ok(sending.await?.text()) }
        });
        assert_eq!(app.get("/error").await.line(), "200 MISS stored b 1");
    }
}
