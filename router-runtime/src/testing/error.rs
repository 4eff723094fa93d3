//! The error of the test client.

use std::fmt;

/// A request that could not be sent, or a response that is not the expected one.
///
/// Its text contains the request, the status and the body, and its `Debug` output is the same text, so that a test that returns it
/// prints everything that is needed to understand the failure.
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
