//! What goes wrong with what is fetched.

use crate::cache::TagError;
use axum::http::StatusCode;
use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

/// Why there is no answer, or not the one that was hoped for.
///
/// In a handler, `?` makes it a 500 with an empty body, and its text is logged. The text names the method, the host and the
/// path; never the query, credentials or headers. All who waited for one request are given its error, so it can be cloned.
#[derive(Clone, Debug)]
pub struct FetchError {
    asked: Asked,
    problem: FetchErrorKind,
}

/// What went wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FetchErrorKind {
    /// It is no absolute URL of HTTP.
    Url,
    /// A header, the query or the body cannot be written.
    Request(Arc<str>),
    /// What the call says does not fit together, or not with what its file says.
    Contradiction(Arc<str>),
    /// A tag is too long, or there are too many: on what is kept, or on the answer that is made of it.
    Tag(TagError),
    /// No client could be made for the application.
    Client(Arc<dyn StdError + Send + Sync>),
    /// No connection came about: an unknown host, a port that nobody listens on, a certificate that is not trusted.
    Connect(Arc<dyn StdError + Send + Sync>),
    /// The answer was not there, whole, within this time.
    TimedOut(Duration),
    /// One redirect followed another, too often.
    Redirects,
    /// The body of the answer is longer than this many bytes.
    TooLarge(usize),
    /// The exchange ended before the answer did.
    Broken(Arc<dyn StdError + Send + Sync>),
    /// More is fetched to be kept than `max_alone` of the cache's options allows.
    Busy,
    /// The answer has this status, and one in 200..300 was asked for.
    Status(StatusCode),
    /// The answer is not the JSON that was asked for.
    Json(Arc<serde_json::Error>),
}

/// The request, as errors and logs name it: `GET https://bank.example/rates`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked(pub(super) Arc<str>);

impl Asked {
    pub(super) fn wrong(&self, problem: FetchErrorKind) -> FetchError {
        FetchError {
            asked: self.clone(),
            problem,
        }
    }
}

impl FetchError {
    /// What went wrong.
    pub fn problem(&self) -> &FetchErrorKind {
        &self.problem
    }

    /// The status of the answer, if [`error_for_status`](super::FetchResponse::error_for_status) made this of it.
    pub fn status(&self) -> Option<StatusCode> {
        match self.problem {
            FetchErrorKind::Status(status) => Some(status),
            _ => None,
        }
    }

    /// Whether the answer was not there in time.
    pub fn is_timeout(&self) -> bool {
        matches!(self.problem, FetchErrorKind::TimedOut(_))
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.asked.0)?;
        match &self.problem {
            FetchErrorKind::Url => f.write_str(
                "was not sent: it has no absolute URL; begin with `http://` or `https://` and a host",
            ),
            FetchErrorKind::Request(error) | FetchErrorKind::Contradiction(error) => {
                write!(f, "was not sent: {error}")
            }
            FetchErrorKind::Tag(error) => write!(f, "cannot be kept: {error}"),
            FetchErrorKind::Client(_) => f.write_str("was not sent: there is no HTTP client"),
            FetchErrorKind::Connect(_) => f.write_str("found no connection"),
            FetchErrorKind::TimedOut(patience) => write!(
                f,
                "was not answered within {} s; `timeout` sets how long it may take, and \
                 `CacheOptions::regen_timeout` how long at most where the answer is kept",
                patience.as_secs_f64()
            ),
            FetchErrorKind::Redirects => f.write_str("was redirected too often"),
            FetchErrorKind::TooLarge(limit) => write!(
                f,
                "was answered with more than {limit} bytes; `body_limit` sets how many there may be"
            ),
            FetchErrorKind::Broken(_) => f.write_str("was not answered: the exchange broke off"),
            FetchErrorKind::Busy => f.write_str(
                "was not sent: too much is fetched at this moment; `CacheOptions::max_alone` sets how much may be",
            ),
            FetchErrorKind::Status(status) => write!(f, "was answered with {status}"),
            FetchErrorKind::Json(error) => {
                write!(f, "was answered with what is not the JSON asked for: {error}")
            }
        }
    }
}

impl StdError for FetchError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.problem {
            FetchErrorKind::Client(error)
            | FetchErrorKind::Connect(error)
            | FetchErrorKind::Broken(error) => Some(&**error),
            FetchErrorKind::Tag(error) => Some(error),
            _ => None,
        }
    }
}
