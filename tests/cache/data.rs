//! `DataCache` with cached responses: one tag invalidates both, and a response is never fresher than the data in it.

use crate::both_ways;
use router_tests::{
    response::BufferedResponse,
    test_app::{TestApp, responses},
};
use std::time::Duration;

async fn line(app: &TestApp, path: &str) -> String {
    app.get(path).await.line()
}

#[tokio::test]
async fn one_tag_invalidates_data_and_the_responses_made_of_it() {
    for app in both_ways().await {
        assert_eq!(
            line(&app, "/of-data").await,
            "200 MISS stored of-data 1 of stock 1"
        );
        assert_eq!(line(&app, "/live").await, "200 none live of stock 1");
        assert_eq!(line(&app, "/of-data").await, "200 HIT of-data 1 of stock 1");
        app.cache.update_tag("stock").await.unwrap();
        assert_eq!(
            line(&app, "/of-data").await,
            "200 EXPIRED stored of-data 2 of stock 2"
        );
        assert_eq!(line(&app, "/live").await, "200 none live of stock 2");
        assert_eq!(line(&app, "/of-data").await, "200 HIT of-data 2 of stock 2");
        app.cache.purge_tag("stock").await.unwrap();
        assert_eq!(
            line(&app, "/of-data").await,
            "200 MISS stored of-data 3 of stock 3"
        );
    }
}

#[tokio::test]
async fn a_soft_invalidation_regenerates_data_and_response_in_the_background() {
    for app in both_ways().await {
        app.get("/of-data").await;
        app.cache.revalidate_tag("stock").await.unwrap();
        assert_eq!(
            line(&app, "/of-data").await,
            "200 STALE of-data 1 of stock 1"
        );
        let response = app.get_until("/of-data", "of-data 2 of stock 2").await;
        assert_eq!(response.state(), "HIT", "and not made of the old data");
        assert_eq!((app.state.runs("of-data"), app.state.runs("stock")), (2, 2));
    }
}

#[tokio::test]
async fn a_response_takes_over_a_shorter_period() {
    for app in both_ways().await {
        let response = app.get("/of-data").await;
        let shared = "public, max-age=0, s-maxage=60";
        assert_eq!(response.header("cache-control"), Some(shared));
        let for_cdns = "max-age=60, stale-while-revalidate=31535940";
        assert_eq!(response.header("cdn-cache-control"), Some(for_cdns));
        app.advance(59);
        assert_eq!(app.get("/of-data").await.state(), "HIT");
        app.advance(1);
        assert_eq!(app.get("/of-data").await.state(), "STALE");
        let response = app.get_until("/of-data", "of-data 2 of stock 2").await;
        assert_eq!(
            (response.state(), response.ttl()),
            ("HIT".to_owned(), Some(60))
        );
    }
}

#[tokio::test]
async fn a_request_after_an_invalidation_gets_no_older_response() {
    for app in both_ways().await {
        // The tag is invalidated after the handler has read the data and before it returns, when its tags are not recorded yet.
        let gate = app.state.gate("stock");
        let before = app.start("/of-data").await;
        app.wait_for_runs("stock", 1).await;
        app.cache.update_tag("stock").await.unwrap();
        let after = app.start("/of-data").await;
        gate.open(10);
        let (before, after): (BufferedResponse, BufferedResponse) =
            (before.await.unwrap(), after.await.unwrap());
        assert_eq!(before.body, "of-data 1 of stock 1");
        assert_eq!(after.body, "of-data 2 of stock 2");
        assert_eq!(line(&app, "/of-data").await, "200 HIT of-data 2 of stock 2");
    }
}

#[tokio::test]
async fn data_that_fails_leaves_old_responses_and_fails_new_ones() {
    for app in both_ways().await {
        app.state.respond("stock", |_| "stock 0");
        assert_eq!(
            line(&app, "/of-data").await,
            "200 MISS stored of-data 1 of stock 0"
        );
        app.state.plan("stock", |_| async {
            Err(std::io::Error::other("closed").into())
        });
        app.advance(60);
        assert_eq!(app.get("/of-data").await.state(), "STALE");
        app.get_until("/of-data", "of-data 2 of stock 0").await;
        // A response made of old data is regenerated with the data.
        app.clock.advance(Duration::from_secs(40));
        app.state.reset("stock");
        app.get_until("/of-data", "of-data 3 of stock 3").await;
        app.state.plan("stock", |_| async {
            Err(std::io::Error::other("closed").into())
        });
        app.cache.update_tag("stock").await.unwrap();
        assert_eq!(app.get("/of-data").await.status, 500);
        assert_eq!(app.get("/live").await.status, 500);
    }
}

#[tokio::test]
async fn the_response_of_an_error_reaches_the_client() {
    for app in both_ways().await {
        for (kind, status, body) in [
            ("missing", 404, "404 Not Found\n"),
            ("taken", 409, "taken"),
            ("moved", 307, ""),
            ("malformed", 400, "Failed to parse the request body as JSON"),
            ("own", 418, "no coffee"),
            ("own-unstored", 418, "no coffee"),
            ("nested", 409, "taken"),
            ("both-responds", 410, "sold"),
            // As after `?` without the cache.
            ("both", 500, "500 Internal Server Error\n"),
            ("any", 500, "500 Internal Server Error\n"),
            ("boxed", 500, "500 Internal Server Error\n"),
        ] {
            for _ in 0..2 {
                let response = app.get(&format!("/failing/{kind}")).await;
                assert_eq!(response.status, status, "{kind}");
                assert!(response.body.starts_with(body), "{kind}: {}", response.body);
                assert_eq!(response.body.is_empty(), body.is_empty(), "{kind}");
            }
        }
        let moved = app.get("/failing/moved").await;
        assert_eq!(moved.header("location"), Some("/elsewhere"));
        for method in ["GET", "POST"] {
            let own = app.method(method, "/failing/own").await;
            assert_eq!(own.status, 418);
            assert_eq!(own.header("x-pot"), Some("short and stout"));
            assert_eq!(own.header("set-cookie"), None, "it is for one client");
            assert_eq!(own.header("content-length"), Some("9"));
        }
        assert_eq!(app.get("/failing/none").await.body, "none");
        for path in ["/failing/long", "/failing/long-unstored"] {
            let response = app.get(path).await;
            assert_eq!((response.status, &*response.body), (409, ""));
            for name in ["content-type", "content-encoding", "etag"] {
                assert_eq!(response.header(name), None, "it is of the dropped body");
            }
            assert_eq!(response.header("retry-after"), Some("9"));
        }
    }
}

#[tokio::test]
async fn all_who_wait_receive_the_response_of_an_error() {
    for app in both_ways().await {
        let gate = app.state.gate("failing");
        let waiting = app.start_many("/failing/taken", 5).await;
        gate.open(1);
        for response in responses(waiting).await {
            assert_eq!((response.status, &*response.body), (409, "taken"));
        }
        assert_eq!(app.state.runs("failing"), 1);
    }
}

#[tokio::test]
async fn values_that_json_cannot_write_are_equal_after_the_cache() {
    for app in both_ways().await {
        for _ in 0..2 {
            app.get("/values").await.assert(
                200,
                "([Some(1.0), Some(inf), None], {(1, 2): 3}, [None, Some(None), Some(Some(4))], \
                 340282366920938463463374607431768211455)",
            );
        }
        assert_eq!(app.state.runs("values"), 1);
    }
}
