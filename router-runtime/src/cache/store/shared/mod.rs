//! The store that several instances share: Redis or Valkey.
//!
//! A path has one hash in the server, with the records and leases of all builds and variants. A hard invalidation of the path removes that
//! hash. So a generation whose lease was granted before can no longer store its record, and paths without requests take no memory.
//!
//! Tags of routes and of users have versions in one table, which are compared with the epoch of a record when it is read. Each
//! invalidation increments the epoch and is appended to a log under that number. The instances follow the log and apply it to their memory;
//! a gap in the numbers shows that they have missed an invalidation.
//!
//! * `url.rs`, `options.rs`: the address of the servers
//! * `connection.rs`, `scripts.rs`: commands, each with a timeout
//! * `keys.rs`, `log.rs`: the values in the server
//! * `state.rs`, `mirror.rs`, `queue.rs`, `breaker.rs`: the state of this instance
//! * `session.rs`: one connection, from its start to its end
//! * `preflight.rs`: the settings of a server that would lose invalidations, and what to do about them
//! * `gauges.rs`: the metrics of the connection, the queue and the log
//! * `operations.rs`: the operations of the cache

mod breaker;
mod connection;
mod gauges;
mod keys;
mod log;
mod mirror;
mod operations;
mod options;
mod preflight;
mod queue;
mod scripts;
mod session;
mod state;
#[cfg(test)]
mod tests;
mod url;

pub use options::{Consistency, Redis, RedisOptionsError};

use super::second_tier::{
    Accepted, Confirmation, ConfirmedUntil, Degraded, Found, Lease, LocalCache, NewRecord,
    OldRecord, Put, SecondTier, TierEpoch, TierFuture, TierInvalidation, TierKey, Token,
    Unavailable,
};
use state::State;
use std::{
    fmt,
    sync::{Arc, OnceLock, Weak},
    time::Duration,
};
use tokio::task::AbortHandle;

/// The maximum time for which a shutdown waits for invalidations in the queue.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// The shared store of one application.
pub(crate) struct RedisTier {
    state: Arc<State>,
    session: OnceLock<AbortHandle>,
}

impl RedisTier {
    /// Creates the store, without connecting. `generation_timeout` is the maximum time of a generation.
    pub(crate) fn new(
        options: &Redis,
        generation_timeout: Duration,
    ) -> Result<Self, RedisOptionsError> {
        Ok(Self {
            state: Arc::new(State::new(options, generation_timeout)?),
            session: OnceLock::new(),
        })
    }
}

impl Drop for RedisTier {
    fn drop(&mut self) {
        if let Some(session) = self.session.get() {
            session.abort();
        }
    }
}

impl fmt::Debug for RedisTier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisTier")
            .field("server", &self.state.server)
            .field("position", &self.state.mirror.position())
            .finish_non_exhaustive()
    }
}

impl SecondTier for RedisTier {
    fn name(&self) -> &'static str {
        "redis"
    }

    fn application(&self) -> &str {
        &self.state.application
    }

    fn start(&self, local: Weak<dyn LocalCache>) {
        self.session.get_or_init(|| {
            self.state.start(local);
            tokio::spawn(session::run(Arc::clone(&self.state))).abort_handle()
        });
    }

    fn epoch(&self) -> TierEpoch {
        self.state.mirror.epoch()
    }

    fn has_invalidations(&self) -> bool {
        self.state.mirror.has_invalidations()
    }

    fn get<'a>(&'a self, key: &'a TierKey) -> TierFuture<'a, Result<Option<Found>, Unavailable>> {
        Box::pin(self.state.get(key))
    }

    fn lease<'a>(
        &'a self,
        key: &'a TierKey,
        token: Token,
    ) -> TierFuture<'a, Result<Lease, Unavailable>> {
        Box::pin(self.state.lease(key, token))
    }

    fn put<'a>(
        &'a self,
        key: &'a TierKey,
        record: NewRecord<'a>,
        token: Option<&'a Token>,
    ) -> TierFuture<'a, Result<Put, Unavailable>> {
        Box::pin(self.state.put(key, record, token))
    }

    fn release<'a>(
        &'a self,
        key: &'a TierKey,
        token: Option<&'a Token>,
        old: OldRecord,
    ) -> TierFuture<'a, Result<(), Unavailable>> {
        Box::pin(self.state.release(key, token, old))
    }

    fn invalidate<'a>(
        &'a self,
        invalidation: &'a TierInvalidation,
    ) -> TierFuture<'a, Result<Accepted, Degraded>> {
        Box::pin(self.state.invalidate(invalidation))
    }

    fn confirmation(&self) -> Confirmation {
        self.state.confirmation()
    }

    fn confirmed_until(&self) -> Option<ConfirmedUntil> {
        Some(self.state.confirmed_until())
    }

    fn confirm(&self) -> TierFuture<'_, Result<(), Unavailable>> {
        Box::pin(self.state.confirm())
    }

    fn close(&self) -> TierFuture<'_, ()> {
        Box::pin(async {
            // The session replays the queue.
            let _ = tokio::time::timeout(CLOSE_TIMEOUT, self.state.replayed()).await;
        })
    }
}
