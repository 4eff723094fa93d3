//! The state that the operations and the session of a shared store use.

use super::{
    Redis, RedisOptionsError,
    breaker::{Breaker, OperationFailure},
    connection::{Client, Connection},
    gauges,
    keys::Keys,
    mirror::Mirror,
    options::Consistency,
    queue::Queue,
    url::ServerUrl,
};
use crate::cache::store::second_tier::{
    BUDGET, Confirmation, ConfirmedUntil, LocalCache, TierInvalidation, Unavailable, random,
};
use redis::{ErrorKind, RedisError, RedisResult, ServerErrorKind};
use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak},
    time::Duration,
};
use tokio::{
    sync::{Notify, Semaphore, watch},
    time::{Instant, timeout_at},
};

/// The maximum size in KiB of the operations that run at the same time. Others wait.
const MAX_IN_FLIGHT: usize = 32 << 10;

/// The size in KiB that every command counts at least, since its response may be large.
const MIN_COST: usize = 128;

/// The maximum number of tags in the table.
const MAX_TAGS: usize = 1_000_000;

/// The time for encoding a record, beyond the two operations.
const LEASE_MARGIN: Duration = Duration::from_secs(2);

/// The shared store, as seen by its operations and its session.
pub(super) struct State {
    pub(super) client: Client,
    /// The URL without the password.
    pub(super) server: String,
    pub(super) application: String,
    pub(super) keys: Keys,
    /// The time for a generation, and for the two operations before and after it.
    pub(super) lease_length: Duration,
    /// The maximum time of an operation.
    pub(super) budget: Duration,
    /// The maximum number of tags in the table.
    pub(super) max_tags: usize,
    is_strong: bool,
    pub(super) mirror: Mirror,
    link: watch::Sender<Link>,
    breaker: Mutex<Breaker>,
    queue: Mutex<Queue>,
    /// Notified when an invalidation was queued.
    pub(super) queued: Notify,
    in_flight: Semaphore,
    local: OnceLock<Weak<dyn LocalCache>>,
}

/// The connection of the operations.
#[derive(Clone)]
pub(super) enum Link {
    /// The first attempt, or one after the connection was lost: operations wait for it.
    Connecting,
    /// The mirror is loaded and the queue is replayed. The number is that of the session.
    Up(Connection, u64),
    /// Operations fail at once.
    Down,
}

impl Link {
    fn is_of(&self, session: u64) -> bool {
        matches!(self, Self::Up(_, current) if *current == session)
    }
}

impl State {
    pub(super) fn new(
        options: &Redis,
        generation_timeout: Duration,
    ) -> Result<Self, RedisOptionsError> {
        options.check()?;
        let url = ServerUrl::parse(&options.url)?;
        let client = url.client(options.ca_certificate.as_deref(), options.timeout);
        let application = options.application_name();
        Ok(Self {
            client: client.map_err(|_| RedisOptionsError::CaCertificate)?,
            server: url.to_string(),
            keys: Keys::new(&application),
            application,
            lease_length: generation_timeout + 2 * options.timeout + LEASE_MARGIN,
            budget: options.timeout,
            max_tags: MAX_TAGS,
            is_strong: options.consistency == Consistency::Strong,
            mirror: Mirror::new(),
            link: watch::Sender::new(Link::Connecting),
            breaker: Mutex::new(Breaker::new(options.timeout)),
            queue: Mutex::default(),
            queued: Notify::new(),
            in_flight: Semaphore::new(MAX_IN_FLIGHT),
            local: OnceLock::new(),
        })
    }

    pub(super) fn start(&self, local: Weak<dyn LocalCache>) {
        let _ = self.local.set(local);
    }

    pub(super) fn local(&self) -> Option<Arc<dyn LocalCache>> {
        self.local.get()?.upgrade()
    }

    pub(super) fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A random number in `0..=1`.
    pub(super) fn chance() -> f64 {
        f64::from((random() >> 32) as u32) / f64::from(u32::MAX)
    }

    pub(super) fn set_link(&self, link: Link) {
        if matches!(link, Link::Up(..)) {
            self.breaker().close();
        }
        self.link.send_replace(link);
        self.observe();
    }

    /// Reports the connection, the queue and the lag as metrics.
    pub(super) fn observe(&self) {
        gauges::set(self.is_up(), self.queue().len(), self.mirror.lag());
    }

    pub(super) fn is_up(&self) -> bool {
        matches!(*self.link.borrow(), Link::Up(..))
    }

    pub(super) fn is_connecting(&self) -> bool {
        matches!(*self.link.borrow(), Link::Connecting)
    }

    /// Waits until the operations have given up the connection of this session.
    pub(super) async fn given_up(&self, session: u64) {
        let mut link = self.link.subscribe();
        let given_up = link.wait_for(|link| !link.is_of(session));
        let _ = given_up.await;
    }

    pub(super) fn confirmation(&self) -> Confirmation {
        match self.mirror.confirmation() {
            Confirmation::For(rest) if self.is_strong => Confirmation::Needed {
                since: Duration::from_secs(1).saturating_sub(rest),
            },
            confirmation => confirmation,
        }
    }

    pub(super) fn confirmed_until(&self) -> ConfirmedUntil {
        let mut until = self.mirror.confirmed_until();
        if self.is_strong {
            until.nanoseconds = Arc::default();
        }
        until
    }

    /// Queues an invalidation that the server has not accepted.
    pub(super) fn enqueue(&self, invalidation: &TierInvalidation) {
        self.queue().push(invalidation);
        self.queued.notify_one();
        self.observe();
    }

    /// Waits until the queue is empty.
    pub(super) async fn replayed(&self) {
        while self.queue().len() > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn connection(&self) -> Option<(Connection, u64)> {
        if let Link::Up(connection, session) = &*self.link.borrow() {
            return Some((connection.clone(), *session));
        }
        let mut link = self.link.subscribe();
        let link = link.wait_for(|link| !matches!(link, Link::Connecting));
        match &*link.await.ok()? {
            Link::Up(connection, session) => Some((connection.clone(), *session)),
            Link::Connecting | Link::Down => None,
        }
    }

    /// Runs an operation within the budget, of which it waits at most [`BUDGET`] for a connection. `bytes` is the size of what it sends.
    pub(super) async fn operate<T, F: Future<Output = RedisResult<T>>>(
        &self,
        bytes: usize,
        operation: impl FnOnce(Connection) -> F,
    ) -> Result<T, Unavailable> {
        let cost = (bytes >> 10).clamp(MIN_COST, MAX_IN_FLIGHT);
        let cost = u32::try_from(cost).map_err(|_| Unavailable)?;
        let deadline = Instant::now() + self.budget;
        let permit = timeout_at(deadline, self.in_flight.acquire_many(cost)).await;
        let _permit = permit.ok().and_then(Result::ok).ok_or(Unavailable)?;
        self.operate_until(deadline, operation).await
    }

    pub(super) async fn operate_until<T, F: Future<Output = RedisResult<T>>>(
        &self,
        deadline: Instant,
        operation: impl FnOnce(Connection) -> F,
    ) -> Result<T, Unavailable> {
        // Otherwise each request would wait for as long as a server that does not respond is connected to.
        let connected = deadline.min(Instant::now() + BUDGET);
        let connection = timeout_at(connected, self.connection()).await;
        let (connection, session) = connection.ok().flatten().ok_or(Unavailable)?;
        match timeout_at(deadline, operation(connection)).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                self.record(&error, session);
                Err(Unavailable)
            }
            Err(_) => {
                self.record_failure(OperationFailure::Timeout, false, session);
                Err(Unavailable)
            }
        }
    }

    /// Counts the failure of an operation, unless the server merely refused it.
    pub(super) fn record(&self, error: &RedisError, session: u64) {
        if error.is_timeout() {
            self.record_failure(OperationFailure::Timeout, false, session);
        } else if is_refusal(error) {
            tracing::debug!(server = self.server, "the shared store refused: {error}");
        } else {
            self.record_failure(
                OperationFailure::Error,
                error.is_unrecoverable_error(),
                session,
            );
        }
    }

    fn record_failure(&self, failure: OperationFailure, is_lost: bool, session: u64) {
        // The failure of an earlier connection says nothing about this one.
        if !self.link.borrow().is_of(session) {
            return;
        }
        let is_open = self.breaker().record(failure, Instant::now());
        // The client of a cluster connects to lost nodes itself.
        let is_lost = is_lost && !self.client.is_cluster();
        self.link.send_if_modified(|link| {
            let ends = (is_open || is_lost) && link.is_of(session);
            if ends {
                *link = if is_open {
                    Link::Down
                } else {
                    Link::Connecting
                };
            }
            ends
        });
    }
}

/// Returns `true` for an error by which a working server refuses one command.
fn is_refusal(error: &RedisError) -> bool {
    match error.kind() {
        ErrorKind::Server(kind) => matches!(
            kind,
            ServerErrorKind::ResponseError | ServerErrorKind::ReadOnly | ServerErrorKind::NoPerm
        ),
        // `OOM`, `MISCONF`, `NOREPLICAS` and the like.
        ErrorKind::Extension => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_outlasts_its_generation_the_operations_and_the_encoding() {
        let generation = Duration::from_secs(30);
        for timeout in [10, 50, 1_000, 60_000].map(Duration::from_millis) {
            let options = Redis::new("redis://host").application("shop");
            let state = State::new(&options.timeout(timeout), generation).unwrap();
            let needed = generation + 2 * timeout + LEASE_MARGIN;
            assert_eq!(state.lease_length, needed, "{timeout:?}");
        }
    }
}
