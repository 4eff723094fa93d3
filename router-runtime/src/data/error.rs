//! Errors of the data cache.

use crate::{
    cache::TagError,
    respond::{Error, SharedResponse},
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::{error::Error as StdError, fmt, sync::Arc};

/// The error of [`DataCache::cached`](super::DataCache::cached).
///
/// In a handler, `?` converts it into the response of the future's error, with its status, its body, and its headers without cookies.
/// Other kinds become a 500. It can be cloned, because all callers that waited for the value receive it.
#[derive(Clone, Debug)]
pub struct DataError {
    key: Box<str>,
    kind: DataErrorKind,
    response: Option<SharedResponse>,
}

/// The kind of a [`DataError`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DataErrorKind {
    /// The future returned an error. The field is that error, its cause, or an error with its text.
    Failed(Arc<dyn StdError + Send + Sync>),
    /// The future panicked.
    Panicked,
    /// The future took longer than [`CacheOptions::regen_timeout`](crate::cache::CacheOptions::regen_timeout).
    TimedOut,
    /// More callers wait for values than [`CacheOptions::max_waiters`](crate::cache::CacheOptions::max_waiters) allows.
    Busy,
    /// The key cannot be serialized, or is longer than 4 KiB as text.
    Key(Arc<str>),
    /// The value cannot be serialized, or cannot be deserialized again.
    Value(Arc<str>),
    /// A tag of the data is too long, or the data or the response made of it has too many tags.
    Tag(TagError),
}

impl DataError {
    pub(super) fn new(key: &str, kind: DataErrorKind) -> Self {
        // Enough to find the call.
        let key: String = key.chars().take(120).collect();
        Self {
            key: key.into(),
            kind,
            response: None,
        }
    }

    /// Adds the response of the future's error.
    pub(super) fn with_response(mut self, response: Option<SharedResponse>) -> Self {
        self.response = response;
        self
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> &DataErrorKind {
        &self.kind
    }

    /// Returns the status that a handler responds with: that of the future's error, or 500.
    pub fn status(&self) -> StatusCode {
        match &self.response {
            Some(response) => response.status(),
            None => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns the error of the future, or the cause of its [`Error`], if it is of type `E`.
    pub fn cause<E: StdError + 'static>(&self) -> Option<&E> {
        match &self.kind {
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
        match &self.kind {
            DataErrorKind::Failed(_) => f.write_str("its future failed"),
            DataErrorKind::Panicked => f.write_str("its future panicked"),
            DataErrorKind::TimedOut => {
                f.write_str("its future took longer than `CacheOptions::regen_timeout`")
            }
            DataErrorKind::Busy => {
                f.write_str("more callers wait for values than `CacheOptions::max_waiters` allows")
            }
            DataErrorKind::Key(error) => {
                write!(
                    f,
                    "expected a key that serde can write in at most 4 KiB: {error}"
                )
            }
            DataErrorKind::Value(error) => write!(
                f,
                "expected a value that serde can write and read again: {error}"
            ),
            DataErrorKind::Tag(error) => error.fmt(f),
        }
    }
}

impl StdError for DataError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match (&self.kind, &self.response) {
            (_, Some(response)) => Some(response),
            (DataErrorKind::Failed(error), None) => Some(&**error),
            (DataErrorKind::Tag(error), None) => Some(error),
            _ => None,
        }
    }
}

impl IntoResponse for DataError {
    fn into_response(self) -> Response {
        Error::from(self).into_response()
    }
}
