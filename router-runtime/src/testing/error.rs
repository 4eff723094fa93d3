//! What goes wrong in a test, so that its output is enough to know why.

use std::fmt;

/// What was asked, what was answered, and what is wrong with that.
///
/// A test that returns it prints all of that: its `Debug` is its text.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientError(String);

impl ClientError {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ClientError {}
