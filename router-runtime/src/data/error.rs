//! What goes wrong with data.

use crate::cache::TagError;
use std::{error::Error as StdError, fmt, sync::Arc};

/// Why there is no data.
///
/// In a handler, `?` makes it a 500. What made the data gave it to all who waited, so it can be cloned.
#[derive(Clone, Debug)]
pub struct DataError {
    key: Box<str>,
    problem: DataErrorKind,
}

/// What went wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DataErrorKind {
    /// The future that makes the data gave this error.
    Failed(Arc<dyn StdError + Send + Sync>),
    /// The future that makes the data panicked.
    Panicked,
    /// It took longer than `regen_timeout` of the cache's options.
    TimedOut,
    /// More is being made than `max_alone` of the cache's options allows.
    Busy,
    /// The key cannot be written as JSON, or has more than 4 KiB.
    Key(Arc<str>),
    /// The value cannot be written as JSON, or not read back as the type that it had.
    Value(Arc<str>),
    /// A tag is too long, or there are too many: on the data, or on the answer that is made of it.
    Tag(TagError),
}

impl DataError {
    pub(super) fn new(key: &str, problem: DataErrorKind) -> Self {
        // Enough to find the call.
        let key: String = key.chars().take(120).collect();
        Self {
            key: key.into(),
            problem,
        }
    }

    /// What went wrong.
    pub fn problem(&self) -> &DataErrorKind {
        &self.problem
    }

    /// The error of the future, if it is of that type.
    pub fn cause<E: StdError + 'static>(&self) -> Option<&E> {
        match &self.problem {
            DataErrorKind::Failed(error) => error.downcast_ref(),
            _ => None,
        }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.key {
            "" => f.write_str("no data: ")?,
            key => write!(f, "no data for the key {key}: ")?,
        }
        match &self.problem {
            DataErrorKind::Failed(_) => f.write_str("it could not be made"),
            DataErrorKind::Panicked => f.write_str("what makes it panicked"),
            DataErrorKind::TimedOut => f.write_str(
                "what makes it took longer than the cache waits; `CacheOptions::regen_timeout` sets how long that is",
            ),
            DataErrorKind::Busy => f.write_str(
                "too many callers make data at this moment; `CacheOptions::max_alone` sets how many may",
            ),
            DataErrorKind::Key(error) => write!(
                f,
                "a key is written as JSON, in at most 4 KiB, and this one cannot be: {error}"
            ),
            DataErrorKind::Value(error) => write!(
                f,
                "it is kept as JSON, and must be the same after it was written and read: {error}"
            ),
            DataErrorKind::Tag(error) => error.fmt(f),
        }
    }
}

impl StdError for DataError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.problem {
            DataErrorKind::Failed(error) => Some(&**error),
            DataErrorKind::Tag(error) => Some(error),
            _ => None,
        }
    }
}
