//! Complete responses.

use super::error::ClientError;
use axum::{
    body::Bytes,
    http::{HeaderMap, Method, StatusCode, response::Parts},
};
use serde::de::DeserializeOwned;

/// The number of characters of a body that an error shows.
const SHOWN: usize = 2_000;

/// A response with its complete body.
#[derive(Clone, Debug)]
pub struct TestResponse {
    method: Method,
    path: String,
    parts: Parts,
    body: Bytes,
}

impl TestResponse {
    pub(super) fn new(method: Method, path: String, parts: Parts, body: Bytes) -> Self {
        Self {
            method,
            path,
            parts,
            body,
        }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    /// Returns all headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// Returns the first header with this name, or `None` if it is missing or not visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    /// Returns the path and query of the last request: the target of the last redirect that was followed.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the body.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// Returns the response itself if it has this status.
    ///
    /// # Errors
    ///
    /// Fails if the status differs. The error contains the request, the status and the body.
    pub fn expect(self, status: StatusCode) -> Result<Self, ClientError> {
        if self.parts.status == status {
            return Ok(self);
        }
        Err(self.error(&format!("expected status {status}")))
    }

    /// Returns the body as text.
    ///
    /// # Errors
    ///
    /// Fails if the body is not valid UTF-8.
    pub fn text(&self) -> Result<&str, ClientError> {
        std::str::from_utf8(&self.body)
            .map_err(|error| self.error(&format!("expected UTF-8: {error}")))
    }

    /// Deserializes the body from JSON. The content type is not checked.
    ///
    /// # Errors
    ///
    /// Fails if the body is not JSON for `T`. The error contains the request, the status and the body.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ClientError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let expected = std::any::type_name::<T>();
            self.error(&format!("expected JSON for `{expected}`: {error}"))
        })
    }

    pub(super) fn error(&self, message: &str) -> ClientError {
        let Self { method, path, .. } = self;
        let status = self.parts.status;
        let body = String::from_utf8_lossy(&self.body);
        let shown: String = body.chars().take(SHOWN).collect();
        let rest = if shown.len() < body.len() { "…" } else { "" };
        ClientError::new(format!(
            "{message}\n{method} {path} returned {status} with a body of {} bytes:\n{shown}{rest}",
            self.body.len()
        ))
    }
}
