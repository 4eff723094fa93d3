//! What became of a request for a cached answer.

/// How the cache answered; [`Cache-Status`](https://www.rfc-editor.org/rfc/rfc9211) says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// From the cache, fresh.
    Hit,
    /// From the cache, stale, while a new answer is made.
    Stale,
    /// From the cache, because the handler fails: `detail=sie`.
    StaleIfError,
    /// Nothing was there: the handler ran.
    Miss(Forwarded),
    /// What was there must not be sent any more: the handler ran. `fwd=stale`.
    Expired(Forwarded),
    /// RequestView for by the on-demand token: the handler ran.
    Revalidated(Forwarded),
    /// The handler ran beside the cache.
    Bypass(Reason),
}

/// How a handler's answer reached a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Forwarded {
    /// Whether it was stored.
    pub(crate) stored: bool,
    /// Whether another request had started the handler.
    pub(crate) collapsed: bool,
}

/// Why a request went by the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The last answer could not be stored.
    Uncacheable,
    /// The key has too many variants, or a header of it is too long.
    Variants,
    /// Too many flights or waiters, or a flight that took too long.
    Busy,
}

impl Reason {
    /// The `detail` of `Cache-Status`.
    pub(crate) const fn detail(self) -> &'static str {
        match self {
            Self::Uncacheable => "uncacheable",
            Self::Variants => "variants",
            Self::Busy => "busy",
        }
    }
}
