//! The shared store with real servers.

mod faults;
mod invalidations;
mod records;
mod servers;

#[path = "../../../../../../tests/redis_server.rs"]
#[allow(
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "tests of the whole application use it, too"
)]
mod redis_server;
#[path = "../../../../../../tests/tool.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "tests of the whole application use more of it"
)]
mod tool;

use super::{Redis, RedisTier, state::State};
use crate::cache::{
    Tag,
    store::second_tier::{
        BUDGET, Confirmation, Effect, Found, Lease, LocalCache, NewRecord, Put, SecondTier,
        TierEpoch, TierInvalidation, TierKey, Token,
    },
};
use axum::body::Bytes;
use redis_server::{FaultyProxy, RedisServer};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::time::{Instant, sleep};

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The time after which an operation counts as one that never ends. Only a failing test reaches it.
const HANG: Duration = Duration::from_secs(20);

/// The number of concurrent tasks of a test with many operations.
const TASKS: usize = 64;

/// The number of operations of a test. The variable sets another one, for a test in full size.
fn count(variable: &str, default: usize) -> usize {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

/// Runs an operation for each number, several at the same time.
async fn for_each<F: Future<Output = ()> + Send>(
    numbers: std::ops::Range<usize>,
    operation: impl Fn(usize) -> F + Clone + Send + 'static,
) {
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..TASKS {
        let (numbers, operation) = (numbers.clone(), operation.clone());
        tasks.spawn(async move {
            for number in numbers.skip(task).step_by(TASKS) {
                operation(number).await;
            }
        });
    }
    tasks.join_all().await;
}

/// Starts a server and two instances. Returns `None` if there is no Redis.
async fn two() -> Option<(RedisServer, Instance, Instance)> {
    let server = RedisServer::start()?;
    let one = Instance::start(&server.url()).await;
    let other = Instance::start(&server.url()).await;
    Some((server, one, other))
}

/// Starts a server, a proxy in front of it, an instance that uses the server, and one that uses the proxy.
async fn two_with_proxy() -> Option<(RedisServer, FaultyProxy, Instance, Instance)> {
    let server = RedisServer::start()?;
    let proxy = FaultyProxy::start(server.address());
    let direct = Instance::start(&server.url()).await;
    let behind_proxy = Instance::start(&proxy.url()).await;
    Some((server, proxy, direct, behind_proxy))
}

/// The invalidations that reached the memory of an instance.
#[derive(Debug, Default)]
struct Memory(Mutex<Vec<String>>);

impl LocalCache for Memory {
    fn apply(self: Arc<Self>, invalidation: &TierInvalidation) {
        let names = invalidation.tags.iter().map(Tag::name);
        let text = format!(
            "{:?} {}",
            invalidation.effect,
            names.collect::<Vec<_>>().join(" ")
        );
        self.0.lock().unwrap().push(text);
    }

    fn make_all_stale(&self) {
        self.0.lock().unwrap().push("all stale".to_owned());
    }

    fn invalidate_all(&self) {
        self.0.lock().unwrap().push("all invalid".to_owned());
    }
}

/// One instance of an application.
struct Instance {
    tier: RedisTier,
    memory: Arc<Memory>,
}

impl Instance {
    /// Starts an instance whose operations may take longer than usual, since the machine may be busy, and waits until it uses the server.
    async fn start(url: &str) -> Self {
        let instance = Self::start_alone(Redis::new(url));
        instance.wait().await;
        instance.events();
        instance
    }

    /// Starts an instance with the usual budget, and waits until it uses the server.
    async fn start_in_time(url: &str) -> Self {
        let instance = Self::start_within(BUDGET, Redis::new(url), Duration::from_secs(30));
        instance.wait().await;
        instance.events();
        instance
    }

    fn start_alone(options: Redis) -> Self {
        Self::start_with(options, Duration::from_secs(30))
    }

    fn start_with(options: Redis, generation_timeout: Duration) -> Self {
        Self::start_within(Duration::from_secs(2), options, generation_timeout)
    }

    /// Starts an instance whose operations have this budget.
    fn start_within(budget: Duration, options: Redis, generation_timeout: Duration) -> Self {
        Self::start_changed(options, generation_timeout, |state| state.budget = budget)
    }

    /// Starts an instance with other limits.
    fn start_changed(
        options: Redis,
        generation_timeout: Duration,
        change: impl FnOnce(&mut State),
    ) -> Self {
        let mut tier = RedisTier::new(&options.application("shop"), generation_timeout).unwrap();
        change(Arc::get_mut(&mut tier.state).unwrap());
        let memory = Arc::new(Memory::default());
        let local: Arc<dyn LocalCache> = memory.clone();
        tier.start(Arc::downgrade(&local));
        Self { tier, memory }
    }

    /// Waits until it uses the server.
    async fn wait(&self) {
        until("the instance is connected", || self.tier.state.is_up()).await;
    }

    /// The invalidations since the last call.
    fn events(&self) -> Vec<String> {
        std::mem::take(&mut self.memory.0.lock().unwrap())
    }

    /// Waits for invalidations.
    async fn expect_events(&self, expected: &[&str]) {
        let mut events = Vec::new();
        let end = Instant::now() + Duration::from_secs(5);
        while events.len() < expected.len() && Instant::now() < end {
            events.extend(self.events());
            sleep(Duration::from_millis(2)).await;
        }
        assert_eq!(events, expected);
    }

    async fn lease(&self, key: &TierKey) -> Option<Token> {
        let token = Token::new();
        match self.tier.lease(key, token).await.unwrap() {
            Lease::Granted => Some(token),
            Lease::Busy { remaining } => {
                assert!(remaining <= self.tier.state.lease_length, "{remaining:?}");
                None
            }
        }
    }

    async fn put(&self, key: &TierKey, text: &str, tags: &[Tag], token: Option<Token>) -> Put {
        self.put_of(self.tier.epoch(), key, text, tags, token).await
    }

    async fn put_of(
        &self,
        epoch: TierEpoch,
        key: &TierKey,
        text: &str,
        tags: &[Tag],
        token: Option<Token>,
    ) -> Put {
        let record = NewRecord {
            bytes: Bytes::from(text.to_owned()),
            tags,
            epoch,
            since_start: Duration::ZERO,
            age: Duration::ZERO,
            lifetime: DAY,
        };
        self.tier.put(key, record, token.as_ref()).await.unwrap()
    }

    /// Stores a text, as a generation does.
    async fn store(&self, key: &TierKey, text: &str, tags: &[Tag]) {
        let token = self.lease(key).await;
        assert!(token.is_some(), "the lease is busy");
        assert_eq!(self.put(key, text, tags, token).await, Put::Stored);
    }

    async fn found(&self, key: &TierKey) -> Option<Found> {
        self.tier.get(key).await.unwrap()
    }

    async fn text(&self, key: &TierKey) -> Option<String> {
        let found = self.found(key).await?;
        Some(String::from_utf8(found.bytes.to_vec()).unwrap())
    }

    async fn invalidate(&self, tags: &[Tag], effect: Effect) {
        let invalidation = TierInvalidation {
            tags: tags.to_vec(),
            effect,
        };
        self.tier.invalidate(&invalidation).await.unwrap();
    }

    fn is_confirmed(&self) -> bool {
        matches!(self.tier.confirmation(), Confirmation::For(_))
    }
}

/// Waits for at most 10 seconds.
async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !holds() {
        assert!(Instant::now() < end, "{what}");
        sleep(Duration::from_millis(2)).await;
    }
}

/// The key of a path.
fn key(path: &str) -> TierKey {
    TierKey {
        path: TierKey::path_of("shop", &Tag::path(path)),
        field: [b'\n'; 16],
    }
}

fn tag(name: &str) -> Tag {
    Tag::user(name).unwrap()
}
