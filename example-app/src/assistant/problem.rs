//! What can go wrong between the shop and the model, in words for visitors.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::fmt;

/// Why there is no answer, or no more of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No connection.
    Unreachable,
    /// The server said no.
    Refused {
        /// Its status.
        status: StatusCode,
        /// Its reason, shortened.
        reason: String,
    },
    /// Nothing came for too long.
    Silent,
    /// The answer ended in the middle.
    BrokeOff,
    /// The server said in the middle of its answer that it cannot go on.
    Failed(String),
    /// Not an answer to a chat.
    Unreadable,
}

impl Problem {
    /// The status of a response that has not begun.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Silent => StatusCode::GATEWAY_TIMEOUT,
            _ => StatusCode::BAD_GATEWAY,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("The assistant's server cannot be reached."),
            Self::Refused { status, reason } if reason.is_empty() => {
                write!(f, "The assistant's server answered {status}.")
            }
            Self::Refused { status, reason } => {
                write!(f, "The assistant's server answered {status}: {reason}")
            }
            Self::Silent => f.write_str("The assistant's server fell silent."),
            Self::BrokeOff => f.write_str("The answer broke off."),
            Self::Failed(reason) => write!(f, "The assistant's server stopped: {reason}"),
            Self::Unreadable => {
                f.write_str("The assistant's server sent something that is not an answer.")
            }
        }
    }
}

impl From<reqwest::Error> for Problem {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::Silent
        } else {
            Self::Unreachable
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::json!({ "problem": self.to_string() });
        (self.status(), Json(body)).into_response()
    }
}
