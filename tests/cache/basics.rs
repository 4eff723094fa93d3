//! Cases 1 to 11: fresh, stale and expired responses.

use crate::both_ways;
use axum::http::header::CACHE_CONTROL;
use router_tests::request::request;
use std::time::Duration;

#[tokio::test]
async fn case_01_first_request() {
    // Empty cache, GET: 200, MISS, `fwd=miss; stored`, the handler ran once.
    for app in both_ways().await {
        assert_eq!(app.get("/minute").await.line(), "200 MISS stored minute 1");
        assert_eq!(app.state.runs("minute"), 1);
    }
}

#[tokio::test]
async fn case_02_second_request() {
    // Stored, age 1, GET: HIT, same bytes, `ttl=59`, `Age: 1`, no run.
    for app in both_ways().await {
        app.get("/minute").await;
        app.advance(1);
        let response = app.get("/minute").await;
        assert_eq!(response.line(), "200 HIT minute 1");
        assert_eq!((response.ttl(), response.age()), (Some(59), Some(1)));
        assert_eq!(app.state.runs("minute"), 1);
    }
}

#[tokio::test]
async fn case_03_the_edge_of_freshness() {
    // Age 59.999: HIT. Age 60.000: STALE and one run.
    for app in both_ways().await {
        app.get("/minute").await;
        app.clock.advance(Duration::from_millis(59_999));
        assert_eq!(app.get("/minute").await.line(), "200 HIT minute 1");
    }
    for app in both_ways().await {
        app.get("/minute").await;
        app.advance(60);
        assert_eq!(app.get("/minute").await.line(), "200 STALE minute 1");
        app.get_until("/minute", "minute 2").await;
        assert_eq!(app.state.runs("minute"), 2);
    }
}

#[tokio::test]
async fn case_04_stale_while_revalidate() {
    // STALE: GET, the run ends, GET: the old body as STALE, then the new body as HIT.
    for app in both_ways().await {
        app.get("/minute").await;
        app.advance(61);
        let gate = app.state.gate("minute");
        for _ in 0..3 {
            assert_eq!(app.get("/minute").await.line(), "200 STALE minute 1");
        }
        gate.open(1);
        assert_eq!(app.get_until("/minute", "minute 2").await.state(), "HIT");
        assert_eq!(app.state.runs("minute"), 2);
    }
}

#[tokio::test]
async fn case_05_static_without_revalidation() {
    // force-static, 10 years later: HIT, with both fields for other caches.
    for app in both_ways().await {
        for path in ["/static", "/error", "/never"] {
            let name = &path[1..];
            let first = app.get(path).await;
            assert_eq!(first.line(), format!("200 MISS stored {name} 1"));
            app.advance(10 * 31_536_000);
            let response = app.get(path).await;
            assert_eq!(response.line(), format!("200 HIT {name} 1"));
            let shared = Some("public, max-age=0, s-maxage=31536000");
            assert_eq!(response.header("cache-control"), shared);
            let for_cdns = Some("max-age=31536000");
            assert_eq!(response.header("cdn-cache-control"), for_cdns);
        }
    }
}

#[tokio::test]
async fn case_06_expired() {
    // R=2, expire=10, age 11, GET: waits for a fresh body, `fwd=stale`.
    for app in both_ways().await {
        app.get("/short").await;
        app.advance(11);
        assert_eq!(app.get("/short").await.line(), "200 EXPIRED stored short 2");
        assert_eq!(app.get("/short").await.line(), "200 HIT short 2");
    }
}

#[tokio::test]
async fn case_07_never_cached() {
    // `revalidate = 0`, `force-dynamic` or no export, 2 GETs: 2 runs, no headers of the cache.
    for app in both_ways().await {
        for path in ["/zero", "/plain", "/forced"] {
            for run in 1..=2 {
                let response = app.get(path).await;
                assert_eq!(response.line(), format!("200 none {} {run}", &path[1..]));
                for name in ["cache-control", "age", "etag", "last-modified"] {
                    assert_eq!(response.header(name), None, "{path}");
                }
            }
        }
    }
}

#[tokio::test]
async fn case_10_cache_control_of_the_handler() {
    // The handler sets `Cache-Control: max-age=5`: sent verbatim, still stored for R.
    for app in both_ways().await {
        app.state.respond("minute", |run| {
            ([(CACHE_CONTROL, "max-age=5")], run.to_string())
        });
        app.get("/minute").await;
        app.advance(59);
        let response = app.get("/minute").await;
        assert_eq!(response.line(), "200 HIT 1");
        assert_eq!(response.header("cache-control"), Some("max-age=5"));
    }
}

#[tokio::test]
async fn case_11_one_key() {
    // Cached, with `?a=1`, another Host, Cookie, Authorization: one key, HIT, identical bytes.
    for app in both_ways().await {
        for path in ["/minute", "/static", "/slug/x"] {
            let stored = app.get(path).await;
            let query = format!("{path}?a=1");
            for request in [
                request("GET", &query, &[]),
                request("GET", path, &[("host", "elsewhere")]),
                request("GET", path, &[("cookie", "who=me")]),
                request("GET", path, &[("authorization", "Basic eDp5")]),
                request("GET", path, &[("x-forwarded-host", "elsewhere")]),
            ] {
                let response = app.send(request).await;
                assert_eq!(response.line(), format!("200 HIT {}", stored.body));
            }
        }
    }
}

#[tokio::test]
async fn a_cached_handler_sees_a_blank_request() {
    // Rules, section 1: the handler gets the method GET and the path, without query, headers and body of the client.
    for app in both_ways().await {
        let headers = [("cookie", "a=b"), ("x-forwarded-host", "elsewhere")];
        let head = request("HEAD", "/blank?a=1", &headers);
        app.send(head).await;
        let response = app.get("/blank").await;
        assert_eq!(response.line(), "200 HIT GET /blank \"\" 0 0");
        assert_eq!(app.state.runs("blank"), 1);
    }
}
