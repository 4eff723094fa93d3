//! The operations of the cache on the shared store.

use super::{
    connection::Connection,
    keys::{RecordHead, Version, pack, stricter},
    log::{ALL, letter},
    queue::Next,
    scripts::{EXPIRE, LEASE, MARK, PUT, READ, RELEASE, Reply, VERSIONS},
    state::State,
};
#[cfg(router_seeded_faults)]
use crate::cache::store::seeded_fault::SeededFault;
use crate::cache::{
    Tag,
    store::second_tier::{
        Accepted, Degraded, Effect, Found, LONGEST_LIFETIME, Lease, NewRecord, OldRecord, Put,
        RecordValidity, TierEpoch, TierInvalidation, TierKey, Token, Unavailable, random,
    },
};
use axum::body::Bytes;
use redis::{ErrorKind, RedisError, RedisResult};
use std::time::Duration;
use tokio::{
    runtime::Handle,
    task::JoinSet,
    time::{Instant, timeout_at},
};

/// The maximum number of fields of a path: two for a record, one for a lease.
const MAX_FIELDS: usize = 2 * 256 + 64;

/// The number of invalidations in the log.
const LOG_LENGTH: usize = 10_000;

fn malformed() -> RedisError {
    (ErrorKind::UnexpectedReturnType, "unexpected value").into()
}

/// The number of milliseconds, at most one with which the scripts can calculate microseconds.
fn milliseconds(duration: Duration) -> u64 {
    const MAX_MILLISECONDS: u64 = u64::MAX >> 12;
    let number = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    number.min(MAX_MILLISECONDS)
}

fn token_text(token: Token) -> String {
    format!("{:032x}", token.number)
}

impl State {
    pub(super) async fn get(&self, key: &TierKey) -> Result<Option<Found>, Unavailable> {
        // Records may be older than what is in the queue.
        if self.queue().len() > 0 {
            return Err(Unavailable);
        }
        let read = async |mut connection: Connection| {
            let path = self.keys.path(key.path);
            let call = READ.of_keys(&[&path]).with(&key.field[..]);
            let reply = call.run(&mut connection).await?;
            let mut items = reply.items().into_iter();
            let mut item = || items.next().ok_or_else(malformed);
            let (head, bytes, soft, now) = (item()?, item()?, item()?, item()?);
            let (Some(head), Some(bytes)) = (head.bytes(), bytes.bytes()) else {
                return Ok(None);
            };
            let now = now.number().ok_or_else(malformed)?;
            let Some((head, age)) =
                RecordHead::parse(&head).and_then(|head| head.age(now).map(|age| (head, age)))
            else {
                return Ok(None);
            };
            let Some(by_path) = validity_by_path(&head, soft, now) else {
                return Ok(None);
            };
            let by_tags = self.validity_by_tags(&mut connection, &head).await?;
            Ok(by_tags.map(|by_tags| Found {
                bytes: Bytes::from(bytes),
                age,
                validity: stricter(by_path, by_tags),
            }))
        };
        self.operate(0, read).await
    }

    /// Returns the validity of a record by its tags; `None` if it is invalid.
    async fn validity_by_tags(
        &self,
        connection: &mut Connection,
        head: &RecordHead<'_>,
    ) -> RedisResult<Option<RecordValidity>> {
        let keys = [&*self.keys.versions, &*self.keys.state];
        let mut call = VERSIONS.of_keys(&keys).with("");
        for tag in &head.tags {
            call = call.with(tag);
        }
        let reply = call.run(connection).await?;
        let mut items = reply.items().into_iter();
        let mut item = || items.next().ok_or_else(malformed);
        let [nonce, epoch, hard, soft, now] = [item()?, item()?, item()?, item()?, item()?];
        let mut versions = item()?.items().into_iter();
        let nonces = [Some(nonce), versions.next()].map(|it| it.and_then(|it| it.number()));
        if nonces != [Some(head.epoch.nonce); 2] {
            return Ok(None);
        }
        self.mirror.note(TierEpoch {
            nonce: head.epoch.nonce,
            epoch: epoch.number().unwrap_or(0),
        });
        let now = now.number().ok_or_else(malformed)?;
        let [hard, soft] = [hard, soft].map(|it| it.number().unwrap_or(0));
        let mut validity = Version::new(hard, soft, 0).validity(head.epoch.epoch, now);
        for version in versions {
            let version = match version.bytes().map(|text| Version::parse(&text)) {
                Some(Some(version)) => version,
                // It is unknown whether the record is valid.
                Some(None) => return Ok(None),
                None => Version::default(),
            };
            let by_tag = version.validity(head.epoch.epoch, now);
            validity = validity
                .zip(by_tag)
                .map(|(one, other)| stricter(one, other));
        }
        Ok(validity)
    }

    /// The time within which the server executes a script, unless it was frozen.
    fn longest_execution(&self) -> Duration {
        self.budget + Duration::from_millis(200)
    }

    /// Returns the time of the server in milliseconds up to which a lease that is requested now may be granted.
    fn latest_grant(&self) -> u64 {
        if self.client.is_cluster() {
            // Its nodes have clocks of their own.
            return milliseconds(Duration::MAX);
        }
        self.mirror.server_time() / 1_000 + milliseconds(self.longest_execution())
    }

    pub(super) async fn lease(&self, key: &TierKey, token: Token) -> Result<Lease, Unavailable> {
        let request = async |mut connection: Connection| {
            let path = self.keys.path(key.path);
            let call = LEASE
                .of_keys(&[&path])
                .with(&key.field[..])
                .with(token_text(token))
                .with(milliseconds(self.lease_length))
                .with(MAX_FIELDS)
                .with(self.latest_grant());
            let reply = call.run(&mut connection).await?;
            let numbers = reply.items().into_iter().map(|it| it.number());
            let numbers = numbers.collect::<Option<Vec<u64>>>();
            match numbers.as_deref() {
                Some([1, _]) => Ok(Some(Lease::Granted)),
                Some([0, rest]) => Ok(Some(Lease::Busy {
                    remaining: Duration::from_millis(*rest),
                })),
                // The path has too many variants, or the request is late.
                Some([2 | 3, _]) => Ok(None),
                _ => Err(malformed()),
            }
        };
        self.operate(0, request).await?.ok_or(Unavailable)
    }

    pub(super) async fn put(
        &self,
        key: &TierKey,
        record: NewRecord<'_>,
        token: Option<&Token>,
    ) -> Result<Put, Unavailable> {
        let Some(token) = token.filter(|_| record.epoch.nonce != 0) else {
            return Ok(Put::Fenced);
        };
        let write = async |mut connection: Connection| {
            let path = self.keys.path(key.path);
            #[cfg(router_seeded_faults)]
            if SeededFault::UnfencedStore.is_on() {
                let lease = format!("{} 1 {} 0", token_text(*token), i64::MAX);
                let mut command = redis::cmd("HSET");
                command.arg(&path).arg([&key.field[..], b":l"].concat());
                connection.query(command.arg(lease)).await?;
            }
            // The tag of the path has no version: its invalidation removes the hash.
            let tags = record.tags.iter().filter(|tag| !tag.is_of_one_path());
            let call = PUT
                .of_keys(&[&path])
                .with(&key.field[..])
                .with(token_text(*token))
                .with(record.epoch.epoch)
                .with(record.epoch.nonce)
                .with(milliseconds(record.age))
                .with(milliseconds(record.lifetime.min(LONGEST_LIFETIME)))
                .with(pack(tags))
                .with(&record.bytes[..])
                .with(MAX_FIELDS)
                .with(milliseconds(
                    token.since.elapsed() + self.longest_execution(),
                ));
            let reply = call.run(&mut connection).await?;
            match reply.number() {
                Some(1) => Ok(Put::Stored),
                Some(_) => Ok(Put::Fenced),
                None => Err(malformed()),
            }
        };
        self.operate(record.bytes.len(), write).await
    }

    pub(super) async fn release(
        &self,
        key: &TierKey,
        token: Option<&Token>,
        old: OldRecord,
    ) -> Result<(), Unavailable> {
        if token.is_none() && old == OldRecord::Keep {
            return Ok(());
        }
        let end = async |mut connection: Connection| {
            let path = self.keys.path(key.path);
            let call = RELEASE
                .of_keys(&[&path])
                .with(&key.field[..])
                .with(token.copied().map(token_text).unwrap_or_default())
                .with(u8::from(old == OldRecord::Remove));
            call.run(&mut connection).await
        };
        self.operate(0, end).await.map(|_| ())
    }

    /// Invalidates in the server, and waits until the log has reported it here, so that it does not
    /// invalidate entries that are generated afterwards.
    pub(super) async fn invalidate(
        &self,
        invalidation: &TierInvalidation,
    ) -> Result<Accepted, Degraded> {
        #[cfg(router_seeded_faults)]
        if SeededFault::EarlyAcknowledgement.is_on() {
            self.enqueue(invalidation);
            return Ok(Accepted::Stored);
        }
        let deadline = Instant::now() + self.budget;
        // Timeouts and connections need a runtime. Without one, the session sends it later.
        if self.queue().len() == 0 && Handle::try_current().is_ok() {
            let next = Next::One(invalidation.clone());
            let send = async |mut connection: Connection| self.send(&mut connection, &next).await;
            if let Ok(epoch) = self.operate_until(deadline, send).await {
                let reached = timeout_at(deadline, self.mirror.reached(epoch)).await;
                return Ok(match reached {
                    Ok(true) => Accepted::Applied,
                    // The log is late, or was replaced by another one.
                    _ => Accepted::Stored,
                });
            }
        }
        self.enqueue(invalidation);
        Err(Degraded)
    }

    /// Sends an invalidation: paths first, because whoever reads it in the log must not find their records any more. The caller limits
    /// the time.
    pub(super) async fn send(
        &self,
        connection: &mut Connection,
        next: &Next,
    ) -> RedisResult<TierEpoch> {
        let (effect, within, tags) = match next {
            Next::All => (ALL, 0, &[][..]),
            Next::One(TierInvalidation { tags, effect }) => {
                let within = match effect {
                    Effect::SoftWithin(time) => milliseconds(*time).max(1),
                    Effect::Hard | Effect::Purge | Effect::Soft => 0,
                };
                (letter(*effect), within, &tags[..])
            }
        };
        let is_path = |tag: &&Tag| tag.is_of_one_path();
        let strictness = match effect {
            "h" | "p" => "hard",
            _ => "soft",
        };
        let mut expiring = JoinSet::new();
        for path in tags.iter().filter(is_path) {
            let path = self.keys.path(TierKey::path_of(&self.application, path));
            let mut connection = connection.clone();
            expiring.spawn(async move {
                let call = EXPIRE.of_keys(&[&path]).with(strictness).with(within);
                call.run(&mut connection).await
            });
        }
        while let Some(expired) = expiring.join_next().await {
            expired.map_err(|_| malformed())??;
        }
        let keys = &self.keys;
        let keys = [&*keys.versions, &*keys.by_epoch, &*keys.state, &*keys.log];
        let mut call = MARK
            .of_keys(&keys)
            .with(random())
            .with(effect)
            .with(within)
            .with(pack(tags))
            .with(self.max_tags)
            .with(LOG_LENGTH)
            .with(milliseconds(LONGEST_LIFETIME));
        for tag in tags.iter().filter(|tag| !is_path(tag)) {
            call = call.with(tag.to_bytes());
        }
        let reply = call.run(connection).await?;
        let numbers = reply.items().into_iter().map(|it| it.number());
        match numbers.collect::<Option<Vec<u64>>>().as_deref() {
            Some(&[nonce, epoch]) => {
                let epoch = TierEpoch { nonce, epoch };
                self.mirror.note(epoch);
                Ok(epoch)
            }
            _ => Err(malformed()),
        }
    }

    /// Returns when every invalidation that was acknowledged before is applied to the memory of this instance.
    pub(super) async fn confirm(&self) -> Result<(), Unavailable> {
        let deadline = Instant::now() + self.budget;
        let sent = Instant::now();
        let read = async |mut connection: Connection| {
            let mut command = redis::cmd("HMGET");
            command.arg(&self.keys.state).arg("nonce").arg("epoch");
            let reply = Reply(connection.query(&command).await?);
            let numbers = reply.items().into_iter().map(|it| it.number());
            match numbers.collect::<Option<Vec<u64>>>().as_deref() {
                Some(&[nonce, epoch]) => Ok(TierEpoch { nonce, epoch }),
                _ => Err(malformed()),
            }
        };
        let epoch = self.operate_until(deadline, read).await?;
        match timeout_at(deadline, self.mirror.reached(epoch)).await {
            Ok(true) => {
                self.mirror.confirm(sent);
                Ok(())
            }
            _ => Err(Unavailable),
        }
    }
}

/// Returns the validity by the last soft invalidation of the path, which the script `expire` wrote.
fn validity_by_path(head: &RecordHead<'_>, soft: Reply, now: u64) -> Option<RecordValidity> {
    let Some(text) = soft.bytes() else {
        return Some(RecordValidity::Valid);
    };
    let mut numbers = str::from_utf8(&text).ok()?.split(' ').map(str::parse);
    let mut number = || numbers.next()?.ok();
    let (soft, deadline, hard) = (number()?, number()?, number()?);
    Version::new(hard, soft, deadline).validity(head.order, now)
}
