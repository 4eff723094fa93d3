//! Tags: names under which entries are invalidated.

use crate::config::{LONGEST_TAG, MOST_TAGS};
use foldhash::fast::RandomState;
use std::{
    fmt,
    hash::BuildHasher,
    sync::{Arc, OnceLock},
};
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// The length in bytes from which a tag is stored as a hash of its name.
const HASHED_FROM: usize = 65;

/// A tag of a path or a route, which the router makes, or a tag of the user. The two are never equal, however they are spelled.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tag {
    /// `/slug/a`, `route:/slug/[id]`, `layout:/slug`.
    Path(Arc<str>),
    /// The hash of a path that is longer than 64 bytes.
    LongPath(u128),
    /// The user's own.
    User(Arc<str>),
    /// The hash of a user's tag that is longer than 64 bytes.
    LongUser(u128),
}

/// The error of a tag that is too long, or of too many tags.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TagError {
    /// The tag is longer than 256 bytes; its length in bytes.
    TooLong(usize),
    /// One response or value has more than 128 tags; their number.
    TooMany(usize),
}

impl fmt::Display for TagError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(bytes) => {
                write!(
                    f,
                    "expected a tag of at most {LONGEST_TAG} bytes, found {bytes} bytes"
                )
            }
            Self::TooMany(tags) => write!(f, "expected at most {MOST_TAGS} tags, found {tags}"),
        }
    }
}

impl std::error::Error for TagError {}

impl Tag {
    /// Returns the user's tag of that name.
    ///
    /// # Errors
    ///
    /// Returns an error if the name is longer than 256 bytes. It is never cut.
    pub(crate) fn user(name: &str) -> Result<Self, TagError> {
        if name.len() > LONGEST_TAG {
            return Err(TagError::TooLong(name.len()));
        }
        Ok(match hash_of_long(name) {
            Some(hash) => Self::LongUser(hash),
            None => Self::User(name.into()),
        })
    }

    /// Returns the tag of a path or a route.
    pub(crate) fn path(name: &str) -> Self {
        match hash_of_long(name) {
            Some(hash) => Self::LongPath(hash),
            None => Self::Path(name.into()),
        }
    }

    /// Returns `true` for a tag of the user.
    pub(crate) fn is_user(&self) -> bool {
        matches!(self, Self::User(_) | Self::LongUser(_))
    }

    /// The size of the name in bytes, in addition to that of the value.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Path(name) | Self::User(name) => name.len(),
            Self::LongPath(_) | Self::LongUser(_) => 0,
        }
    }

    /// The text of the tag, which is not long.
    #[cfg(test)]
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Path(name) | Self::User(name) => name,
            Self::LongPath(_) | Self::LongUser(_) => "…",
        }
    }
}

/// Returns the hash of a long name. Its seed is random, so that clients cannot choose paths with the same hash.
fn hash_of_long(name: &str) -> Option<u128> {
    static SEED: OnceLock<u64> = OnceLock::new();
    let seed = || *SEED.get_or_init(|| RandomState::default().hash_one(0));
    (name.len() >= HASHED_FROM).then(|| xxh3_128_with_seed(name.as_bytes(), seed()))
}
