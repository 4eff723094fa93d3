//! Seeds: instances that start with what a build step has prerendered.

use crate::{
    app,
    instance::{Store, is_free},
    redis,
};
use router_runtime::{CacheOptions, testing::Clock};
use router_tests::{
    handlers::Handlers,
    redis_server::RedisServer,
    test_app::{ROUTER, SERVICE, TestApp},
    wait::wait_for,
};
use std::{fs, path::PathBuf, time::Duration};
use tempfile::TempDir;

type Change = fn(&mut Vec<u8>);

/// A build step, 10 s ago: the seed has `/static`, `/gone` and `/varied`.
struct Build {
    folder: TempDir,
    clock: Clock,
}

impl Build {
    async fn new() -> Self {
        let build = Self {
            folder: TempDir::new().unwrap(),
            clock: Clock::new(),
        };
        let builder = app::builder(Handlers::default()).cache(build.options());
        let report = builder.prerender_to(build.seed()).await.unwrap();
        assert_eq!(
            (report.generated, report.failures.len()),
            (3, 0),
            "{report}"
        );
        build.clock.advance(Duration::from_secs(10));
        build
    }

    fn seed(&self) -> PathBuf {
        self.folder.path().join("app.seed")
    }

    /// The options of the build, without its seed.
    fn options(&self) -> CacheOptions {
        CacheOptions::new()
            .clock(self.clock.clone())
            .namespace("tests")
    }

    fn options_with_seed(&self) -> CacheOptions {
        self.options().seed(self.seed())
    }

    async fn start(&self, options: CacheOptions) -> TestApp {
        self.start_as(SERVICE, options).await
    }

    async fn start_as(&self, way: &'static str, options: CacheOptions) -> TestApp {
        let handlers = Handlers::default();
        // A response of this instance is no response of the seed.
        handlers.respond("static", |run| format!("static of an instance {run}"));
        let builder = app::builder(handlers.clone()).cache(options);
        TestApp::open(way, &builder, handlers, self.clock.clone()).await
    }

    /// Starts an instance over a file that another instance has had before.
    async fn start_after(&self, store: &Store, old: TestApp, options: CacheOptions) -> TestApp {
        drop(old);
        let file = store.file();
        wait_for("the end of the old instance", async || {
            is_free(&file).then_some(())
        })
        .await;
        self.start(options.disk(file)).await
    }
}

#[tokio::test]
async fn case_79_a_response_of_the_seed_is_a_hit_with_the_age_since_it_was_prerendered() {
    let build = Build::new().await;
    for way in [SERVICE, ROUTER] {
        let app = build.start_as(way, build.options_with_seed()).await;
        let first = app.get("/static").await;
        assert_eq!(first.line(), "200 HIT static 1");
        assert_eq!(first.age(), Some(10));
        let gone = app.get("/gone").await;
        assert_eq!((gone.status, gone.state()), (404, "HIT".to_owned()));
        assert_eq!((gone.age(), gone.ttl()), (Some(10), Some(50)));
        assert_eq!(app.get("/static").await.line(), "200 HIT static 1");
        assert_eq!((app.state.runs("static"), app.state.runs("gone")), (0, 0));
    }
    build.clock.advance(Duration::from_secs(60));
    let app = build.start(build.options_with_seed()).await;
    let stale = app.get("/gone").await;
    assert_eq!((stale.state(), stale.age()), ("STALE".to_owned(), Some(70)));
    app.cache.settled().await;
    assert_eq!(app.state.runs("gone"), 1);
}

#[tokio::test]
async fn case_79_a_file_is_no_reason_to_ignore_the_seed() {
    let build = Build::new().await;
    let store = Store::disk();
    let options = build.options_with_seed().disk(store.file());
    let app = build.start(options).await;
    let first = app.get("/static").await;
    assert_eq!(
        (first.line(), first.age()),
        ("200 HIT l2 static 1".to_owned(), Some(10))
    );
}

#[tokio::test]
async fn case_79_a_shared_store_is_no_reason_to_ignore_the_seed() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let build = Build::new().await;
    for attempt in 0..20 {
        let redis = redis::redis(&server.url()).application(format!("shop-{attempt}"));
        let app = build.start(build.options_with_seed().shared(redis)).await;
        connected(&app).await;
        let first = app.get("/static").await;
        // On a busy machine, looking into the server may take longer than its budget.
        if first.state() != "MISS stored" {
            assert_eq!(first.line(), "200 HIT l2 static 1");
            assert_eq!(first.age(), Some(10));
            return;
        }
    }
    panic!("the seed is not used");
}

/// Waits until an instance uses the server.
async fn connected(app: &TestApp) {
    wait_for("the instance uses the server", async || {
        let warm = app.get("/warm").await;
        (!warm.header("cache-status").unwrap().contains("l2-down")).then_some(())
    })
    .await;
}

#[tokio::test]
async fn case_81_a_newer_entry_of_the_file_wins() {
    let build = Build::new().await;
    let store = Store::disk();
    let app = build.start(build.options().disk(store.file())).await;
    let newer = "static of an instance 1";
    assert_eq!(app.get("/static").await.body, newer);
    app.cache.settled().await;
    let app = build
        .start_after(&store, app, build.options_with_seed())
        .await;
    assert_eq!(
        app.get("/static").await.line(),
        format!("200 HIT l2 {newer}")
    );
    // Nor is it overwritten.
    let app = build.start_after(&store, app, build.options()).await;
    assert_eq!(
        app.get("/static").await.line(),
        format!("200 HIT l2 {newer}")
    );
}

#[tokio::test]
async fn case_81_a_newer_entry_of_the_shared_store_wins() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let build = Build::new().await;
    let start = async |options: CacheOptions| {
        let options = options.shared(redis::redis(&server.url()));
        let app = build.start(options).await;
        connected(&app).await;
        app
    };
    let newer = "static of an instance 1";
    wait_for("a record in the server", async || {
        let app = start(build.options()).await;
        (app.get("/static").await.line() == format!("200 HIT l2 {newer}")).then_some(())
    })
    .await;
    let app = start(build.options_with_seed()).await;
    assert_eq!(app.get("/static").await.body, newer);
    // Nor is it overwritten.
    wait_for("the record in the server", async || {
        let app = start(build.options()).await;
        (app.get("/static").await.line() == format!("200 HIT l2 {newer}")).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_seed_is_not_used_after_an_invalidation() {
    let build = Build::new().await;
    let store = Store::disk();
    let app = build
        .start(build.options_with_seed().disk(store.file()))
        .await;
    app.cache.update_tag("other").await.unwrap();
    assert_eq!(
        app.get("/static").await.line(),
        "200 MISS stored static of an instance 1"
    );
    // The file knows of it after a restart, but a process without a file does not.
    let app = build
        .start_after(&store, app, build.options_with_seed())
        .await;
    let gone = app.get("/gone").await;
    assert_eq!(gone.state(), "MISS stored");
    let app = build.start(build.options_with_seed()).await;
    assert_eq!(app.get("/gone").await.state(), "HIT");
}

#[tokio::test]
async fn a_seed_is_not_used_after_an_invalidation_of_another_instance() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let build = Build::new().await;
    let shared = |options: CacheOptions| options.shared(redis::redis(&server.url()));
    let one = build.start(shared(build.options())).await;
    wait_for("an accepted invalidation", async || {
        one.cache.update_tag("other").await.ok()
    })
    .await;
    let app = build.start(shared(build.options_with_seed())).await;
    connected(&app).await;
    let response = app.get("/static").await;
    assert_eq!(response.body, "static of an instance 1");
}

#[tokio::test]
async fn an_application_serves_without_a_seed_that_it_cannot_use() {
    let build = Build::new().await;
    let whole = fs::read(build.seed()).unwrap();
    let changes: [(&str, Change); 4] = [
        ("truncated", |bytes| bytes.truncate(bytes.len() / 2)),
        ("flipped", |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        }),
        ("empty", Vec::clear),
        ("of something else", |bytes| *bytes = b"PNG".repeat(100)),
    ];
    for (name, change) in changes {
        let mut bytes = whole.clone();
        change(&mut bytes);
        fs::write(build.seed(), bytes).unwrap();
        let app = build.start(build.options_with_seed()).await;
        let response = app.get("/static").await;
        assert_eq!(
            response.line(),
            "200 MISS stored static of an instance 1",
            "{name}"
        );
    }
    fs::remove_file(build.seed()).unwrap();
    let app = build.start(build.options_with_seed()).await;
    assert_eq!(app.get("/static").await.state(), "MISS stored");
    fs::write(build.seed(), whole).unwrap();
    for options in [
        build.options_with_seed().namespace("another build"),
        build.options_with_seed().record_secret("0123456789abcdef"),
    ] {
        let app = build.start(options).await;
        assert_eq!(app.get("/static").await.state(), "MISS stored");
    }
}
