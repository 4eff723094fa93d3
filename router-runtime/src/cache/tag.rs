//! Tags: names under which entries are invalidated.

use crate::config::{LONGEST_TAG, MOST_TAGS};
use std::{fmt, sync::Arc};

/// A tag of a path or a route, which the router makes, or a tag of the user. The two are never equal, however they are spelled.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tag {
    /// `/slug/a`, `route:/slug/[id]`, `layout:/slug`.
    Path(Arc<str>),
    /// The user's own.
    User(Arc<str>),
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
        Ok(Self::User(name.into()))
    }

    /// Returns the tag of a path or a route.
    pub(crate) fn path(name: &str) -> Self {
        Self::Path(name.into())
    }

    /// The text of the tag.
    #[cfg(test)]
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Path(name) | Self::User(name) => name,
        }
    }
}
