//! The seam between the engine and a second tier: a store that outlives the process, or that several instances share.
//!
//! A second tier has an epoch of its own, which is not that of the local tag table. The two are never compared; an entry that is loaded
//! gets the local epoch that was read *before* the tier was:
//!
//! * A generation reads both epochs before its handler starts. Its entry goes to memory with the local epoch, to the tier with that of
//!   the tier.
//! * An invalidation that the tier had when a record was read makes the record invalid. One that it did not have yet is applied to
//!   the local table later, and so to the entry that was made of the record.
//!
//! A tier that cannot be used now returns [`Unavailable`], within [`BUDGET`] or its own timeout. The engine then continues as if there were
//! none. Only the invalidations of the file may take longer.

#![allow(
    dead_code,
    reason = "the stores that are compiled do not need all of it"
)]

pub(crate) use crate::cache::effect::Effect;
use crate::cache::tag::Tag;
use axum::body::Bytes;
use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    pin::Pin,
    sync::{Arc, Weak, atomic::AtomicU64},
    time::Duration,
};
use tokio::time::Instant;

/// The default time within which an operation of a tier ends, except an invalidation of the file.
pub(crate) const BUDGET: Duration = Duration::from_millis(50);

/// The maximum time for which a record is stored.
pub(crate) const LONGEST_LIFETIME: Duration = Duration::from_secs(30 * 24 * 3_600);

/// The future of an operation.
pub(crate) type TierFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A store behind the memory of the process.
pub(crate) trait SecondTier: fmt::Debug + Send + Sync + 'static {
    /// The name in metrics and logs: `disk`, `redis`.
    fn name(&self) -> &'static str;

    /// The name of the application among others that share the store.
    fn application(&self) -> &str;

    /// Starts the background work. Called once, inside a runtime, before any other method except [`epoch`](Self::epoch),
    /// [`confirmation`](Self::confirmation) and [`invalidate`](Self::invalidate).
    ///
    /// The tier holds `local` weakly, so that it ends with the cache.
    fn start(&self, local: Weak<dyn LocalCache>);

    /// Returns the epoch up to which all invalidations are applied to the memory of this instance, without waiting.
    fn epoch(&self) -> TierEpoch;

    /// Returns `false` if the tier never had an invalidation, and `true` if it had one or cannot tell.
    fn has_invalidations(&self) -> bool;

    /// Returns the record of a key, unless it was invalidated by a hard invalidation, or belongs to another nonce.
    fn get<'a>(&'a self, key: &'a TierKey) -> TierFuture<'a, Result<Option<Found>, Unavailable>>;

    /// Requests the right to generate the value of a key, for a new token. It makes runs rare, not safe: epochs do that.
    ///
    /// If it fails or its future is dropped, the lease may be granted nevertheless. [`release`](Self::release) ends it.
    fn lease<'a>(
        &'a self,
        key: &'a TierKey,
        token: Token,
    ) -> TierFuture<'a, Result<Lease, Unavailable>>;

    /// Stores a record, and ends the lease. If that fails, the caller [releases](Self::release) the lease and removes the old record.
    fn put<'a>(
        &'a self,
        key: &'a TierKey,
        record: NewRecord<'a>,
        token: Option<&'a Token>,
    ) -> TierFuture<'a, Result<Put, Unavailable>>;

    /// Ends the lease of a generation that gave no record.
    fn release<'a>(
        &'a self,
        key: &'a TierKey,
        token: Option<&'a Token>,
        old: OldRecord,
    ) -> TierFuture<'a, Result<(), Unavailable>>;

    /// Invalidates what carries one of the tags. All tags of one call share one epoch. The local tag table has it already.
    ///
    /// It returns when the tier has accepted the invalidation, so that neither a restart nor another instance misses it. Without a runtime,
    /// and before the tier is started, it queues the invalidation when the future is polled for the first time.
    fn invalidate<'a>(
        &'a self,
        invalidation: &'a TierInvalidation,
    ) -> TierFuture<'a, Result<Accepted, Degraded>>;

    /// Returns how far this instance knows the invalidations of others, without waiting.
    fn confirmation(&self) -> Confirmation;

    /// Returns the shared deadline until which entries need no [`confirm`](Self::confirm); the tier moves it forward. `None` if they never
    /// need it.
    fn confirmed_until(&self) -> Option<ConfirmedUntil>;

    /// Applies the invalidations that this instance has not seen before it returns.
    fn confirm(&self) -> TierFuture<'_, Result<(), Unavailable>>;

    /// Writes what is queued, for at most 5 s. Called when the server shuts down; operations may still follow.
    fn close(&self) -> TierFuture<'_, ()>;
}

/// The time until which an instance knows the invalidations of others. Each hit reads it.
#[derive(Clone, Debug)]
pub(crate) struct ConfirmedUntil {
    /// In nanoseconds since `since`; 0: not at all.
    pub(crate) nanoseconds: Arc<AtomicU64>,
    pub(crate) since: Instant,
}

/// The cache of this process, as a tier sees it.
pub(crate) trait LocalCache: Send + Sync {
    /// Applies an invalidation of any instance.
    fn apply(self: Arc<Self>, invalidation: &TierInvalidation);

    /// Makes every entry stale, because invalidations may have been lost.
    fn make_all_stale(&self);

    /// Invalidates every entry, because it is unknown which invalidations were missed.
    fn invalidate_all(&self);
}

/// The epoch of a tier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TierEpoch {
    /// The number of the tier's tag table. It changes when the table is lost; records of another table are not valid.
    pub(crate) nonce: u64,
    pub(crate) epoch: u64,
}

/// The name of a record. Both parts are the first 128 bits of BLAKE3.
///
/// A hash is no proof: the record contains the full key, which is compared after it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TierKey {
    /// The hash of the application and the canonical path (or the name of data): [`TierKey::path_of`] its tag.
    pub(crate) path: [u8; 16],
    /// The hash of the build, the route and the declared parts of the request.
    pub(crate) field: [u8; 16],
}

/// A record to store.
#[derive(Clone, Debug)]
pub(crate) struct NewRecord<'a> {
    /// The encoded entry.
    pub(crate) bytes: Bytes,
    /// All its tags. The tag of its path, if it has one, is the one for which [`Tag::is_of_one_path`] holds.
    pub(crate) tags: &'a [Tag],
    /// The epoch that was read before its generation started.
    pub(crate) epoch: TierEpoch,
    /// The time since the start of its generation. Of two records of one epoch, the one that started later is newer.
    #[cfg_attr(
        not(feature = "disk"),
        allow(dead_code, reason = "the shared store orders records by their leases")
    )]
    pub(crate) since_start: Duration,
    /// The time since the end of its generation.
    pub(crate) age: Duration,
    /// The time from the end of its generation for which it is stored, at most [`LONGEST_LIFETIME`].
    pub(crate) lifetime: Duration,
}

/// A record that was read.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) bytes: Bytes,
    /// The time since the end of its generation, by the clock of the tier.
    pub(crate) age: Duration,
    pub(crate) validity: RecordValidity,
}

/// The validity of a record by its tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordValidity {
    /// No tag was invalidated since its generation started.
    Valid,
    /// A tag was softly invalidated. `hard_in` is the time after which that is a hard invalidation; `None`: never.
    Stale { hard_in: Option<Duration> },
}

/// The result of a request for a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lease {
    Granted,
    /// Another instance generates the value; its lease ends in that time, unless it stores a record before.
    Busy {
        remaining: Duration,
    },
}

/// The number of a lease, which only its holder has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) number: u128,
    /// The time at which it was made, before the lease was requested.
    pub(crate) since: Instant,
}

/// Returns a random number.
pub(crate) fn random() -> u64 {
    // Each `RandomState` has other keys. Those of a thread start with the randomness of the operating system.
    RandomState::new().hash_one(0)
}

impl Token {
    /// Returns a token of 128 bits, which no other lease has.
    pub(crate) fn new() -> Self {
        let random = || u128::from(random());
        Self {
            number: random() << 64 | random(),
            since: Instant::now(),
        }
    }
}

/// The result of storing a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    Stored,
    /// The run has no lease, or it has ended: another instance has it, the path was invalidated, or the store executed the call too late.
    /// In the last case the stored record is removed, otherwise it remains.
    Fenced,
}

/// The treatment of a stored record whose key has no new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OldRecord {
    /// It remains, because the generation failed.
    Keep,
    /// It is removed, because the new response must not be stored.
    Remove,
}

/// An invalidation, as tiers store and send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TierInvalidation {
    pub(crate) tags: Vec<Tag>,
    pub(crate) effect: Effect,
}

/// The result of an invalidation that a tier has accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    /// The tier has [applied](LocalCache::apply) it to the local cache after it had it.
    Applied,
    /// The local cache may have loaded entries meanwhile, to which it is not applied yet.
    Stored,
}

/// The state of this instance's knowledge of invalidations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Confirmation {
    /// Entries in memory may be sent without [`confirm`](SecondTier::confirm) for this time.
    For(Duration),
    /// Each use of an entry has to be confirmed. The last message of the tier is that old.
    Needed { since: Duration },
}

/// The error of a tier that cannot be used now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unavailable;

/// The error of an invalidation that the tier has only queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Degraded;

impl TierKey {
    /// Returns the hash of the path of this tag, for an application of that name.
    pub(crate) fn path_of(application: &str, tag: &Tag) -> [u8; 16] {
        hash_of([application.as_bytes(), &tag.to_bytes()])
    }
}

/// Returns 128 bits of the hash of several texts. Each has its length in front, so that no two lists are the same bytes.
pub(crate) fn hash_of<'a>(texts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text);
    }
    let mut half = [0; 16];
    hasher.finalize_xof().fill(&mut half);
    half
}
