//! The error of a request.

use super::label::RequestLabel;
use crate::cache::TagError;
use axum::http::StatusCode;
use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

/// The error of a request that failed, or of a response that is not the expected one.
///
/// In a handler, `?` turns it into a 500, and the error is logged, not sent. Its text contains the method, the host and the
/// path of the request, but never the query, credentials or headers. It can be cloned, because concurrent callers of one request
/// receive the same error.
#[derive(Clone, Debug)]
pub struct FetchError {
    label: RequestLabel,
    kind: FetchErrorKind,
}

/// The kind of a [`FetchError`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FetchErrorKind {
    /// The URL is not an absolute `http` or `https` URL.
    InvalidUrl,
    /// A header is invalid, or the query or the body cannot be serialized.
    InvalidRequest(Arc<str>),
    /// The cache options of the request contradict each other or the configuration of the file.
    ConflictingOptions(Arc<str>),
    /// The request, or the response that is generated from it, has an invalid tag or too many tags.
    Tag(TagError),
    /// The HTTP client could not be created.
    Client(Arc<dyn StdError + Send + Sync>),
    /// The connection failed, for example because of an unknown host, a closed port or an untrusted certificate.
    Connect(Arc<dyn StdError + Send + Sync>),
    /// The response was not complete within this time.
    TimedOut(Duration),
    /// The limit of redirects was exceeded.
    TooManyRedirects,
    /// The response body is larger than this number of bytes.
    BodyTooLarge(usize),
    /// The connection was interrupted before the response was complete.
    Transport(Arc<dyn StdError + Send + Sync>),
    /// More callers wait for cached responses than `max_waiters` of the cache's options allows.
    Busy,
    /// The response has this status, which [`error_for_status`](super::FetchResponse::error_for_status) rejects.
    Status(StatusCode),
    /// The response body cannot be deserialized from JSON.
    Json(Arc<serde_json::Error>),
}

impl FetchError {
    pub(super) fn new(label: &RequestLabel, kind: FetchErrorKind) -> Self {
        Self {
            label: label.clone(),
            kind,
        }
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> &FetchErrorKind {
        &self.kind
    }

    /// Returns the status of the response if [`error_for_status`](super::FetchResponse::error_for_status) created this error.
    pub fn status(&self) -> Option<StatusCode> {
        match self.kind {
            FetchErrorKind::Status(status) => Some(status),
            _ => None,
        }
    }

    /// Returns `true` if the response was not complete in time.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, FetchErrorKind::TimedOut(_))
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.label)?;
        match &self.kind {
            FetchErrorKind::InvalidUrl => f.write_str(
                "was not sent: expected an absolute URL that starts with `http://` or `https://`",
            ),
            FetchErrorKind::InvalidRequest(error) | FetchErrorKind::ConflictingOptions(error) => {
                write!(f, "was not sent: {error}")
            }
            FetchErrorKind::Tag(error) => write!(f, "cannot be cached: {error}"),
            FetchErrorKind::Client(_) => {
                f.write_str("was not sent: the HTTP client could not be created")
            }
            FetchErrorKind::Connect(_) => f.write_str("could not connect"),
            FetchErrorKind::TimedOut(timeout) => write!(
                f,
                "timed out after {} s; `timeout` sets the limit of a request, and \
                 `CacheOptions::regen_timeout` the limit of all cached requests",
                timeout.as_secs_f64()
            ),
            FetchErrorKind::TooManyRedirects => f.write_str("was redirected too often"),
            FetchErrorKind::BodyTooLarge(limit) => write!(
                f,
                "returned a body of more than {limit} bytes; `body_limit` sets the limit"
            ),
            FetchErrorKind::Transport(_) => {
                f.write_str("was interrupted before the response was complete")
            }
            FetchErrorKind::Busy => f.write_str(
                "was not sent: too many callers wait for cached responses; `CacheOptions::max_waiters` sets the limit",
            ),
            FetchErrorKind::Status(status) => write!(f, "returned {status}"),
            FetchErrorKind::Json(error) => {
                write!(f, "returned a body that is not the expected JSON: {error}")
            }
        }
    }
}

impl StdError for FetchError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.kind {
            FetchErrorKind::Client(error)
            | FetchErrorKind::Connect(error)
            | FetchErrorKind::Transport(error) => Some(&**error),
            FetchErrorKind::Tag(error) => Some(error),
            _ => None,
        }
    }
}
