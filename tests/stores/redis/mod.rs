//! Instances that share a Redis server.

mod confirmations;
mod faults;
mod leases;
mod programs;
mod sharing;

use crate::app;
use router_runtime::{
    cache::{CacheOptions, Consistency, Redis},
    testing::Clock,
};
use router_tests::{
    example_app,
    handlers::Handlers,
    test_app::{SERVICE, TestApp},
    wait::wait_for,
};
use std::{
    ops::Deref,
    sync::atomic::{AtomicUsize, Ordering},
};

/// The options of the shared store for an application of its own.
pub(crate) fn redis(url: &str) -> Redis {
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

    pub(crate) async fn start_strong(url: &str) -> Self {
        let redis = redis(url).consistency(Consistency::Strong);
        let instance = Self::start_with(CacheOptions::new().shared(redis)).await;
        instance.wait().await;
        instance
    }

    pub(crate) async fn start_with(options: CacheOptions) -> Self {
        Self::start_named("tests", options).await
    }

    /// Starts the build of this name.
    pub(crate) async fn start_named(build: &str, options: CacheOptions) -> Self {
        // `programs` builds the example application. Meanwhile operations would take longer than their budget.
        example_app::command();
        let (handlers, clock) = (Handlers::default(), Clock::new());
        let options = options.namespace(build).clock(clock.clone());
        let builder = app::builder(handlers.clone()).cache(options);
        Self(TestApp::open(SERVICE, &builder, handlers, clock).await)
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
