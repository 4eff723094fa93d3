//! The connection to the server: it loads the state, follows the log, replays the queue, and tries again when it fails.

use super::{
    breaker::pause,
    connection::{CONNECT_BUDGETS, Connection, within},
    log::{self, BATCH, BLOCK, LogChange, LogEntry},
    mirror::{Difference, Position, ServerState},
    preflight,
    scripts::{CHECK, Reply},
    state::{Link, State},
};
use crate::cache::store::second_tier::{LocalCache, TierEpoch, random};
#[cfg(router_seeded_faults)]
use crate::cache::store::seeded_fault::SeededFault;
use redis::{ErrorKind, RedisError, RedisResult};
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::time::{Instant, sleep};

/// The time in which the server has to respond to a read of the log, in addition to that for which it waits, as a multiple of
/// `Redis::timeout`.
const LOG_BUDGETS: u32 = 8;

/// The time in which the server has to accept an invalidation of the queue, as a multiple of `Redis::timeout`: first its paths, then the
/// rest.
const REPLAY_BUDGETS: u32 = 2;

/// The time between two comparisons with the state of the server.
const CHECK_INTERVAL: Duration = Duration::from_millis(250);

/// The time after which the connection of a session that ends is restored without a pause.
const LASTING: Duration = Duration::from_secs(1);

/// The end of a session.
enum End {
    /// The cache of this process is gone.
    CacheDropped,
    /// The operations failed too often.
    GivenUp,
    Failed(RedisError),
}

impl From<RedisError> for End {
    fn from(error: RedisError) -> Self {
        Self::Failed(error)
    }
}

/// Keeps a session, for as long as the cache exists.
pub(super) async fn run(state: Arc<State>) {
    let mut session = Session {
        state,
        number: 0,
        up_since: None,
        is_advised: false,
        is_reported: false,
    };
    loop {
        session.number += 1;
        let end = session.run().await;
        let up_since = session.up_since.take();
        let is_lasting = up_since.is_some_and(|since| since.elapsed() >= LASTING);
        let state = &session.state;
        match end {
            End::CacheDropped => return,
            // A connection that was lost is restored at once, and operations wait for that.
            End::Failed(error) if is_lasting && !error.is_timeout() => {
                tracing::debug!(server = state.server, "the connection ended: {error}");
                state.set_link(Link::Connecting);
                continue;
            }
            End::Failed(error) => session.report(&error),
            End::GivenUp if is_lasting && state.is_connecting() => continue,
            End::GivenUp => session.report(&given_up()),
        }
        session.state.set_link(Link::Down);
        sleep(pause(State::chance())).await;
    }
}

fn given_up() -> RedisError {
    (ErrorKind::Client, "too many operations failed").into()
}

struct Session {
    state: Arc<State>,
    number: u64,
    /// The time from which on the operations use the connection.
    up_since: Option<Instant>,
    is_advised: bool,
    /// `true` if the outage is in the log.
    is_reported: bool,
}

impl Session {
    /// Logs an outage, once.
    fn report(&mut self, error: &RedisError) {
        if self.is_reported {
            return;
        }
        self.is_reported = true;
        let help = preflight::help(error);
        tracing::warn!(
            server = self.state.server,
            "the shared store of the cache cannot be used, so this instance works alone: {error}{help}"
        );
    }

    async fn run(&mut self) -> End {
        match self.connect().await {
            Err(end) => end,
            Ok((connection, log)) => tokio::select! {
                Err(end) = self.follow(connection.clone(), log) => end,
                Err(error) = self.replay_new(connection) => End::Failed(error),
                () = self.state.given_up(self.number) => End::GivenUp,
            },
        }
    }

    /// Connects, loads the state, and replays the queue. After that the operations use the connection.
    async fn connect(&mut self) -> Result<(Connection, Connection), End> {
        let state = Arc::clone(&self.state);
        let budget = CONNECT_BUDGETS * state.budget;
        // Commands that wait for the log would block others on the same connection.
        let (mut connection, mut log) =
            tokio::try_join!(state.client.connect(budget), state.client.connect(budget))?;
        let sent = Instant::now();
        let server = self.compare(&mut connection).await?;
        #[cfg(router_seeded_faults)]
        if SeededFault::SkippedLog.is_on() {
            state.mirror.advance(server.position);
        }
        self.catch_up(&mut log, server.position).await?;
        state.mirror.confirm(sent);
        replay(&state, &mut connection).await?;
        if !self.is_advised {
            self.is_advised = true;
            preflight::advise(&state, &mut connection).await;
        }
        if self.is_reported {
            self.is_reported = false;
            tracing::info!(
                server = state.server,
                "the shared store of the cache can be used again"
            );
        }
        self.up_since = Some(Instant::now());
        state.set_link(Link::Up(connection.clone(), self.number));
        Ok((connection, log))
    }

    fn local(&self) -> Result<Arc<dyn LocalCache>, End> {
        self.state.local().ok_or(End::CacheDropped)
    }

    /// Compares the position of this instance with the state of the server, which is repaired if it lost invalidations.
    async fn compare(&self, connection: &mut Connection) -> Result<ServerState, End> {
        let known = self.state.mirror.position();
        self.compare_from(connection, known, false).await
    }

    /// Starts again at the end of the log, because `entry` does not follow the position of this instance.
    async fn start_again(&self, log: &mut Connection, entry: Option<&LogEntry>) -> Result<(), End> {
        let known = self.state.mirror.position();
        let is_diverged = entry.is_some_and(|entry| known.diverges_at(entry));
        let server = self.compare_from(log, known, is_diverged).await?;
        self.reload(server.position)
    }

    /// Compares a position with the state of the server. If `is_diverged`, the log shows that the server lost the invalidation of that
    /// position.
    async fn compare_from(
        &self,
        connection: &mut Connection,
        known: Position,
        is_diverged: bool,
    ) -> Result<ServerState, End> {
        let state = &self.state;
        let keys = &state.keys;
        let keys = [&*keys.versions, &*keys.by_epoch, &*keys.state, &*keys.log];
        let call = CHECK
            .of_keys(&keys)
            .with(known.nonce)
            .with(known.epoch)
            .with(known.last)
            // A nonce is not 0.
            .with(random().max(1))
            .with(random())
            .with(u8::from(is_diverged));
        let reply = within(state.budget, call.run(connection)).await?;
        let server = parse_state(reply).ok_or_else(malformed)?;
        state.mirror.note_time(server.time);
        state.mirror.note(TierEpoch {
            nonce: server.position.nonce,
            epoch: server.position.epoch,
        });
        state.observe();
        match known.compare(&server) {
            Difference::None => {}
            Difference::AllStale => {
                tracing::warn!(
                    server = state.server,
                    "the shared store lost invalidations, so all entries are stale"
                );
                self.local()?.make_all_stale();
                state.mirror.advance(server.position);
            }
            Difference::AllInvalid => self.reload(server.position)?,
        }
        Ok(server)
    }

    /// Invalidates all entries in memory, because it is unknown which invalidations they missed.
    fn reload(&self, position: Position) -> Result<(), End> {
        self.local()?.invalidate_all();
        self.state.mirror.advance(position);
        Ok(())
    }

    /// Reads the log up to the position of the server: at least once, so that a user who may not read it is noticed here.
    async fn catch_up(&self, log: &mut Connection, server: Position) -> Result<(), End> {
        loop {
            let count = self.read_log(log, None).await?;
            let position = self.state.mirror.position();
            // With another nonce the state was repaired meanwhile, and its epoch may be lower.
            if position.nonce != server.nonce || position.epoch >= server.epoch {
                return Ok(());
            }
            if count == 0 {
                // The entries are not in the log any more.
                return self.start_again(log, None).await;
            }
        }
    }

    /// Reads entries of the log and applies them. Returns their number.
    async fn read_log(&self, log: &mut Connection, block: Option<Duration>) -> Result<usize, End> {
        let mirror = &self.state.mirror;
        let command = log::read_after(&self.state.keys, mirror.position().epoch, block);
        let budget = block.unwrap_or_default() + LOG_BUDGETS * self.state.budget;
        let response = Reply(within(budget, log.query(&command)).await?);
        let local = self.local()?;
        let Some(entries) = log::parse(response, mirror.server_time()) else {
            self.start_again(log, None).await?;
            return Ok(1);
        };
        for entry in &entries {
            let Some(position) = mirror.position().after(entry) else {
                self.start_again(log, Some(entry)).await?;
                break;
            };
            match &entry.change {
                LogChange::Invalidate(invalidation) => Arc::clone(&local).apply(invalidation),
                LogChange::MakeAllStale => local.make_all_stale(),
            }
            mirror.advance(position);
        }
        Ok(entries.len())
    }

    /// Follows the log, until the connection fails.
    async fn follow(
        &self,
        mut connection: Connection,
        mut log: Connection,
    ) -> Result<Infallible, End> {
        let mirror = &self.state.mirror;
        let mut checked = Instant::now();
        let mut expected = mirror.position().epoch;
        loop {
            let sent = Instant::now();
            let count = self.read_log(&mut log, Some(BLOCK)).await?;
            if count == 0 && mirror.position().epoch < expected {
                self.start_again(&mut log, None).await?;
            }
            // After a full batch more entries may follow.
            if count < BATCH {
                mirror.confirm(sent);
            }
            if checked.elapsed() >= CHECK_INTERVAL {
                match self.compare(&mut connection).await {
                    Ok(server) => expected = server.position.epoch,
                    Err(End::Failed(error)) if error.is_timeout() => {
                        self.state.record(&error, self.number);
                    }
                    Err(end) => return Err(end),
                }
                checked = Instant::now();
            }
        }
    }

    /// Replays what is queued while the connection works.
    async fn replay_new(&self, mut connection: Connection) -> RedisResult<Infallible> {
        loop {
            self.state.queued.notified().await;
            replay(&self.state, &mut connection).await?;
        }
    }
}

/// Sends the invalidations in the queue, in their order.
async fn replay(state: &State, connection: &mut Connection) -> RedisResult<()> {
    loop {
        let Some(next) = state.queue().next() else {
            return Ok(());
        };
        within(REPLAY_BUDGETS * state.budget, state.send(connection, &next)).await?;
        state.queue().remove();
    }
}

fn malformed() -> RedisError {
    (
        ErrorKind::UnexpectedReturnType,
        "unexpected state of the shared store",
    )
        .into()
}

fn parse_state(reply: Reply) -> Option<ServerState> {
    let numbers = reply.items().into_iter().map(|it| it.number());
    match numbers.collect::<Option<Vec<u64>>>()?[..] {
        [nonce, epoch, last, survived, time] if nonce != 0 => Some(ServerState {
            position: Position { nonce, epoch, last },
            survived,
            time,
        }),
        _ => None,
    }
}
