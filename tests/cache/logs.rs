//! Logs of the cache.

use crate::both_ways;
use router_runtime::prelude::*;
use router_tests::{log::Log, test_app::TestApp};

/// Sends the requests and returns the log of that time.
async fn log_of(app: &TestApp, paths: &[&str]) -> String {
    let requests = async {
        for path in paths {
            app.get(path).await;
        }
    };
    log_during(app, requests).await
}

async fn log_during(app: &TestApp, requests: impl Future<Output = ()>) -> String {
    let (log, _guard) = Log::begin();
    requests.await;
    app.cache.settled().await;
    log.text()
}

#[tokio::test]
async fn case_32_a_cookie_that_prevents_caching_is_logged() {
    for app in both_ways().await {
        app.state.respond("minute", |_| [("set-cookie", "a=b")]);
        let log = log_of(&app, &["/minute"]).await;
        let warning = log.lines().find(|line| line.contains("WARN")).unwrap();
        let expected =
            "a response was not stored: it has a `Set-Cookie` header, which is for one client";
        assert!(
            warning.contains(expected) && warning.contains("/minute"),
            "{log}"
        );
    }
}

#[tokio::test]
async fn what_a_handler_may_not_expect_is_logged_once_a_route() {
    for app in both_ways().await {
        app.state.respond("minute", |_| [("set-cookie", "a=b")]);
        let log = log_of(&app, &["/minute", "/minute", "/minute"]).await;
        assert_eq!(log.matches("WARN").count(), 1, "{log}");
        let past = "Sat, 01 Jan 2000 00:00:00 GMT";
        for (name, value, words) in [
            ("cache-control", "max-age=0", "has `max-age=0`"),
            ("cache-control", "public, s-maxage=0", "has `s-maxage=0`"),
            ("expires", past, "its `Expires` is not in the future"),
        ] {
            app.state.plan("two", move |_| async move {
                Ok(([(name, value)], "two").into_response())
            });
            for count in [1, 0] {
                app.cache.revalidate_path("/two").await.unwrap();
                let log = log_of(&app, &["/two", "/two"]).await;
                assert_eq!(log.matches("WARN").count(), count, "{log}");
                assert_eq!(log.matches(words).count(), count, "{log}");
            }
        }
        for value in ["max-age=5", "max-age=0, s-maxage=5"] {
            app.state.plan("short", move |_| async move {
                Ok(([("cache-control", value)], "short").into_response())
            });
            app.cache.revalidate_path("/short").await.unwrap();
            let log = log_of(&app, &["/short"]).await;
            assert!(!log.contains("WARN"), "{log}");
        }
    }
}

#[tokio::test]
async fn a_flight_has_a_span() {
    for app in both_ways().await {
        app.get("/slug/a").await;
        app.cache.revalidate_path("/slug/a").await.unwrap();
        let log = log_of(&app, &["/slug/a", "/slug/b"]).await;
        for fields in [
            r#"rcache_flight{key="/slug/a" route="/slug/[id]" epoch=1 cause="hard" outcome="stored"}"#,
            r#"rcache_flight{key="/slug/b" route="/slug/[id]" epoch=1 cause="miss" outcome="stored"}"#,
        ] {
            assert!(log.contains(fields), "{log}");
        }
    }
}

#[tokio::test]
async fn a_failure_of_data_is_logged_with_its_key() {
    fn assert_logged(log: &str, text: &str) {
        let mut lines = log.lines();
        let line = lines.find(|line| line.contains("ERROR") && line.contains("generates the data"));
        let line = line.unwrap_or_else(|| panic!("{text} in {log}"));
        let expected = format!(r#"{text} key="alloc::string::String \"stock\"""#);
        assert!(line.contains(&expected), "{line}");
        assert!(!line.contains("method="), "{line}");
    }
    for app in both_ways().await {
        app.state
            .plan("stock", |_| async { panic!("as the test wants it") });
        let log = log_of(&app, &["/live"]).await;
        assert_logged(&log, "the future that generates the data panicked");
        app.state.hang("stock");
        let request = async {
            let response = app.start("/live").await;
            app.wait_for_runs("stock", 2).await;
            app.advance(31);
            assert_eq!(response.response().await.status, 500);
        };
        let log = log_during(&app, request).await;
        assert_logged(
            &log,
            "the future that generates the data took longer than 30 s",
        );
    }
}
