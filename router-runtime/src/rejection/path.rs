//! Why the parameters of a path could not be read.

use std::error::Error;
use std::fmt;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Why [`Path`](crate::extract::Path) or `Params` could not be read from a request.
///
/// A value that does not fit the type is the client's mistake and answers 400. A type that can
/// never fit the route is the programmer's and answers 500. The texts are those of axum's `Path`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathRejection {
    /// The type takes another number of parameters than the route has.
    WrongNumberOfParameters {
        /// How many the route has.
        got: usize,
        /// How many the type takes.
        expected: usize,
    },
    /// A field of a struct or an entry of a map does not parse.
    ParseErrorAtKey {
        /// The parameter's name.
        key: &'static str,
        /// Its decoded value.
        value: String,
        /// The type it should have had.
        expected_type: &'static str,
    },
    /// An element of a tuple or a list does not parse.
    ParseErrorAtIndex {
        /// The element's place, counted from 0.
        index: usize,
        /// Its decoded value.
        value: String,
        /// The type it should have had.
        expected_type: &'static str,
    },
    /// The only parameter does not parse.
    ParseError {
        /// Its decoded value.
        value: String,
        /// The type it should have had.
        expected_type: &'static str,
    },
    /// The type itself refused a value.
    DeserializeError {
        /// The parameter's name.
        key: &'static str,
        /// Its decoded value.
        value: String,
        /// What the type said.
        message: String,
    },
    /// The value has a malformed escape, or its bytes are not UTF-8.
    InvalidEncoding {
        /// The parameter's name.
        key: &'static str,
    },
    /// A catch-all has another number of segments than the tuple or array that reads it.
    WrongNumberOfSegments {
        /// The parameter's name.
        key: &'static str,
        /// How many segments the path has there.
        got: usize,
        /// How many the type takes.
        expected: usize,
    },
    /// A catch-all is a sequence and was read as a single value.
    CatchAllAsValue {
        /// The parameter's name.
        key: &'static str,
        /// The type that was asked for.
        expected_type: &'static str,
    },
    /// No path can be read into this type.
    UnsupportedType {
        /// The type's name.
        name: &'static str,
    },
    /// The request was not matched by a route file, or by another one than it says.
    MissingRoute,
    /// Any other message of the type.
    Message(String),
}

impl PathRejection {
    /// The status of the response: 400 or 500.
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

    /// The text of the response.
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
