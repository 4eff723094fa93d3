//! Options of the cache.

mod second_tier;

#[cfg(feature = "second-tier")]
use super::store::{record::RecordSecret, source::TierSource};
use super::{clock::Clock, http::cdn_header::CdnHeader, token::OnDemandToken};
use axum::http::HeaderName;
use std::{fmt, time::Duration};

/// The options of an application's cache: its limits, its stores besides memory, its headers and its clock.
///
/// A *flight* is one attempt to get a new response: from the second tier or a seed, or by running the handler. It serves all concurrent
/// requests for one key. See [`Cache`](super::Cache) for invalidation.
///
/// ```
/// use router_runtime::CacheOptions;
/// use std::time::Duration;
///
/// let options = CacheOptions::new()
///     .max_bytes(256 << 20)
///     .regen_timeout(Duration::from_secs(10));
/// assert!(options.check().is_ok());
/// ```
#[derive(Clone, Debug)]
pub struct CacheOptions {
    pub(crate) max_bytes: usize,
    pub(crate) max_entry: usize,
    pub(crate) max_variants: usize,
    pub(crate) max_flights: usize,
    pub(crate) max_waiters: usize,
    pub(crate) background: usize,
    pub(crate) queue: usize,
    pub(crate) regen_timeout: Duration,
    pub(crate) lock_wait: Duration,
    pub(crate) expire_on_write: bool,
    pub(crate) cdn_header: CdnHeader,
    /// `true` if responses have compressed forms.
    pub(crate) compress: bool,
    pub(crate) clock: Clock,
    pub(crate) token: Option<OnDemandToken>,
    /// The second tier.
    #[cfg(feature = "second-tier")]
    pub(crate) source: Option<TierSource>,
    /// The maximum size of the file in bytes.
    #[cfg(feature = "disk")]
    pub(crate) disk_bytes: u64,
    #[cfg(feature = "second-tier")]
    pub(crate) namespace: Option<String>,
    /// The secret that authenticates records.
    #[cfg(feature = "second-tier")]
    pub(crate) secret: Option<RecordSecret>,
    #[cfg(feature = "second-tier")]
    pub(crate) seed: Option<std::path::PathBuf>,
}

/// The error of invalid cache options.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OptionsError {
    /// `max_entry` is more than half of `max_bytes`.
    EntryTooLarge {
        /// The value of `max_entry`, in bytes.
        max_entry: usize,
        /// The value of `max_bytes`, in bytes.
        max_bytes: usize,
    },
    /// `cdn_header` has the name of a field with another meaning.
    CdnHeader(HeaderName),
    /// The on-demand token is shorter than 16 bytes.
    ShortToken,
    /// The secret of records is shorter than 16 bytes.
    ShortSecret,
    /// The variable `CACHE_URL` does not name a store.
    #[non_exhaustive]
    Url {
        /// Its value, without a password.
        url: String,
        /// The error, and the expected form.
        reason: String,
    },
    /// The shared store has invalid options.
    #[cfg(feature = "redis")]
    Redis(super::store::shared::RedisOptionsError),
    /// The option with this name is 0.
    Zero(&'static str),
}

impl fmt::Display for OptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EntryTooLarge {
                max_entry,
                max_bytes,
            } => write!(
                f,
                "max_entry = {max_entry} is more than half of max_bytes = {max_bytes}; help: lower max_entry to {}, or \
                 raise max_bytes to {}",
                max_bytes / 2,
                max_entry.saturating_mul(2),
            ),
            Self::CdnHeader(name) => write!(
                f,
                "cdn_header is `{name}`, expected the name of a field for CDNs, such as `surrogate-control`"
            ),
            Self::ShortToken => f.write_str(
                "the on-demand token is shorter than 16 bytes; help: generate a random one, such as 32 hexadecimal digits",
            ),
            Self::ShortSecret => f.write_str(
                "the secret of records is shorter than 16 bytes; help: generate a random one, such as 32 hexadecimal digits",
            ),
            Self::Url { url, reason } => write!(f, "CACHE_URL is `{url}`: {reason}"),
            #[cfg(feature = "redis")]
            Self::Redis(error) => error.fmt(f),
            Self::Zero(name) => write!(f, "expected {name} to be greater than 0"),
        }
    }
}

impl std::error::Error for OptionsError {}

impl Default for CacheOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl CacheOptions {
    /// Returns the defaults:
    ///
    /// | option | default |
    /// |---|---|
    /// | [`max_bytes`](Self::max_bytes) | 64 MiB |
    /// | [`max_entry`](Self::max_entry) | 2 MiB |
    /// | [`max_variants`](Self::max_variants) | 16 |
    /// | [`max_flights`](Self::max_flights) | 10,000 |
    /// | [`max_waiters`](Self::max_waiters) | 65,536 |
    /// | [`background`](Self::background) | 4 per core |
    /// | [`queue`](Self::queue) | 1,024 |
    /// | [`regen_timeout`](Self::regen_timeout) | 30 s |
    /// | [`lock_wait`](Self::lock_wait) | 10 s |
    /// | [`expire_on_write`](Self::expire_on_write) | `true` |
    /// | [`cdn_header`](Self::cdn_header) | [`CdnHeader::Standard`] |
    /// | [`clock`](Self::clock) | the clocks of the system |
    /// | `disk_bytes`, with the feature `disk` | 1 GiB |
    ///
    /// There is no second tier, no seed and no secret. The variable `CACHE_URL` of the environment adds a second tier.
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            max_bytes: 64 << 20,
            max_entry: 2 << 20,
            max_variants: 16,
            max_flights: 10_000,
            max_waiters: 65_536,
            background: 4 * cores,
            queue: 1_024,
            regen_timeout: Duration::from_secs(30),
            lock_wait: Duration::from_secs(10),
            expire_on_write: true,
            cdn_header: CdnHeader::default(),
            compress: true,
            clock: Clock::default(),
            token: None,
            #[cfg(feature = "second-tier")]
            source: None,
            #[cfg(feature = "disk")]
            disk_bytes: 1 << 30,
            #[cfg(feature = "second-tier")]
            namespace: None,
            #[cfg(feature = "second-tier")]
            secret: None,
            #[cfg(feature = "second-tier")]
            seed: None,
        }
    }

    /// Sets the maximum size of all entries in bytes. An entry counts its body, its key, its tags, the headers in which it differs from
    /// others, and some 800 bytes. The heads of recent hits take some 3 MiB in addition, and at most 8 MiB.
    #[must_use]
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Sets the maximum size of a stored body in bytes, at most half of `max_bytes`. Larger bodies are sent but not stored.
    #[must_use]
    pub fn max_entry(mut self, bytes: usize) -> Self {
        self.max_entry = bytes;
        self
    }

    /// Sets the maximum number of stored variants of one path by the headers of `cache_vary` and the cookies of `cache_cookies`. A new
    /// variant replaces the one that was used least. The number of variants by query is not limited. All variants of one path take at
    /// most 1/8 of `max_bytes`, not counting the newest.
    #[must_use]
    pub fn max_variants(mut self, variants: usize) -> Self {
        self.max_variants = variants;
        self
    }

    /// Sets the maximum number of keys with flights at the same time. A key has a second flight if the first one started before an
    /// invalidation, or a request has waited for `lock_wait`.
    ///
    /// One route has at most half of the flights that other routes leave, so that slow requests for it do not prevent the responses of
    /// others from being stored. Beyond that, the handler runs for each request separately, as if its route were not cached. If more than
    /// a quarter of the flights run, a handler is stopped when all clients that wait for it have disconnected.
    #[must_use]
    pub fn max_flights(mut self, keys: usize) -> Self {
        self.max_flights = keys;
        self
    }

    /// Sets the maximum number of requests that wait for flights.
    ///
    /// The requests of one route take at most half of the places that those of other routes leave. Beyond that, the response is a 503 with
    /// `Retry-After` if more than half of the waiting requests are those of its route; else the handler runs for the request separately.
    #[must_use]
    pub fn max_waiters(mut self, requests: usize) -> Self {
        self.max_waiters = requests;
        self
    }

    /// Sets the maximum number of background revalidations that run at the same time.
    #[must_use]
    pub fn background(mut self, handlers: usize) -> Self {
        self.background = handlers;
        self
    }

    /// Sets the maximum number of background revalidations that wait for their turn. Beyond that, stale entries
    /// are not revalidated until a place is free.
    #[must_use]
    pub fn queue(mut self, handlers: usize) -> Self {
        self.queue = handlers;
        self
    }

    /// Sets the maximum time of one run of a handler for the cache, with the body of its response. After that the handler is aborted, which
    /// is a failure with status 504. A shorter `max_duration` of the route also applies, to the time until the response begins.
    #[must_use]
    pub fn regen_timeout(mut self, limit: Duration) -> Self {
        self.regen_timeout = limit;
        self
    }

    /// Sets the maximum time for which requests wait for a flight. After that one of them starts a second flight, and the others wait
    /// until that one ends.
    ///
    /// A flight of another instance with the same store is waited for as long. Then the handler runs here, too, and its response is stored in
    /// the memory of this instance only.
    #[must_use]
    pub fn lock_wait(mut self, limit: Duration) -> Self {
        self.lock_wait = limit;
        self
    }

    /// Sets whether a successful POST, PUT, PATCH or DELETE invalidates the cached GET of its path. This does not depend on
    /// `cache_expire`.
    #[must_use]
    pub fn expire_on_write(mut self, expire: bool) -> Self {
        self.expire_on_write = expire;
        self
    }

    /// Sets the header field that allows CDNs to store a response.
    #[must_use]
    pub fn cdn_header(mut self, header: CdnHeader) -> Self {
        self.cdn_header = header;
        self
    }

    /// Sets the clock that ages and timeouts are read from.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Sets the secret for on-demand revalidation, at least 16 bytes long.
    ///
    /// A `GET` or `HEAD` with the secret in its header `x-prerender-revalidate` invalidates its path and waits for the new response.
    /// Without a secret the header has no effect.
    #[must_use]
    pub fn on_demand_token(mut self, secret: &str) -> Self {
        self.token = Some(OnDemandToken::new(secret));
        self
    }

    /// Checks that the limits fit together.
    ///
    /// # Errors
    ///
    /// Returns an error if an option is 0, `max_entry` is more than half of `max_bytes`, the token or the secret is too short, the name of
    /// `cdn_header` is that of a field with another meaning, or the options of `Redis` are invalid.
    pub fn check(&self) -> Result<(), OptionsError> {
        for (name, value) in [
            ("max_bytes", self.max_bytes),
            ("max_entry", self.max_entry),
            ("max_variants", self.max_variants),
            ("max_flights", self.max_flights),
            ("max_waiters", self.max_waiters),
            ("background", self.background),
            ("queue", self.queue),
        ] {
            if value == 0 {
                return Err(OptionsError::Zero(name));
            }
        }
        for (name, limit) in [
            ("regen_timeout", self.regen_timeout),
            ("lock_wait", self.lock_wait),
        ] {
            if limit.is_zero() {
                return Err(OptionsError::Zero(name));
            }
        }
        if self
            .token
            .as_ref()
            .is_some_and(|token| !token.is_long_enough())
        {
            return Err(OptionsError::ShortToken);
        }
        #[cfg(feature = "second-tier")]
        if self
            .secret
            .as_ref()
            .is_some_and(|secret| !secret.is_long_enough())
        {
            return Err(OptionsError::ShortSecret);
        }
        if let CdnHeader::Named(name) = &self.cdn_header
            && !self.cdn_header.is_usable()
        {
            return Err(OptionsError::CdnHeader(name.clone()));
        }
        #[cfg(feature = "redis")]
        if let Some(TierSource::Shared(redis)) = &self.source {
            redis.check().map_err(OptionsError::Redis)?;
        }
        if self.max_entry > self.max_bytes / 2 {
            return Err(OptionsError::EntryTooLarge {
                max_entry: self.max_entry,
                max_bytes: self.max_bytes,
            });
        }
        Ok(())
    }
}
