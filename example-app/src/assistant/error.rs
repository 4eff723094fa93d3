//! The errors of the assistant, as visitors see them.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use router_runtime::prelude::Error;
use std::{fmt, io};

/// The reason why a response is missing or incomplete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssistantError {
    /// The server cannot be reached.
    Unreachable,
    /// The server returned an error status.
    Refused {
        /// The status.
        status: StatusCode,
        /// The reason, truncated.
        reason: String,
    },
    /// The server did not send anything in time.
    TimedOut,
    /// The response ended early.
    Incomplete,
    /// The server reported an error within the response.
    Failed(String),
    /// The response is not that of a chat.
    Invalid,
}

impl AssistantError {
    /// Returns the status of the response to the visitor.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TimedOut => StatusCode::GATEWAY_TIMEOUT,
            _ => StatusCode::BAD_GATEWAY,
        }
    }
}

impl fmt::Display for AssistantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("The assistant's server cannot be reached."),
            Self::Refused { status, reason } if reason.is_empty() => {
                write!(f, "The assistant's server returned {status}.")
            }
            Self::Refused { status, reason } => {
                write!(f, "The assistant's server returned {status}: {reason}")
            }
            Self::TimedOut => f.write_str("The assistant's server timed out."),
            Self::Incomplete => f.write_str("The response ended early."),
            Self::Failed(reason) => write!(f, "The assistant's server stopped: {reason}"),
            Self::Invalid => f.write_str("The assistant's server returned an invalid response."),
        }
    }
}

impl From<reqwest::Error> for AssistantError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::TimedOut
        } else {
            Self::Unreachable
        }
    }
}

impl IntoResponse for AssistantError {
    fn into_response(self) -> Response {
        let body = serde_json::json!({ "error": self.to_string() });
        (self.status(), Json(body)).into_response()
    }
}

impl From<AssistantError> for Error {
    fn from(error: AssistantError) -> Self {
        Self::from_response(error)
    }
}

/// Returns the error of a variable of the environment.
pub(super) fn invalid(name: &str, reason: impl fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("{name} {reason}"))
}
