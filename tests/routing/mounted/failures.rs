//! The log of failures.

use super::{below_docs, get, mount, ways};
use router_runtime::{CacheOptions, TrailingSlash::Remove, testing::Clock};
use std::{
    io::Write,
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};
use tracing::Dispatch;
use tracing_subscriber::Registry;

/// A second subscriber. With a single one, `tracing` caches the interest of the current thread's subscriber in a message, so that a
/// test on a thread without a subscriber would disable the message everywhere.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Registry::default()));

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A failing request, and its status, route, file, line and text in the log; `LONG` is a long segment.
const FAILURES: [(&str, u16, &str, &str, u32, &str); 9] = [
    (
        "GET /wrong/a",
        500,
        "/wrong/[id]",
        "wrong/[id]/route.rs",
        4,
        "invalid digit",
    ),
    (
        "GET /wrong/LONG",
        500,
        "/wrong/[id]",
        "wrong/[id]/route.rs",
        4,
        "invalid digit",
    ),
    (
        "POST /wrong/a%20b",
        500,
        "/wrong/[id]",
        "wrong/[id]/route.rs",
        9,
        "invalid digit",
    ),
    (
        "PUT /wrong/a",
        500,
        "/wrong/[id]",
        "wrong/[id]/route.rs",
        0,
        "panicked: unlucky",
    ),
    (
        "DELETE /wrong/a",
        500,
        "/wrong/[id]",
        "wrong/[id]/route.rs",
        18,
        "key must be a string",
    ),
    (
        "GET /slow",
        504,
        "/slow",
        "slow/route.rs",
        0,
        "no response within max_duration",
    ),
    (
        "GET /broken/7",
        500,
        "/broken/[id]",
        "broken/middleware.rs",
        4,
        "invalid digit",
    ),
    (
        "GET /torn",
        500,
        "/torn",
        "torn/layout.rs",
        4,
        "invalid digit",
    ),
    (
        "GET /unlucky",
        500,
        "/unlucky",
        "unlucky/route.rs",
        6,
        "invalid digit",
    ),
];

#[tokio::test(start_paused = true)]
async fn a_failure_is_logged_with_request_route_and_line() {
    LazyLock::force(&SECOND);
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let long = "x".repeat(200);
    for (line, status, route, file, number, text) in FAILURES {
        let line = &*line.replace("LONG", &long);
        let (method, path) = line.split_once(' ').unwrap();
        let below = format!("{method} /docs{path}");
        let apps = [(mount::builder(), line), (below_docs(Remove), &*below)];
        for (builder, line) in apps {
            for (way, router) in ways(&builder) {
                log.0.lock().unwrap().clear();
                let found = get(router, line).await;
                let expected = format!("{status} {status} ");
                assert!(found.starts_with(&expected), "{way} {line}: {found}");
                let text_of_log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
                let logged = text_of_log.lines().find(|line| line.contains("ERROR"));
                let logged = logged.unwrap_or_else(|| panic!("{way} {line}: {text_of_log}"));
                for part in [
                    text,
                    &format!("method={method}"),
                    &format!("route=\"{route}\""),
                    &format!("path=\"{path}\""),
                    &format!("{file}\""),
                ] {
                    assert!(logged.contains(part), "{way} {line}: {part} in {logged}");
                }
                let has_line = logged.contains(&format!("line={number}"));
                assert_eq!(has_line, number > 0, "{way} {line}: {logged}");
            }
        }
    }
}

/// The clock of the application counts, so that a test need not wait.
#[tokio::test]
async fn max_duration_ends_when_the_clock_says_so() {
    for way in ["router()", "service()"] {
        let clock = Clock::new();
        let options = CacheOptions::new().clock(clock.clone());
        let builder = mount::builder().cache(options);
        let [router, service] = ways(&builder).map(|it| it.1);
        let app = if way == "router()" { router } else { service };
        let response = tokio::spawn(get(app, "/slow"));
        tokio::task::yield_now().await;
        clock.advance(Duration::from_millis(999));
        tokio::task::yield_now().await;
        assert!(!response.is_finished(), "{way}");
        clock.advance(Duration::from_millis(1));
        assert_eq!(
            response.await.unwrap(),
            "504 504 Gateway Timeout\n",
            "{way}"
        );
    }
}
