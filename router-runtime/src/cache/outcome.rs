//! Outcomes of requests to the cache.

/// The outcome of a request, as [`Cache-Status`](https://www.rfc-editor.org/rfc/rfc9211) reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A fresh entry.
    Hit,
    /// A fresh entry of the second tier: `detail=l2`.
    #[cfg(feature = "second-tier")]
    Loaded,
    /// A fresh entry, while the second tier cannot confirm it: `detail=l2-down`.
    #[cfg(feature = "second-tier")]
    Unconfirmed,
    /// A stale entry, while a new response is generated: `detail=swr`.
    Stale,
    /// An old entry, because the handler fails: `detail=sie`.
    StaleIfError,
    /// Nothing was stored: the handler ran. `fwd=miss`.
    Miss(Forwarded),
    /// The entry was expired or invalidated: the handler ran. `fwd=stale`.
    Expired(Forwarded),
    /// The request had the on-demand token: the handler ran. `fwd=request`.
    Revalidated(Forwarded),
    /// The handler ran for only this request. `fwd=bypass`.
    Bypass(BypassReason),
}

impl Outcome {
    /// Returns the outcome of a fresh entry. `is_confirmed` is `false` if the second tier cannot confirm it.
    pub(crate) const fn hit(is_confirmed: bool) -> Self {
        #[cfg(feature = "second-tier")]
        if !is_confirmed {
            return Self::Unconfirmed;
        }
        let _ = is_confirmed;
        Self::Hit
    }

    /// Returns `true` for an entry that should be regenerated.
    pub(crate) const fn is_old(self) -> bool {
        matches!(self, Self::Stale | Self::StaleIfError)
    }
}

/// A response that came from the handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Forwarded {
    /// `true` if it was stored.
    pub(crate) stored: bool,
    /// `true` if another request was the leader.
    pub(crate) collapsed: bool,
    /// `true` if the second tier cannot be used: `detail=l2-down`.
    pub(crate) is_degraded: bool,
}

/// The reason why a request bypassed the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BypassReason {
    /// The last response could not be stored.
    Uncacheable,
    /// A declared part of the request is too long.
    KeyTooLong,
    /// Too many flights or waiters.
    Busy,
}

/// The reason why a request waits for a flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MissCause {
    /// Nothing is stored.
    Absent,
    /// The entry is expired, or stale where that is not enough.
    Stale,
    /// The entry was invalidated.
    Invalidated,
    /// The request has the on-demand token.
    OnDemand,
    /// The path is prerendered: an entry that is stored already does not do.
    Prerender,
}

impl BypassReason {
    /// The `detail` of `Cache-Status`.
    pub(crate) const fn detail(self) -> &'static str {
        match self {
            Self::Uncacheable => "uncacheable",
            Self::KeyTooLong => "key_too_long",
            Self::Busy => "busy",
        }
    }
}

impl MissCause {
    /// The outcome of a request whose response came from the handler.
    pub(crate) fn outcome(self, forwarded: Forwarded) -> Outcome {
        match self {
            Self::Absent | Self::Prerender => Outcome::Miss(forwarded),
            Self::Stale | Self::Invalidated => Outcome::Expired(forwarded),
            Self::OnDemand => Outcome::Revalidated(forwarded),
        }
    }

    /// The `cause` in the span of a flight.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Absent | Self::Prerender => "miss",
            Self::Stale => "stale",
            Self::Invalidated => "hard",
            Self::OnDemand => "request",
        }
    }
}
