//! Cases 32 to 38 and 48 to 50: responses that are stored and responses that are not.

use crate::{both_ways, both_ways_with};
use axum::body::Bytes;
use http_body_util::BodyExt;
use router_runtime::{prelude::*, respond::not_found};
use router_tests::{request::request, wait::wait_for};
use std::{
    convert::Infallible,
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

#[tokio::test]
async fn case_32_set_cookie() {
    // Set-Cookie in the reply, 2 GETs by 2 clients: both run; client 2 never sees cookie 1; a marker.
    for app in both_ways().await {
        app.state.respond("minute", |run| {
            ([("set-cookie", format!("who={run}"))], run.to_string())
        });
        let first = app.get("/minute").await;
        assert_eq!(
            (first.line(), first.header("set-cookie")),
            ("200 MISS 1".into(), Some("who=1"))
        );
        let second = app.get("/minute").await;
        assert_eq!(second.line(), "200 BYPASS uncacheable 2");
        assert_eq!(second.header("set-cookie"), Some("who=2"));
    }
}

#[tokio::test]
async fn case_33_private() {
    // A `private`, `no-store` or `no-cache` reply, 2 GETs: never stored.
    for app in both_ways().await {
        for (path, value) in [
            ("minute", "private"),
            ("two", "max-age=60, no-store"),
            ("static", "No-Cache"),
            ("saved", "private=\"x-a\", max-age=5"),
        ] {
            app.state.plan(path, move |run| async move {
                Ok(([("cache-control", value)], run.to_string()).into_response())
            });
            for line in ["200 MISS 1", "200 BYPASS uncacheable 2"] {
                let response = app.get(&format!("/{path}")).await;
                assert_eq!(response.line(), line, "{value}");
                assert_eq!(response.header("cache-control"), Some(value));
            }
        }
    }
}

#[tokio::test]
async fn case_34_vary() {
    // `Vary: *` or an undeclared Vary, 2 GETs: never stored. A declared one is.
    for app in both_ways().await {
        for (path, vary) in [
            ("minute", "*"),
            ("two", "accept"),
            ("static", "Accept-Language, accept"),
        ] {
            app.state.plan(path, move |run| async move {
                Ok(([("vary", vary)], run.to_string()).into_response())
            });
        }
        for path in ["minute", "two", "static"] {
            for line in ["200 MISS 1", "200 BYPASS uncacheable 2"] {
                assert_eq!(app.get(&format!("/{path}")).await.line(), line);
            }
        }
        app.state
            .respond("language", |_| [("vary", "Accept-Language")]);
        app.get("/language").await;
        let response = app.get("/language").await;
        assert_eq!(response.state(), "HIT");
        assert_eq!(response.header("vary"), Some("accept-language"));
    }
}

#[tokio::test]
async fn other_responses_that_are_not_stored() {
    // Rules, section 4: other 4xx, 206, Content-Range, event streams.
    for app in both_ways().await {
        for status in [206, 401, 403, 407, 408, 425, 418] {
            let path = format!("/slug/{status}");
            app.state
                .plan(&format!("slug/{status}"), move |run| async move {
                    let status = StatusCode::from_u16(status)?;
                    Ok((status, run.to_string()).into_response())
                });
            assert_eq!(app.get(&path).await.line(), format!("{status} MISS 1"));
            let line = format!("{status} BYPASS uncacheable 2");
            assert_eq!(app.get(&path).await.line(), line);
        }
        for header in [
            ("content-range", "bytes 0-0/1"),
            ("content-type", "text/event-stream"),
        ] {
            app.state.plan("minute", move |_| async move {
                Ok(([header], "x").into_response())
            });
            app.get("/minute").await;
            assert_eq!(app.get("/minute").await.state(), "BYPASS uncacheable");
            app.advance(121);
        }
    }
}

#[tokio::test]
async fn responses_that_are_stored() {
    // Rules, section 4: these statuses.
    for app in both_ways().await {
        for status in [
            200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 410, 414, 501,
        ] {
            let path = format!("/slug/{status}");
            app.state
                .plan(&format!("slug/{status}"), move |_| async move {
                    Ok(StatusCode::from_u16(status)?.into_response())
                });
            assert_eq!(
                app.get(&path).await.line(),
                format!("{status} MISS stored ")
            );
            assert_eq!(app.get(&path).await.line(), format!("{status} HIT "));
        }
    }
}

#[tokio::test]
async fn case_35_not_found_is_revalidated() {
    // 404 via `not_found()`, R=2, 2.5 s later the data appears: STALE 404, then 200.
    for app in both_ways().await {
        app.state.plan("two", |_| async { Err(not_found()) });
        assert_eq!(
            app.get("/two").await.line(),
            "404 MISS stored 404 Not Found\n"
        );
        assert_eq!(app.get("/two").await.line(), "404 HIT 404 Not Found\n");
        app.state.reset("two");
        app.clock.advance(std::time::Duration::from_millis(2_500));
        assert_eq!(app.get("/two").await.line(), "404 STALE 404 Not Found\n");
        assert_eq!(app.get_until("/two", "two 2").await.line(), "200 HIT two 2");
    }
}

#[tokio::test]
async fn case_36_not_found_and_redirects_have_tags() {
    // A 404 or redirect is stored, `revalidate_path`: the next GET runs.
    for app in both_ways().await {
        app.state.plan("minute", |_| async { Err(not_found()) });
        app.state
            .plan("slug/a", |_| async { Ok(redirect("/two").into_response()) });
        for path in ["/minute", "/slug/a"] {
            app.get(path).await;
            assert_eq!(app.get(path).await.state(), "HIT");
            app.cache.revalidate_path(path).await.unwrap();
            assert_eq!(app.get(path).await.state(), "EXPIRED stored");
        }
        assert_eq!((app.state.runs("minute"), app.state.runs("slug/a")), (2, 2));
    }
}

#[tokio::test]
async fn case_37_redirects() {
    // Redirect 307 and 308, 2 GETs: stored, Location exact, HIT, with the lifetime of the route.
    for app in both_ways().await {
        app.state.plan("minute", |_| async {
            Ok(redirect("/two?a=1#b").into_response())
        });
        app.state.plan("two", |_| async {
            Ok(permanent_redirect("https://x.example/é").into_response())
        });
        for (path, status, location, seconds) in [
            ("/minute", 307, "/two?a=1#b", 60),
            ("/two", 308, "https://x.example/%C3%A9", 2),
        ] {
            assert_eq!(app.get(path).await.line(), format!("{status} MISS stored "));
            let response = app.get(path).await;
            assert_eq!(response.line(), format!("{status} HIT "));
            assert_eq!(response.header("location"), Some(location));
            let lifetime = response.header("cache-control").unwrap();
            assert!(
                lifetime.ends_with(&format!(", s-maxage={seconds}")),
                "{lifetime}"
            );
            app.advance(seconds);
            assert_eq!(app.get(path).await.state(), "STALE");
        }
    }
}

#[tokio::test]
async fn case_38_cold_errors() {
    // Cold, the handler replies 500, 503 or 429, 2 GETs: 2 runs, `no-store`, nothing stored.
    for app in both_ways().await {
        for status in [500, 503, 429] {
            let name = format!("slug/{status}");
            app.state.plan(&name, move |run| async move {
                Ok((StatusCode::from_u16(status)?, run.to_string()).into_response())
            });
            for run in 1..=2 {
                let response = app.get(&format!("/{name}")).await;
                assert_eq!(response.line(), format!("{status} MISS {run}"));
                let expected = "private, no-cache, no-store, max-age=0, must-revalidate";
                assert_eq!(response.header("cache-control"), Some(expected));
            }
            app.state.reset(&name);
            let response = app.get(&format!("/{name}")).await;
            assert_eq!(response.line(), format!("200 MISS stored {name} 3"));
        }
    }
}

#[tokio::test]
async fn case_48_broken_body() {
    // The body stream errors half-way, GET: truncated or an error, nothing stored.
    for app in both_ways().await {
        app.state.plan("minute", |_| async {
            let half = vec![Ok(Bytes::from("half")), Err(io::Error::other("broken"))];
            Ok(Body::from_stream(tokio_stream::iter(half)).into_response())
        });
        let mut connection = app.connect().await;
        let first = connection.try_send(request("GET", "/minute", &[]));
        // The head may have been sent before the body failed. The response is incomplete in either case.
        if let Some(first) = first.await {
            assert!(first.is_broken || first.status >= 500, "{first:?}");
        }
        app.state.reset("minute");
        assert_eq!(app.get("/minute").await.line(), "200 MISS stored minute 2");
    }
}

#[tokio::test]
async fn case_49_the_longest_body() {
    // Body = max_entry, then one byte more, 2 GETs: HIT; both run, intact bodies, a marker.
    for app in both_ways_with(|options| options.max_entry(1_000)).await {
        for (name, length) in [("slug/fits", 1_000), ("slug/long", 1_001)] {
            app.state.plan(name, move |_| async move {
                // In pieces, without a length.
                let pieces = vec![b'x'; length];
                let pieces: Vec<_> = pieces.chunks(300).map(Bytes::copy_from_slice).collect();
                let pieces = pieces.into_iter().map(Ok::<_, Infallible>);
                Ok(Body::from_stream(tokio_stream::iter(pieces)).into_response())
            });
        }
        let fits = "x".repeat(1_000);
        assert_eq!(
            app.get("/slug/fits").await.line(),
            format!("200 MISS stored {fits}")
        );
        assert_eq!(
            app.get("/slug/fits").await.line(),
            format!("200 HIT {fits}")
        );
        assert_eq!(
            app.get("/slug/long").await.line(),
            format!("200 MISS {fits}x")
        );
        let line = format!("200 BYPASS uncacheable {fits}x");
        assert_eq!(app.get("/slug/long").await.line(), line);
        assert_eq!(app.state.runs("slug/long"), 2);
    }
}

#[tokio::test]
async fn case_50_endless_stream() {
    // An endless event stream, GET: streams at once, never buffered beyond max_entry.
    for app in both_ways_with(|options| options.max_entry(1_000)).await {
        for kind in ["text/event-stream", "text/plain"] {
            let pulled = Arc::new(AtomicUsize::new(0));
            let name = format!("slug/{}", &kind[5..]);
            let counter = Arc::clone(&pulled);
            app.state.plan(&name, move |_| {
                let counter = Arc::clone(&counter);
                async move {
                    let pieces = std::iter::repeat_with(move || {
                        counter.fetch_add(1, Ordering::SeqCst);
                        Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 100]))
                    });
                    let body = Body::from_stream(tokio_stream::iter(pieces));
                    Ok(([("content-type", kind)], body).into_response())
                }
            });
            let mut connection = app.connect().await;
            let path = format!("/{name}");
            let head = connection.head(request("GET", &path, &[])).await;
            assert_eq!(head.status(), 200);
            let mut body = head.into_body();
            for _ in 0..50 {
                body.frame().await.unwrap().unwrap();
            }
            // The client stops reading, so the stream stops when the buffers of the socket are full.
            drop((body, connection));
            let mut before = usize::MAX;
            wait_for("the stream to end", async || {
                let now = pulled.load(Ordering::SeqCst);
                let still = now == before;
                before = now;
                still.then_some(())
            })
            .await;
        }
    }
}
