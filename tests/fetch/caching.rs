//! The lifetime of cached fetches.

use crate::{TestApp, both_ways, both_ways_with};
use axum::{http::StatusCode, response::IntoResponse};
use router_tests::test_app::responses;
use std::{collections::BTreeSet, time::Duration};

/// Lets the handlers fetch `/rates` of the upstream, cached for a minute, with a tag.
fn rates(app: &TestApp) {
    let url = app.state.at("rates");
    app.state.plan_calls(move |fetch| {
        let sending = fetch.get(&url).revalidate(60).tag("rates").send();
        async { Ok(sending.await?.text()) }
    });
}

async fn line(app: &TestApp, path: &str) -> String {
    app.get(path).await.line()
}

#[tokio::test]
async fn a_response_is_cached_for_its_period_and_served_stale_while_it_is_fetched_again() {
    for app in both_ways().await {
        rates(&app);
        for seconds in [0, 59] {
            app.advance(seconds);
            assert_eq!(line(&app, "/live").await, "200 none rates 1");
        }
        app.advance(1);
        assert_eq!(line(&app, "/live").await, "200 none rates 1", "once more");
        app.get_until("/live", "rates 2").await;
        assert_eq!(app.handlers().runs("rates"), 2);
        // Expired.
        app.advance(31_536_000);
        assert_eq!(line(&app, "/live").await, "200 none rates 3");
    }
}

#[tokio::test]
async fn a_hundred_concurrent_requests_are_one_fetch() {
    for app in both_ways().await {
        rates(&app);
        let gate = app.handlers().gate("rates");
        let pending = app.start_many("/live", 100).await;
        app.wait_for_runs("rates", 1).await;
        gate.open(100);
        let mut bodies = BTreeSet::new();
        for response in responses(pending).await {
            bodies.insert(response.body);
        }
        assert_eq!(bodies, BTreeSet::from(["rates 1".to_owned()]));
        assert_eq!(app.handlers().runs("rates"), 1);
    }
}

#[tokio::test]
async fn the_fetch_goes_on_when_the_first_client_leaves() {
    for app in both_ways().await {
        rates(&app);
        let gate = app.handlers().gate("rates");
        let first = app.start("/live").await;
        app.wait_for_runs("rates", 1).await;
        let second = app.start("/live").await;
        first.abort();
        gate.open(1);
        assert_eq!(second.await.unwrap().body, "rates 1");
    }
}

#[tokio::test]
async fn one_tag_invalidates_fetches_and_the_responses_made_of_them() {
    for app in both_ways().await {
        rates(&app);
        assert_eq!(line(&app, "/cached").await, "200 MISS stored rates 1");
        assert_eq!(line(&app, "/live").await, "200 none rates 1");
        assert_eq!(line(&app, "/inside").await, "200 none rates 1");
        assert_eq!(line(&app, "/cached").await, "200 HIT rates 1");
        app.cache.update_tag("rates").await.unwrap();
        assert_eq!(line(&app, "/cached").await, "200 EXPIRED stored rates 2");
        assert_eq!(line(&app, "/live").await, "200 none rates 2");
        app.cache.revalidate_tag("rates").await.unwrap();
        assert_eq!(line(&app, "/cached").await, "200 STALE rates 2");
        let response = app.get_until("/cached", "rates 3").await;
        assert_eq!(response.state(), "HIT", "and not made of the old one");
        app.cache.purge_tag("rates").await.unwrap();
        assert_eq!(line(&app, "/cached").await, "200 MISS stored rates 4");
    }
}

#[tokio::test]
async fn a_response_takes_over_the_shorter_period_of_its_fetches() {
    for app in both_ways().await {
        rates(&app);
        for path in ["/cached", "/static", "/error"] {
            let response = app.get(path).await;
            let shared = "public, max-age=0, s-maxage=60";
            assert_eq!(response.header("cache-control"), Some(shared), "{path}");
            let for_cdns = "max-age=60, stale-while-revalidate=31535940";
            assert_eq!(response.header("cdn-cache-control"), Some(for_cdns));
        }
        app.advance(59);
        assert_eq!(app.get("/cached").await.state(), "HIT");
        app.advance(1);
        assert_eq!(app.get("/cached").await.state(), "STALE");
        app.get_until("/cached", "rates 2").await;
    }
}

#[tokio::test]
async fn pages_and_layouts_fetch_too() {
    for app in both_ways().await {
        assert_eq!(
            line(&app, "/framed").await,
            "200 MISS stored news 1: rates 1"
        );
        assert_eq!(line(&app, "/framed").await, "200 HIT news 1: rates 1");
        app.cache.update_tag("news").await.unwrap();
        assert_eq!(
            line(&app, "/framed").await,
            "200 EXPIRED stored news 2: rates 1"
        );
        app.advance(60);
        assert_eq!(line(&app, "/framed").await, "200 STALE news 2: rates 1");
        app.get_until("/framed", "news 3: rates 1").await;
    }
}

/// Like Next.js, the cache stores only responses with status 200.
#[tokio::test]
async fn only_a_200_is_cached() {
    for app in both_ways().await {
        let url = app.state.at("rates");
        app.state.plan_calls(move |fetch| {
            let sending = fetch.get(&url).revalidate(60).send();
            async {
                let response = sending.await?;
                Ok(format!(
                    "{} {}",
                    response.status().as_u16(),
                    response.text()
                ))
            }
        });
        let statuses = [201, 204, 304, 404, 410, 429, 500, 503];
        app.handlers().plan("rates", move |run| async move {
            let status = statuses.get(run - 1).copied().unwrap_or(200);
            let status = StatusCode::from_u16(status).unwrap();
            Ok((status, format!("run {run}")).into_response())
        });
        for (run, status) in statuses.into_iter().enumerate() {
            let text = app.get("/live").await.body;
            let body = if matches!(status, 204 | 304) {
                String::new()
            } else {
                format!("run {}", run + 1)
            };
            assert_eq!(text, format!("{status} {body}"));
        }
        for _ in 0..2 {
            assert_eq!(app.get("/live").await.body, "200 run 9");
        }
    }
}

#[tokio::test]
async fn an_old_response_stays_while_the_upstream_fails_and_retries_back_off() {
    for app in both_ways().await {
        rates(&app);
        app.get("/live").await;
        app.handlers().respond("rates", |_| StatusCode::BAD_GATEWAY);
        let mut tried = 0;
        for _ in 0..60 {
            app.advance(if tried == 0 { 60 } else { 1 });
            assert_eq!(app.get("/live").await.body, "rates 1");
            app.cache.settled().await;
            tried = app.handlers().runs("rates") - 1;
        }
        // 30 s, then 60 s: the back-off of a handler with this period.
        assert!((2..=4).contains(&tried), "{tried}");
        app.handlers().reset("rates");
        app.advance(61);
        app.get("/live").await;
        app.get_until("/live", &format!("rates {}", tried + 2))
            .await;
    }
}

#[tokio::test]
async fn responses_for_one_client_or_one_moment_are_not_cached() {
    for app in both_ways().await {
        app.handlers().respond("rates", |_| {
            [
                ("set-cookie", "a=1"),
                ("connection", "x-once"),
                ("x-once", "1"),
                ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ("x-rate", "1.09"),
                ("cache-control", "private, no-store"),
            ]
        });
        let url = app.state.at("rates");
        app.state.plan_calls(move |fetch| {
            let sending = fetch.get(&url).force_cache().send();
            async {
                let response = sending.await?;
                let names = ["set-cookie", "connection", "x-once", "date", "x-rate"];
                let found = names.map(|name| response.header(name).unwrap_or("-").to_owned());
                Ok(found.join(" "))
            }
        });
        for _ in 0..2 {
            assert_eq!(app.get("/live").await.body, "- - - - 1.09");
        }
        assert_eq!(app.handlers().runs("rates"), 1);
        // An uncached response arrives unchanged.
        let url = app.state.at("rates");
        app.state.plan_calls(move |fetch| {
            let sending = fetch.get(&url).send();
            async {
                Ok(sending
                    .await?
                    .header("set-cookie")
                    .unwrap_or("-")
                    .to_owned())
            }
        });
        assert_eq!(app.get("/live").await.body, "a=1");
    }
}

#[tokio::test]
async fn a_response_above_max_entry_reaches_all_waiters_and_is_not_cached() {
    for app in both_ways_with(|options| options.max_entry(1_000)).await {
        app.handlers().respond("large", |_| "x".repeat(1_000));
        let url = app.state.at("large");
        app.state.plan_calls(move |fetch| {
            let sending = fetch.get(&url).revalidate(60).send();
            async { Ok(sending.await?.text()) }
        });
        for run in 1..4 {
            assert_eq!(app.get("/live").await.body.len(), 1_000);
            assert_eq!(app.handlers().runs("large"), run);
        }
    }
}

#[tokio::test]
async fn tags_are_bounded() {
    for app in both_ways().await {
        let url = app.state.at("a");
        app.state.plan_calls(move |fetch| {
            let call = fetch.get(&url).force_cache();
            let sending = call.tags((0..129).map(|tag| tag.to_string())).send();
            async { Ok(sending.await?.text()) }
        });
        let response = app.get("/live").await;
        assert_eq!((response.status, app.handlers().runs("a")), (500, 0));
        assert!(
            response.body.contains("cannot be cached: "),
            "{}",
            response.body
        );
    }
}

/// The time limit of the cache applies if that of the call is longer.
#[tokio::test]
async fn the_cache_ends_fetches_beyond_its_time_limit() {
    for app in both_ways().await {
        app.handlers().hang("rates");
        let url = app.state.at("rates");
        app.state.plan_calls(move |fetch| {
            let call = fetch.get(&url).revalidate(60);
            let sending = call.timeout(Duration::from_secs(3_600)).send();
            async { Ok(sending.await?.text()) }
        });
        let pending = app.start("/live").await;
        app.wait_for_runs("rates", 1).await;
        app.advance(31);
        let response = pending.await.unwrap();
        assert_eq!(response.status, 500);
        assert!(
            response.body.contains("timed out after 30 s"),
            "{}",
            response.body
        );
    }
}
