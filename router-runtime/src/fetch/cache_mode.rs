//! The cache mode of a request, from its options and the configuration of its file.

use crate::config::FetchCache;
use std::fmt;

/// The cache options of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CallOptions {
    pub(super) no_store: bool,
    pub(super) force_cache: bool,
    pub(super) revalidate: Option<u32>,
}

/// The caching of one response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CacheMode {
    /// The response is fresh for this many seconds, or until it is invalidated.
    Cached(Option<u32>),
    /// The response is not cached, because the request or its file opts out.
    NoStore,
    /// The response is not cached, because neither the request nor its file enables caching.
    Uncached,
}

/// Options that contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConflictingOptions {
    /// The request enables caching and opts out of it.
    Call(CallOptions),
    /// The request opts out in a file with `"only-cache"`.
    OnlyCache,
    /// The request is not cached by default in a file with `"only-cache"`.
    OnlyCacheWithoutOption,
    /// The request enables caching in a file with `"only-no-store"`.
    OnlyNoStore,
    /// The request is not cached in a file with `dynamic = "error"`.
    Dynamic,
}

impl CallOptions {
    /// Returns the mode that the options select, if any.
    fn mode(self) -> Result<Option<CacheMode>, ConflictingOptions> {
        let opts_in = self.force_cache || self.revalidate.is_some_and(|seconds| seconds > 0);
        let opts_out = self.no_store || self.revalidate == Some(0);
        match (opts_in, opts_out) {
            (true, true) => Err(ConflictingOptions::Call(self)),
            (true, false) => Ok(Some(CacheMode::Cached(self.revalidate))),
            (false, true) => Ok(Some(CacheMode::NoStore)),
            (false, false) => Ok(None),
        }
    }
}

/// Returns the cache mode of a request. `is_public` means `GET` or `HEAD` without credentials.
pub(super) fn cache_mode(
    file: FetchCache,
    options: CallOptions,
    is_public: bool,
) -> Result<CacheMode, ConflictingOptions> {
    use {CacheMode as Mode, ConflictingOptions as Conflict};
    let own = options.mode()?;
    Ok(match (file, own) {
        (FetchCache::ForceCache, None | Some(Mode::NoStore)) => Mode::Cached(None),
        (FetchCache::OnlyNoStore, Some(Mode::Cached(_))) => return Err(Conflict::OnlyNoStore),
        (FetchCache::ForceNoStore, _)
        | (FetchCache::OnlyNoStore | FetchCache::DefaultNoStore, None) => Mode::NoStore,
        (FetchCache::OnlyCache, Some(Mode::NoStore)) => return Err(Conflict::OnlyCache),
        (FetchCache::OnlyCache, None) if !is_public => {
            return Err(Conflict::OnlyCacheWithoutOption);
        }
        (FetchCache::OnlyCache | FetchCache::DefaultCache, None) if is_public => Mode::Cached(None),
        (_, Some(own)) => own,
        (_, None) => Mode::Uncached,
    })
}

impl fmt::Display for ConflictingOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(CallOptions { revalidate, .. }) => {
                f.write_str("conflicting cache options (")?;
                match revalidate {
                    Some(0) => f.write_str("`force_cache` and `revalidate(0)`"),
                    Some(seconds) => write!(f, "`no_store` and `revalidate({seconds})`"),
                    None => f.write_str("`no_store` and `force_cache`"),
                }?;
                f.write_str("); remove one of them")
            }
            Self::OnlyCache => f.write_str(
                "it opts out of caching, but its file exports `fetch_cache = \"only-cache\"`; \
                 remove `no_store` or `revalidate(0)`, or set `fetch_cache` to \"default-cache\"",
            ),
            Self::OnlyCacheWithoutOption => f.write_str(
                "its file exports `fetch_cache = \"only-cache\"`, but a request with `Authorization`, `Cookie` or a method other \
                 than GET and HEAD is not cached by default; add `force_cache` or `revalidate(…)`, or set `fetch_cache` to \
                 \"default-cache\"",
            ),
            Self::OnlyNoStore => f.write_str(
                "it enables caching, but its file exports `fetch_cache = \"only-no-store\"`; \
                 remove `force_cache` or `revalidate(…)`, or set `fetch_cache` to \"default-no-store\"",
            ),
            Self::Dynamic => f.write_str(
                "it is not cached, but its file exports `dynamic = \"error\"`; add `revalidate(…)` to cache it, or set `dynamic` to \
                 \"force-static\" to send it each time the response is generated",
            ),
        }
    }
}

#[cfg(test)]
#[path = "cache_mode/tests.rs"]
mod tests;
