//! Cases 25 to 31: validators, ranges, lengths.

use crate::both_ways;
use axum::http::header::{CONNECTION, ETAG};
use router_runtime::prelude::*;
use router_tests::{request::request, test_app::TestApp};

async fn status(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> u16 {
    app.get_with(path, headers).await.status
}

#[tokio::test]
async fn case_25_if_none_match() {
    // Stored; If-None-Match same, weak form, list, `*`, other: 304 four times (no body; ETag, CC and its CDN part, Vary, Date), then 200.
    for app in both_ways().await {
        let etag = app.get("/language").await;
        let etag = etag.header("etag").unwrap();
        assert!(
            etag.starts_with('"') && etag.ends_with('"') && etag.len() > 20,
            "strong: {etag}"
        );
        for matching in [
            etag.to_owned(),
            format!("W/{etag}"),
            format!("\"other\", {etag}"),
            "*".to_owned(),
        ] {
            for method in ["GET", "HEAD"] {
                let headers = [("if-none-match", &*matching)];
                let response = app.send(request(method, "/language", &headers)).await;
                assert_eq!(
                    (response.status, response.body.as_str()),
                    (304, ""),
                    "{matching}"
                );
                assert_eq!(response.state(), "HIT");
                assert_eq!(response.header("etag"), Some(etag));
                assert_eq!(response.header("vary"), Some("accept-language"));
                for name in ["cache-control", "cdn-cache-control", "date", "age"] {
                    assert!(response.header(name).is_some(), "{name}");
                }
                for name in ["content-type", "last-modified"] {
                    assert_eq!(response.header(name), None);
                }
            }
        }
        for other in ["\"other\"", "W/\"other\"", &etag[1..etag.len() - 1], ""] {
            assert_eq!(
                status(&app, "/language", &[("if-none-match", other)]).await,
                200
            );
        }
    }
}

#[tokio::test]
async fn case_25_if_match() {
    // `If-Match` other, `If-Unmodified-Since` before Last-Modified: 412, before every other condition and for HEAD too.
    for app in both_ways().await {
        let stored = app.get("/minute").await;
        let etag = stored.header("etag").unwrap();
        let modified = stored.header("last-modified").unwrap();
        let (weak, list) = (format!("W/{etag}"), format!("\"other\", {etag}"));
        let past = "Sat, 01 Jan 2000 00:00:00 GMT";
        let expected = |headers: &[(&'static str, &str)], status: u16| {
            (
                headers
                    .iter()
                    .map(|(name, value)| (*name, (*value).to_owned()))
                    .collect::<Vec<_>>(),
                status,
            )
        };
        for (headers, status) in [
            expected(&[("if-match", etag)], 200),
            expected(&[("if-match", &list)], 200),
            expected(&[("if-match", "\"other\""), ("if-match", etag)], 200),
            expected(&[("if-match", "*")], 200),
            expected(&[("if-match", &weak)], 412),
            expected(&[("if-match", "\"other\"")], 412),
            expected(&[("if-match", "")], 412),
            expected(&[("if-match", "\"other\""), ("if-none-match", etag)], 412),
            expected(&[("if-none-match", etag), ("if-match", "\"other\"")], 412),
            expected(&[("if-none-match", etag), ("if-match", etag)], 304),
            expected(&[("if-unmodified-since", modified)], 200),
            expected(&[("if-unmodified-since", past)], 412),
            expected(&[("if-unmodified-since", "yesterday")], 200),
            expected(&[("if-unmodified-since", past), ("if-match", etag)], 200),
            expected(
                &[("if-unmodified-since", past), ("if-none-match", etag)],
                412,
            ),
        ] {
            let headers: Vec<_> = headers
                .iter()
                .map(|(name, value)| (*name, &**value))
                .collect();
            for method in ["GET", "HEAD"] {
                let response = app.send(request(method, "/minute", &headers)).await;
                assert_eq!(response.status, status, "{method} {headers:?}");
                assert_eq!(response.state(), "HIT", "{method} {headers:?}");
                if status == 412 {
                    assert_eq!(response.body, "");
                    assert_eq!(response.header("content-length"), Some("0"));
                    assert_eq!(response.header("etag"), None);
                }
            }
        }
        assert_eq!(app.state.runs("minute"), 1);
    }
}

#[tokio::test]
async fn case_25_if_match_on_other_entries() {
    for app in both_ways().await {
        let other = [("if-match", "\"other\"")];
        // The entry is generated and stored before the condition is evaluated.
        let response = app.get_with("/minute", &other).await;
        assert_eq!((response.status, &*response.state()), (412, "MISS stored"));
        assert_eq!(app.get("/minute").await.line(), "200 HIT minute 1");
        app.advance(61);
        let response = app.get_with("/minute", &other).await;
        assert_eq!((response.status, &*response.state()), (412, "STALE"));
        app.get_until("/minute", "minute 2").await;
        // A stored 404 has no version that a client could expect.
        app.state.respond("slug/x", |_| StatusCode::NOT_FOUND);
        for state in ["MISS stored", "HIT"] {
            let response = app.get_with("/slug/x", &other).await;
            assert_eq!((response.status, &*response.state()), (404, state));
        }
    }
}

#[tokio::test]
async fn case_26_if_modified_since() {
    // IMS at or after Last-Modified: 304; before: 200; a mismatching INM with a matching IMS: 200.
    for app in both_ways().await {
        let response = app.get("/minute").await;
        let modified = response.header("last-modified").unwrap();
        let since = |date| [("if-modified-since", date)];
        assert_eq!(status(&app, "/minute", &since(modified)).await, 304);
        let future = "Fri, 01 Jan 2100 00:00:00 GMT";
        assert_eq!(status(&app, "/minute", &since(future)).await, 304);
        let past = "Sat, 01 Jan 2000 00:00:00 GMT";
        assert_eq!(status(&app, "/minute", &since(past)).await, 200);
        assert_eq!(status(&app, "/minute", &since("yesterday")).await, 200);
        let both = [
            ("if-none-match", "\"other\""),
            ("if-modified-since", modified),
        ];
        assert_eq!(status(&app, "/minute", &both).await, 200);
    }
}

#[tokio::test]
async fn case_27_ranges() {
    // Body of 10 bytes; `0-3`, `-2`, `8-`: 206; `20-`: 416 `*/10`; `0-1,4-5`: 200; If-Range with an old ETag: 200.
    for app in both_ways().await {
        app.state.respond("minute", |_| "0123456789");
        let etag = app.get("/minute").await;
        let etag = etag.header("etag").unwrap();
        for (range, expected) in [
            ("bytes=0-3", "206 0123 bytes 0-3/10"),
            ("bytes=-2", "206 89 bytes 8-9/10"),
            ("bytes=8-", "206 89 bytes 8-9/10"),
            ("bytes=5-99", "206 56789 bytes 5-9/10"),
            ("bytes=20-", "416  bytes */10"),
            ("bytes=-0", "416  bytes */10"),
            ("bytes=0-1,4-5", "200 0123456789 "),
            ("bytes=3-1", "200 0123456789 "),
            ("lines=0-3", "200 0123456789 "),
        ] {
            let response = app.get_with("/minute", &[("range", range)]).await;
            let content_range = response.header("content-range").unwrap_or_default();
            let line = format!("{} {} {content_range}", response.status, response.body);
            assert_eq!(line, expected, "{range}");
            let length = response.body.len().to_string();
            assert_eq!(response.header("content-length"), Some(&*length), "{range}");
        }
        for (validator, status) in [(etag, 206), ("\"old\"", 200), (&format!("W/{etag}"), 200)] {
            let headers = [("range", "bytes=0-3"), ("if-range", validator)];
            let response = app.get_with("/minute", &headers).await;
            assert_eq!(response.status, status, "{validator}");
        }
        for (expected, status) in [(etag, 206), ("*", 206), ("\"old\"", 412)] {
            for range in ["bytes=0-3", "bytes=20-"] {
                let headers = [("range", range), ("if-match", expected)];
                let response = app.get_with("/minute", &headers).await;
                let status = if status == 206 && range == "bytes=20-" {
                    416
                } else {
                    status
                };
                assert_eq!(response.status, status, "{expected} {range}");
            }
        }
        let twice = [("range", "bytes=0-3"), ("range", "bytes=5-6")];
        assert_eq!(status(&app, "/minute", &twice).await, 200);
        assert_eq!(app.state.runs("minute"), 1);
    }
}

#[tokio::test]
async fn case_28_identical_regeneration() {
    // A regeneration gives identical bytes, INM with the old ETag: 304.
    for app in both_ways().await {
        app.state.respond("minute", |_| "always the same");
        let old = app.get("/minute").await;
        app.cache.revalidate_path("/minute").await.unwrap();
        assert_eq!(app.get("/minute").await.state(), "EXPIRED stored");
        let headers = [("if-none-match", old.header("etag").unwrap())];
        assert_eq!(status(&app, "/minute", &headers).await, 304);
        assert_eq!(app.state.runs("minute"), 2);
    }
}

#[tokio::test]
async fn case_29_stale_not_modified() {
    // A STALE entry, INM matches: 304 and a run in the background.
    for app in both_ways().await {
        let old = app.get("/minute").await;
        app.advance(61);
        let headers = [("if-none-match", old.header("etag").unwrap())];
        let response = app.get_with("/minute", &headers).await;
        assert_eq!((response.status, &*response.state()), (304, "STALE"));
        app.get_until("/minute", "minute 2").await;
    }
}

#[tokio::test]
async fn case_30_length_and_age() {
    // Any stored response: exact Content-Length; `Age` an integer from 0, never beyond the real age + 1.
    for app in both_ways().await {
        for seconds in [0, 1, 58] {
            app.advance(seconds);
            let response = app.get("/minute").await;
            assert_eq!(response.header("content-length"), Some("8"));
            assert!(response.age().is_some(), "an integer");
        }
        assert_eq!(app.get("/minute").await.age(), Some(59));
    }
}

#[tokio::test]
async fn case_31_hop_by_hop() {
    // The handler sends hop-by-hop headers, `Connection: x-a`, `X-A`: none of them is replayed.
    for app in both_ways().await {
        app.state.respond("minute", |run| {
            let headers = [
                (CONNECTION, "x-a"),
                (HeaderName::from_static("x-a"), "a"),
                (HeaderName::from_static("x-b"), "b"),
                (HeaderName::from_static("keep-alive"), "timeout=5"),
                (HeaderName::from_static("te"), "trailers"),
                (HeaderName::from_static("proxy-authenticate"), "Basic"),
                (HeaderName::from_static("age"), "500"),
                (
                    HeaderName::from_static("date"),
                    "Sat, 01 Jan 2000 00:00:00 GMT",
                ),
                (ETAG, "\"mine\""),
            ];
            (headers, run.to_string())
        });
        app.get("/minute").await;
        let response = app.get("/minute").await;
        assert_eq!(response.line(), "200 HIT 1");
        for name in ["x-a", "keep-alive", "te", "proxy-authenticate"] {
            assert_eq!(response.header(name), None, "{name}");
        }
        assert_ne!(response.header("connection"), Some("x-a"));
        assert_ne!(
            response.header("date"),
            Some("Sat, 01 Jan 2000 00:00:00 GMT")
        );
        assert_eq!(response.age(), Some(0));
        assert_eq!(response.header("x-b"), Some("b"));
        assert_eq!(response.header("etag"), Some("\"mine\""));
    }
}
