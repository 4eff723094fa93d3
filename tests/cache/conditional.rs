//! Cases 25 to 31: validators, ranges, lengths.

use super::house::{House, houses, request};
use axum::http::header::{CONNECTION, ETAG};
use router_runtime::prelude::*;

async fn status(house: &House, path: &str, headers: &[(&str, &str)]) -> u16 {
    house.get_with(path, headers).await.status
}

#[tokio::test]
async fn case_25_if_none_match() {
    // Stored; If-None-Match same, weak form, list, `*`, other: 304 four times (no body; ETag, CC, Vary, Date), then 200.
    for house in houses().await {
        let etag = house.get("/spoken").await;
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
                let answer = house.send(request(method, "/spoken", &headers)).await;
                assert_eq!(
                    (answer.status, answer.body.as_str()),
                    (304, ""),
                    "{matching}"
                );
                assert_eq!(answer.state(), "HIT");
                assert_eq!(answer.header("etag"), Some(etag));
                assert_eq!(answer.header("vary"), Some("accept-language"));
                for name in ["cache-control", "date", "age"] {
                    assert!(answer.header(name).is_some(), "{name}");
                }
                for name in ["content-type", "last-modified"] {
                    assert_eq!(answer.header(name), None);
                }
            }
        }
        for other in ["\"other\"", "W/\"other\"", &etag[1..etag.len() - 1], ""] {
            assert_eq!(
                status(&house, "/spoken", &[("if-none-match", other)]).await,
                200
            );
        }
    }
}

#[tokio::test]
async fn case_26_if_modified_since() {
    // IMS at or after Last-Modified: 304; before: 200; a mismatching INM beside a matching IMS: 200.
    for house in houses().await {
        let answer = house.get("/minute").await;
        let modified = answer.header("last-modified").unwrap();
        let since = |date| [("if-modified-since", date)];
        assert_eq!(status(&house, "/minute", &since(modified)).await, 304);
        let future = "Fri, 01 Jan 2100 00:00:00 GMT";
        assert_eq!(status(&house, "/minute", &since(future)).await, 304);
        let past = "Sat, 01 Jan 2000 00:00:00 GMT";
        assert_eq!(status(&house, "/minute", &since(past)).await, 200);
        assert_eq!(status(&house, "/minute", &since("yesterday")).await, 200);
        let both = [
            ("if-none-match", "\"other\""),
            ("if-modified-since", modified),
        ];
        assert_eq!(status(&house, "/minute", &both).await, 200);
    }
}

#[tokio::test]
async fn case_27_ranges() {
    // Body of 10 bytes; `0-3`, `-2`, `8-`: 206; `20-`: 416 `*/10`; `0-1,4-5`: 200; If-Range with an old ETag: 200.
    for house in houses().await {
        house.lab.reply("minute", |_| "0123456789");
        let etag = house.get("/minute").await;
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
            let answer = house.get_with("/minute", &[("range", range)]).await;
            let content_range = answer.header("content-range").unwrap_or_default();
            let line = format!("{} {} {content_range}", answer.status, answer.body);
            assert_eq!(line, expected, "{range}");
            let length = answer.body.len().to_string();
            assert_eq!(answer.header("content-length"), Some(&*length), "{range}");
        }
        for (validator, status) in [(etag, 206), ("\"old\"", 200), (&format!("W/{etag}"), 200)] {
            let headers = [("range", "bytes=0-3"), ("if-range", validator)];
            let answer = house.get_with("/minute", &headers).await;
            assert_eq!(answer.status, status, "{validator}");
        }
        assert_eq!(house.lab.runs("minute"), 1);
    }
}

#[tokio::test]
async fn case_28_identical_regeneration() {
    // A regeneration gives identical bytes, INM with the old ETag: 304.
    for house in houses().await {
        house.lab.reply("minute", |_| "always the same");
        let old = house.get("/minute").await;
        house.cache.revalidate_path("/minute").await.unwrap();
        assert_eq!(house.get("/minute").await.state(), "EXPIRED stored");
        let headers = [("if-none-match", old.header("etag").unwrap())];
        assert_eq!(status(&house, "/minute", &headers).await, 304);
        assert_eq!(house.lab.runs("minute"), 2);
    }
}

#[tokio::test]
async fn case_29_stale_not_modified() {
    // A STALE entry, INM matches: 304 and a run in the background.
    for house in houses().await {
        let old = house.get("/minute").await;
        house.advance(61);
        let headers = [("if-none-match", old.header("etag").unwrap())];
        let answer = house.get_with("/minute", &headers).await;
        assert_eq!((answer.status, &*answer.state()), (304, "STALE"));
        house.until("/minute", "minute 2").await;
    }
}

#[tokio::test]
async fn case_30_length_and_age() {
    // Any stored answer: exact Content-Length; `Age` an integer from 0, never beyond the real age + 1.
    for house in houses().await {
        for seconds in [0, 1, 58] {
            house.advance(seconds);
            let answer = house.get("/minute").await;
            assert_eq!(answer.header("content-length"), Some("8"));
            assert!(answer.age().is_some(), "an integer");
        }
        assert_eq!(house.get("/minute").await.age(), Some(59));
    }
}

#[tokio::test]
async fn case_31_hop_by_hop() {
    // The handler sends hop-by-hop headers, `Connection: x-a`, `X-A`: none of them is replayed.
    for house in houses().await {
        house.lab.reply("minute", |run| {
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
        house.get("/minute").await;
        let answer = house.get("/minute").await;
        assert_eq!(answer.line(), "200 HIT 1");
        for name in ["x-a", "keep-alive", "te", "proxy-authenticate"] {
            assert_eq!(answer.header(name), None, "{name}");
        }
        assert_ne!(answer.header("connection"), Some("x-a"));
        assert_ne!(answer.header("date"), Some("Sat, 01 Jan 2000 00:00:00 GMT"));
        assert_eq!(answer.age(), Some(0));
        assert_eq!(answer.header("x-b"), Some("b"));
        assert_eq!(answer.header("etag"), Some("\"mine\""));
    }
}
