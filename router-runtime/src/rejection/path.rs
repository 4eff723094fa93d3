//! The rejection of path parameters.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::{error::Error, fmt};

/// The rejection of [`Path`](crate::extract::Path) and of generated `Params`.
///
/// A value that the type does not accept is a mistake of the client: 400. A type that cannot fit the route is a mistake of the
/// program: 500, logged. The messages are those of axum's `Path`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathRejection {
    /// The type expects another number of parameters than the route has.
    WrongNumberOfParameters {
        /// The number of parameters of the route.
        got: usize,
        /// The number that the type expects.
        expected: usize,
    },
    /// A field of a struct or an entry of a map cannot be parsed.
    ParseErrorAtKey {
        /// The parameter's name.
        key: &'static str,
        /// Its decoded value.
        value: String,
        /// The expected type.
        expected_type: &'static str,
    },
    /// An element of a tuple or a list cannot be parsed.
    ParseErrorAtIndex {
        /// The index of the element.
        index: usize,
        /// Its decoded value.
        value: String,
        /// The expected type.
        expected_type: &'static str,
    },
    /// The only parameter cannot be parsed.
    ParseError {
        /// Its decoded value.
        value: String,
        /// The expected type.
        expected_type: &'static str,
    },
    /// The implementation of `Deserialize` rejected a value.
    DeserializeError {
        /// The parameter's name.
        key: &'static str,
        /// Its decoded value.
        value: String,
        /// The message of the type.
        message: String,
    },
    /// The value has a malformed escape, or it is not UTF-8.
    InvalidEncoding {
        /// The parameter's name.
        key: &'static str,
    },
    /// A catch-all has another number of segments than the tuple or array expects.
    WrongNumberOfSegments {
        /// The parameter's name.
        key: &'static str,
        /// The number of segments of the catch-all.
        got: usize,
        /// The number that the type expects.
        expected: usize,
    },
    /// A catch-all, which is a sequence, was read as a single value.
    CatchAllAsValue {
        /// The parameter's name.
        key: &'static str,
        /// The expected type.
        expected_type: &'static str,
    },
    /// The type is not supported.
    UnsupportedType {
        /// The type's name.
        name: &'static str,
    },
    /// No route, or a route with other parameters, matched the request.
    MissingRoute,
    /// Another message of the type.
    Message(String),
}

impl PathRejection {
    /// Returns the status of the response: 400 or 500.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::ParseErrorAtKey { .. }
            | Self::ParseErrorAtIndex { .. }
            | Self::ParseError { .. }
            | Self::DeserializeError { .. }
            | Self::InvalidEncoding { .. }
            | Self::WrongNumberOfSegments { .. }
            | Self::Message(_) => StatusCode::BAD_REQUEST,
            Self::WrongNumberOfParameters { .. }
            | Self::CatchAllAsValue { .. }
            | Self::UnsupportedType { .. }
            | Self::MissingRoute => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns the body of the response.
    pub fn body_text(&self) -> String {
        if self.status() == StatusCode::BAD_REQUEST {
            format!("Invalid URL: {self}")
        } else {
            self.to_string()
        }
    }
}

impl fmt::Display for PathRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongNumberOfParameters { got, expected } => {
                write!(
                    f,
                    "Wrong number of path arguments for `Path`. Expected {expected} but got {got}"
                )?;
                if *expected == 1 {
                    f.write_str(
                        ". Note that multiple parameters must be extracted with a tuple \
                         `Path<(_, _)>` or a struct `Path<YourParams>`",
                    )?;
                }
                Ok(())
            }
            Self::ParseErrorAtKey {
                key,
                value,
                expected_type,
            } => {
                write!(
                    f,
                    "Cannot parse `{key}` with value `{value}` to a `{expected_type}`"
                )
            }
            Self::ParseErrorAtIndex {
                index,
                value,
                expected_type,
            } => {
                write!(
                    f,
                    "Cannot parse value at index {index} with value `{value}` to a \
                     `{expected_type}`"
                )
            }
            Self::ParseError {
                value,
                expected_type,
            } => write!(f, "Cannot parse `{value}` to a `{expected_type}`"),
            Self::DeserializeError {
                key,
                value,
                message,
            } => write!(f, "Cannot parse `{key}` with value `{value}`: {message}"),
            Self::InvalidEncoding { key } => write!(f, "Invalid UTF-8 in `{key}`"),
            Self::WrongNumberOfSegments { key, got, expected } => {
                write!(f, "Expected {expected} segments in `{key}` but got {got}")
            }
            Self::CatchAllAsValue { key, expected_type } => write!(
                f,
                "`{key}` is a catch-all: read it as a sequence such as `Vec<String>`, not as a \
                 `{expected_type}`"
            ),
            Self::UnsupportedType { name } => write!(f, "Unsupported type `{name}`"),
            Self::MissingRoute => f.write_str(
                "`Path` and `Params` read the parameters of the route file that matched, and this \
                 request was not matched by one",
            ),
            Self::Message(message) => f.write_str(message),
        }
    }
}

impl Error for PathRejection {}

impl serde::de::Error for PathRejection {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Message(message.to_string())
    }
}

impl IntoResponse for PathRejection {
    fn into_response(self) -> Response {
        if self.status().is_server_error() {
            tracing::error!("{self}");
        }
        (self.status(), self.body_text()).into_response()
    }
}
