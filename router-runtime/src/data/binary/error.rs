//! The error of both directions.

use serde::{de, ser};
use std::fmt;

/// The error of a value that cannot be written, or not be read as its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BinaryError(String);

impl BinaryError {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Values are written by this program, so that their bytes are complete.
    pub(super) fn malformed() -> Self {
        Self::new("malformed bytes")
    }

    pub(super) fn too_deep() -> Self {
        let limit = super::MAX_DEPTH;
        Self::new(format!(
            "more than {limit} lists, maps, enums and options within each other"
        ))
    }
}

impl fmt::Display for BinaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BinaryError {}

impl ser::Error for BinaryError {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::new(text.to_string())
    }
}

impl de::Error for BinaryError {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::new(text.to_string())
    }
}
