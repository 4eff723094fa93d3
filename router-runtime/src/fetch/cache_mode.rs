//! Whether what is fetched is kept: what the call says, and what its file says of all calls.

use crate::config::FetchCache;
use std::fmt;

/// What a call says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) no_store: bool,
    pub(super) force_cache: bool,
    pub(super) revalidate: Option<u32>,
}

/// What becomes of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// It is kept for so many seconds, or until it is invalidated.
    Kept(Option<u32>),
    /// It is not, as the call or its file says.
    NotKept,
    /// It is not, and nobody said so.
    Unsaid,
}

/// Why there is no choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contradiction {
    /// The call says two things.
    Call(Said),
    /// `"only-cache"`, and the call says that nothing is kept.
    OnlyCache,
    /// `"only-cache"`, and only the call itself could say that this is kept.
    OnlyCacheUnsaid,
    /// `"only-no-store"`, and the call says that it is kept.
    OnlyNoStore,
    /// `dynamic = "error"`, and what is fetched is not kept.
    Dynamic,
}

impl Said {
    /// What it comes to, if it says anything.
    fn choice(self) -> Result<Option<Choice>, Contradiction> {
        let is_kept = self.force_cache || self.revalidate.is_some_and(|seconds| seconds > 0);
        let is_not_kept = self.no_store || self.revalidate == Some(0);
        match (is_kept, is_not_kept) {
            (true, true) => Err(Contradiction::Call(self)),
            (true, false) => Ok(Some(Choice::Kept(self.revalidate))),
            (false, true) => Ok(Some(Choice::NotKept)),
            (false, false) => Ok(None),
        }
    }
}

/// `is_plain`: it asks for what everybody may see, `GET` or `HEAD` without credentials.
pub(super) fn choose(
    file: FetchCache,
    said: Said,
    is_plain: bool,
) -> Result<Choice, Contradiction> {
    let own = said.choice()?;
    Ok(match (file, own) {
        (FetchCache::ForceCache, None | Some(Choice::NotKept)) => Choice::Kept(None),
        (FetchCache::OnlyNoStore, Some(Choice::Kept(_))) => return Err(Contradiction::OnlyNoStore),
        (FetchCache::ForceNoStore, _)
        | (FetchCache::OnlyNoStore | FetchCache::DefaultNoStore, None) => Choice::NotKept,
        (FetchCache::OnlyCache, Some(Choice::NotKept)) => return Err(Contradiction::OnlyCache),
        (FetchCache::OnlyCache, None) if !is_plain => return Err(Contradiction::OnlyCacheUnsaid),
        (FetchCache::OnlyCache | FetchCache::DefaultCache, None) if is_plain => Choice::Kept(None),
        (_, Some(own)) => own,
        (_, None) => Choice::Unsaid,
    })
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(Said { revalidate, .. }) => {
                f.write_str("it says that it is kept and that it is not (")?;
                match revalidate {
                    Some(0) => f.write_str("`force_cache` and `revalidate(0)`"),
                    Some(seconds) => write!(f, "`no_store` and `revalidate({seconds})`"),
                    None => f.write_str("`no_store` and `force_cache`"),
                }?;
                f.write_str("); remove one of the two")
            }
            Self::OnlyCache => f.write_str(
                "it says that it is not kept, and its file says `fetch_cache = \"only-cache\"`; \
                 remove `no_store` or `revalidate(0)`, or write \"default-cache\" in the file",
            ),
            Self::OnlyCacheUnsaid => f.write_str(
                "its file says `fetch_cache = \"only-cache\"`, and a request with another method than GET or HEAD, with \
                 `Authorization` or `Cookie` is kept only if it says so itself; add `force_cache` or `revalidate(…)`, or write \
                 \"default-cache\" in the file",
            ),
            Self::OnlyNoStore => f.write_str(
                "it says that it is kept, and its file says `fetch_cache = \"only-no-store\"`; \
                 remove `force_cache` or `revalidate(…)`, or write \"default-no-store\" in the file",
            ),
            Self::Dynamic => f.write_str(
                "it is not kept, and the answer that is made of it is, with `dynamic = \"error\"` in its file; \
                 write `revalidate(…)` to keep it, or `dynamic = \"force-static\"` to ask anew for each answer that is made",
            ),
        }
    }
}

#[cfg(test)]
#[path = "choice/tests.rs"]
mod tests;
