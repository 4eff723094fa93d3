//! Tags: names under which entries are invalidated.

use crate::config::{LONGEST_TAG, MAX_TAGS};
#[cfg(not(feature = "second-tier"))]
use foldhash::fast::RandomState;
use std::{fmt, sync::Arc};
#[cfg(not(feature = "second-tier"))]
use std::{hash::BuildHasher, sync::OnceLock};
#[cfg(not(feature = "second-tier"))]
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
    /// The hash of the tag of a route that is longer than 64 bytes.
    LongRoute(u128),
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
            Self::TooMany(tags) => write!(f, "expected at most {MAX_TAGS} tags, found {tags}"),
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
            Some(hash) if name.starts_with('/') => Self::LongPath(hash),
            Some(hash) => Self::LongRoute(hash),
            None => Self::Path(name.into()),
        }
    }

    /// Returns the path of a tag of a path, unless only its hash is known.
    pub(crate) fn as_path(&self) -> Option<&str> {
        match self {
            Self::Path(name) if name.starts_with('/') => Some(name),
            _ => None,
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
            Self::LongPath(_) | Self::LongRoute(_) | Self::LongUser(_) => 0,
        }
    }

    /// The text of the tag, which is not long.
    #[cfg(test)]
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Path(name) | Self::User(name) => name,
            Self::LongPath(_) | Self::LongRoute(_) | Self::LongUser(_) => "…",
        }
    }
}

/// Returns the hash of a long name. Its seed is random, so that clients cannot choose paths with the same hash.
#[cfg(not(feature = "second-tier"))]
fn hash_of_long(name: &str) -> Option<u128> {
    static SEED: OnceLock<u64> = OnceLock::new();
    let seed = || *SEED.get_or_init(|| RandomState::default().hash_one(0));
    (name.len() >= HASHED_FROM).then(|| xxh3_128_with_seed(name.as_bytes(), seed()))
}

/// Returns the hash of a long name. It is the same in each process, and clients cannot choose paths with the same hash.
#[cfg(feature = "second-tier")]
fn hash_of_long(name: &str) -> Option<u128> {
    (name.len() >= HASHED_FROM).then(|| {
        let hash = blake3::hash(name.as_bytes());
        let (half, _) = hash.as_bytes().split_at(16);
        half.iter()
            .fold(0, |number, byte| number << 8 | u128::from(*byte))
    })
}

/// Tags as bytes, the same in each process: a letter, then the name or its hash.
#[cfg(feature = "second-tier")]
impl Tag {
    #[allow(dead_code, reason = "the stores that are compiled may not need it")]
    /// Returns `true` for the tag of one path, which strangers can make up. Tags of routes and of users are limited in number.
    pub(crate) fn is_of_one_path(&self) -> bool {
        match self {
            Self::Path(name) => name.starts_with('/'),
            Self::LongPath(_) => true,
            Self::LongRoute(_) | Self::User(_) | Self::LongUser(_) => false,
        }
    }

    /// Returns the tag as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let (kind, text) = match self {
            Self::Path(name) => (b'p', name.as_bytes()),
            Self::LongPath(hash) => (b'P', &hash.to_be_bytes()[..]),
            Self::LongRoute(hash) => (b'R', &hash.to_be_bytes()[..]),
            Self::User(name) => (b'u', name.as_bytes()),
            Self::LongUser(hash) => (b'U', &hash.to_be_bytes()[..]),
        };
        [&[kind], text].concat()
    }

    /// Returns the one of these tags that has the bytes. A clone of it shares its name.
    pub(crate) fn find<'t>(tags: &'t [Self], bytes: &[u8]) -> Option<&'t Self> {
        tags.iter().find(|tag| match (tag, bytes.split_first()) {
            (Self::Path(name), Some((b'p', rest))) | (Self::User(name), Some((b'u', rest))) => {
                name.as_bytes() == rest
            }
            _ => false,
        })
    }

    /// Reads a tag from its bytes; `None` if they are malformed.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        let name = || {
            str::from_utf8(rest)
                .ok()
                .filter(|it| it.len() < HASHED_FROM)
        };
        let hash = || Some(u128::from_be_bytes(rest.try_into().ok()?));
        Some(match kind {
            b'p' => Self::Path(name()?.into()),
            b'P' => Self::LongPath(hash()?),
            b'R' => Self::LongRoute(hash()?),
            b'u' => Self::User(name()?.into()),
            b'U' => Self::LongUser(hash()?),
            _ => return None,
        })
    }
}

#[cfg(all(test, feature = "second-tier"))]
mod tests {
    use super::*;

    #[test]
    fn tags_are_the_same_after_a_round_trip() {
        let long = "x".repeat(100);
        let path = format!("/{long}");
        let tags = [
            Tag::path("/a"),
            Tag::path("route:/a"),
            Tag::path(&path),
            Tag::path(&format!("route:{path}")),
            Tag::user("/a").unwrap(),
            Tag::user("").unwrap(),
            Tag::user(&path).unwrap(),
        ];
        for (index, tag) in tags.iter().enumerate() {
            assert_eq!(Tag::from_bytes(&tag.to_bytes()).as_ref(), Some(tag));
            assert_eq!(tag.is_of_one_path(), matches!(index, 0 | 2), "{tag:?}");
            let equal = tags
                .iter()
                .filter(|other| other.to_bytes() == tag.to_bytes());
            assert_eq!(equal.count(), 1, "{tag:?}");
        }
        for malformed in [
            &b""[..],
            b"x/a",
            b"P/a",
            b"u\xff",
            format!("p{path}").as_bytes(),
        ] {
            assert_eq!(Tag::from_bytes(malformed), None);
        }
    }
}
