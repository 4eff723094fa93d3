//! What an application's cache may use.

use super::{clock::Clock, revalidate::Token};
use std::{fmt, time::Duration};

/// The limits of a cache; see [`CacheOptions::new`] for the defaults.
#[derive(Clone, Debug)]
pub struct CacheOptions {
    pub(crate) max_bytes: usize,
    pub(crate) max_entry: usize,
    pub(crate) max_flights: usize,
    pub(crate) max_waiters: usize,
    pub(crate) max_alone: usize,
    pub(crate) background: usize,
    pub(crate) queue: usize,
    pub(crate) regen_timeout: Duration,
    pub(crate) lock_wait: Duration,
    pub(crate) expire_on_write: bool,
    pub(crate) clock: Clock,
    pub(crate) token: Option<Token>,
}

/// Limits that would make the cache refuse what it should keep.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OptionsError {
    /// One answer may take more than half of all bytes.
    EntryTooLarge {
        /// The `max_entry` that was set.
        max_entry: usize,
        /// The `max_bytes` that was set.
        max_bytes: usize,
    },
    /// The on-demand token has fewer than 16 bytes and could be guessed.
    ShortToken,
    /// A limit is 0.
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
                "max_entry = {max_entry} is more than half of max_bytes = {max_bytes}, so the cache would refuse \
                 answers that it allows; lower max_entry to {} or raise max_bytes to {}",
                max_bytes / 2,
                max_entry.saturating_mul(2),
            ),
            Self::ShortToken => f.write_str(
                "the on-demand token could be guessed; give it 16 random bytes or more, such as 32 hexadecimal digits",
            ),
            Self::Zero(name) => write!(f, "{name} = 0 leaves the cache nothing to work with"),
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
    /// 64 MiB in all, 2 MiB an answer, 30 s for a handler, 10 s for who waits for it, 10,000 handlers at a time.
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            max_bytes: 64 << 20,
            max_entry: 2 << 20,
            max_flights: 10_000,
            max_waiters: 1_024,
            max_alone: 1_024,
            background: 4 * cores,
            queue: 1_024,
            regen_timeout: Duration::from_secs(30),
            lock_wait: Duration::from_secs(10),
            expire_on_write: true,
            clock: Clock::default(),
            token: None,
        }
    }

    /// The bytes of all answers with their keys and headers, 256 more for each.
    #[must_use]
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// The bytes of one answer's body; a longer one is sent on and never stored. At most half of `max_bytes`.
    #[must_use]
    pub fn max_entry(mut self, bytes: usize) -> Self {
        self.max_entry = bytes;
        self
    }

    /// The keys whose handler may run at the same time for all who ask.
    #[must_use]
    pub fn max_flights(mut self, keys: usize) -> Self {
        self.max_flights = keys;
        self
    }

    /// The requests that may wait for one run of a handler.
    #[must_use]
    pub fn max_waiters(mut self, requests: usize) -> Self {
        self.max_waiters = requests;
        self
    }

    /// The requests that may run a handler for themselves when one of the other limits is reached; beyond it they get 503.
    #[must_use]
    pub fn max_alone(mut self, requests: usize) -> Self {
        self.max_alone = requests;
        self
    }

    /// The handlers that may run in the background at the same time: 4 for each core.
    #[must_use]
    pub fn background(mut self, handlers: usize) -> Self {
        self.background = handlers;
        self
    }

    /// The handlers that may wait to run in the background; beyond it the old answer stays as it is.
    #[must_use]
    pub fn queue(mut self, handlers: usize) -> Self {
        self.queue = handlers;
        self
    }

    /// How long a handler may run for the cache.
    #[must_use]
    pub fn regen_timeout(mut self, limit: Duration) -> Self {
        self.regen_timeout = limit;
        self
    }

    /// How long a request waits for a handler that another request started.
    #[must_use]
    pub fn lock_wait(mut self, limit: Duration) -> Self {
        self.lock_wait = limit;
        self
    }

    /// Whether a successful POST, PUT, PATCH or DELETE expires the GET of its path, as it does by default.
    #[must_use]
    pub fn expire_on_write(mut self, expire: bool) -> Self {
        self.expire_on_write = expire;
        self
    }

    /// The clock that ages are read from.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The secret that lets an HTTP request ask for a new answer: sent as `x-prerender-revalidate`, at least 16 bytes long.
    ///
    /// The request waits for the new answer, which everyone gets from then on. Without a token the header means nothing.
    #[must_use]
    pub fn on_demand_token(mut self, secret: &str) -> Self {
        self.token = Some(Token::new(secret));
        self
    }

    /// Whether the limits fit together.
    ///
    /// # Errors
    ///
    /// The limit that does not, and what would.
    pub fn check(&self) -> Result<(), OptionsError> {
        for (name, value) in [
            ("max_bytes", self.max_bytes),
            ("max_entry", self.max_entry),
            ("max_flights", self.max_flights),
            ("max_waiters", self.max_waiters),
            ("max_alone", self.max_alone),
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
        if self.max_entry > self.max_bytes / 2 {
            return Err(OptionsError::EntryTooLarge {
                max_entry: self.max_entry,
                max_bytes: self.max_bytes,
            });
        }
        Ok(())
    }
}
