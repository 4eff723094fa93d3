//! Instances of the application over a store, which a test restarts.

use crate::{app, redis::redis};
use router_runtime::{cache::CacheOptions, testing::Clock};
use router_tests::{
    handlers::Handlers,
    redis_server::RedisServer,
    response::BufferedResponse,
    test_app::{ROUTER, SERVICE, TestApp},
    wait::wait_for,
};
use std::{
    fs::File,
    ops::Deref,
    path::{Path, PathBuf},
    sync::Arc,
};
use tempfile::TempDir;

/// A place for entries and invalidations.
#[derive(Clone, Debug)]
pub(crate) enum Store {
    /// Nothing outlives the process.
    Memory,
    /// A file in a folder of its own.
    Disk(Arc<TempDir>),
    /// A server of its own.
    Redis(Arc<RedisServer>),
}

impl Store {
    /// Every store that outlives a process.
    pub(crate) fn lasting() -> Vec<Self> {
        let redis = RedisServer::start().map(|server| Self::Redis(Arc::new(server)));
        redis.into_iter().chain([Self::disk()]).collect()
    }

    /// Every store.
    pub(crate) fn all() -> Vec<Self> {
        [vec![Self::Memory], Self::lasting()].concat()
    }

    pub(crate) fn disk() -> Self {
        Self::Disk(Arc::new(TempDir::new().unwrap()))
    }

    /// The file of a `Disk`.
    pub(crate) fn file(&self) -> PathBuf {
        match self {
            Self::Disk(folder) => folder.path().join("cache.redb"),
            Self::Memory | Self::Redis(_) => panic!("{self:?} has no file"),
        }
    }

    pub(crate) fn is_lasting(&self) -> bool {
        !matches!(self, Self::Memory)
    }

    /// Returns `true` if ages are those by the clock of the instance, which a test moves. Redis dates records by its own clock.
    pub(crate) fn has_clock_of_instance(&self) -> bool {
        !matches!(self, Self::Redis(_))
    }

    pub(crate) fn options(&self, options: CacheOptions) -> CacheOptions {
        match self {
            Self::Memory => options,
            Self::Disk(_) => options.disk(self.file()).namespace("tests"),
            Self::Redis(server) => options.shared(redis(&server.url())).namespace("tests"),
        }
    }

    /// Waits until no process uses it.
    async fn is_free(&self) {
        if let Self::Disk(_) = self {
            let file = self.file();
            wait_for("the end of the old instance", async || {
                is_free(&file).then_some(())
            })
            .await;
        }
    }
}

/// Returns `true` if no process has locked the file.
pub(crate) fn is_free(file: &Path) -> bool {
    File::open(file).is_ok_and(|file| file.try_lock().is_ok())
}

/// A running instance.
pub(crate) struct Instance {
    app: Option<TestApp>,
    pub(crate) store: Store,
    limits: fn(CacheOptions) -> CacheOptions,
    way: &'static str,
}

impl Deref for Instance {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        self.app.as_ref().unwrap()
    }
}

impl Instance {
    /// Starts an instance with new handlers.
    pub(crate) async fn start(store: Store) -> Self {
        Self::with(store, |options| options).await
    }

    pub(crate) async fn with(store: Store, limits: fn(CacheOptions) -> CacheOptions) -> Self {
        Self::open(store, limits, SERVICE, Handlers::default(), Clock::new()).await
    }

    /// One instance through `service()` and one through `router()`, each with a store of its own.
    pub(crate) async fn both_ways(store: fn() -> Store) -> [Self; 2] {
        let one = async |way| {
            let (handlers, clock) = (Handlers::default(), Clock::new());
            Self::open(store(), |options| options, way, handlers, clock).await
        };
        [one(SERVICE).await, one(ROUTER).await]
    }

    async fn open(
        store: Store,
        limits: fn(CacheOptions) -> CacheOptions,
        way: &'static str,
        handlers: Handlers,
        clock: Clock,
    ) -> Self {
        let options = store.options(CacheOptions::new().clock(clock.clone()));
        let builder = app::builder(handlers.clone()).cache(limits(options));
        Self {
            app: Some(TestApp::open(way, &builder, handlers, clock).await),
            store,
            limits,
            way,
        }
    }

    /// Ends the process, as far as a test can, and starts another one: its handlers count on.
    pub(crate) async fn restart(&mut self) {
        self.restart_with(self.limits).await;
    }

    pub(crate) async fn restart_with(&mut self, limits: fn(CacheOptions) -> CacheOptions) {
        let (handlers, clock) = self.stop().await;
        *self = Self::open(self.store.clone(), limits, self.way, handlers, clock).await;
    }

    /// Ends the process. The next one has other handlers, since the old ones hold the old cache.
    pub(crate) async fn stop(&mut self) -> (Handlers, Clock) {
        let app = self.app.take().unwrap();
        app.cache.settled().await;
        let clock = app.clock.clone();
        let handlers = app.state.without_cache();
        drop(app);
        self.store.is_free().await;
        (handlers, clock)
    }

    /// `GET`, as status, state and body.
    pub(crate) async fn line(&self, path: &str) -> String {
        self.get(path).await.line()
    }

    /// `GET` of an entry, until the background run of an earlier request has ended.
    pub(crate) async fn settled(&self, path: &str) -> BufferedResponse {
        self.cache.settled().await;
        self.get(path).await
    }
}
