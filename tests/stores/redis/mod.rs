//! Instances that share a Redis server.

mod advice;
mod cases;
mod confirmations;
mod faults;
mod leases;
mod outage;
mod programs;
mod sharing;

use crate::app;
use router_runtime::{
    cache::{CacheOptions, Consistency, Redis},
    testing::Clock,
};
use router_tests::{
    handlers::Handlers,
    test_app::{SERVICE, TestApp},
    wait::{TIMEOUT, wait_for},
};
use std::{
    ops::Deref,
    sync::atomic::{AtomicUsize, Ordering},
};

/// The options of the shared store. No operation ends by its timeout, since the machine may be busy.
pub(crate) fn redis(url: &str) -> Redis {
    redis_in_time(url).timeout(TIMEOUT)
}

/// The same with the usual timeout, for servers that do not respond.
pub(crate) fn redis_in_time(url: &str) -> Redis {
    Redis::new(url).application("shop")
}

/// A running instance, connected to the server.
pub(crate) struct Instance(TestApp);

impl Deref for Instance {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.0
    }
}

impl Instance {
    pub(crate) async fn start(url: &str) -> Self {
        let instance = Self::start_with(CacheOptions::new().shared(redis(url))).await;
        instance.wait().await;
        instance
    }

    /// Starts an instance with the usual timeout.
    pub(crate) async fn start_in_time(url: &str) -> Self {
        let instance = Self::start_with(CacheOptions::new().shared(redis_in_time(url))).await;
        instance.wait().await;
        instance
    }

    pub(crate) async fn start_strong(url: &str) -> Self {
        Self::start_strong_of(redis(url)).await
    }

    /// Starts a strong instance with the usual timeout.
    pub(crate) async fn start_strong_in_time(url: &str) -> Self {
        Self::start_strong_of(redis_in_time(url)).await
    }

    async fn start_strong_of(redis: Redis) -> Self {
        Self::start_of(redis.consistency(Consistency::Strong)).await
    }

    pub(crate) async fn start_of(redis: Redis) -> Self {
        let instance = Self::start_with(CacheOptions::new().shared(redis)).await;
        instance.wait().await;
        instance
    }

    pub(crate) async fn start_with(options: CacheOptions) -> Self {
        Self::start_named("tests", options).await
    }

    /// Starts the build of this name.
    pub(crate) async fn start_named(build: &str, options: CacheOptions) -> Self {
        let (handlers, clock) = (Handlers::default(), Clock::new());
        let options = options.namespace(build).clock(clock.clone());
        let builder = app::builder(handlers.clone()).cache(options);
        Self(TestApp::open(SERVICE, &builder, handlers, clock).await)
    }

    /// Starts an instance whose clock is that of the process, as outside of tests, with the usual timeout.
    pub(crate) async fn start_on_time(url: &str, consistency: Consistency) -> Self {
        let (handlers, unused) = (Handlers::default(), Clock::new());
        let redis = redis_in_time(url).consistency(consistency);
        let options = CacheOptions::new().namespace("tests").shared(redis);
        let builder = app::builder(handlers.clone()).cache(options);
        let instance = Self(TestApp::open(SERVICE, &builder, handlers, unused).await);
        instance.wait().await;
        instance
    }

    /// Waits until it uses the server.
    pub(crate) async fn wait(&self) {
        wait_for("the instance uses the server", async || {
            self.is_connected().await.then_some(())
        })
        .await;
    }

    pub(crate) async fn is_connected(&self) -> bool {
        // A path that no other request has.
        static PATHS: AtomicUsize = AtomicUsize::new(0);
        let path = format!("/warm-{}", PATHS.fetch_add(1, Ordering::Relaxed));
        let response = self.get(&path).await;
        !response.header("cache-status").unwrap().contains("l2-down")
    }

    /// `GET`, as status, state and body.
    pub(crate) async fn line(&self, path: &str) -> String {
        self.get(path).await.line()
    }
}
