//! An answer, whole.

use super::ClientError;
use axum::{
    body::Bytes,
    http::{HeaderMap, Method, StatusCode, response::Parts},
};
use serde::de::DeserializeOwned;

/// The most of a body that an error shows.
const SHOWN: usize = 2_000;

/// An answer with its body.
#[derive(Clone, Debug)]
pub struct Answer {
    method: Method,
    path: String,
    parts: Parts,
    body: Bytes,
}

impl Answer {
    pub(super) fn new(method: Method, path: String, parts: Parts, body: Bytes) -> Self {
        Self {
            method,
            path,
            parts,
            body,
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The first header of that name, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    /// The path and query that gave this answer: where redirects led.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The body.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// This answer, if it has that status.
    ///
    /// # Errors
    ///
    /// When it has another: the error tells the request, the status and the body.
    pub fn expect(self, status: StatusCode) -> Result<Self, ClientError> {
        if self.parts.status == status {
            return Ok(self);
        }
        Err(self.wrong(&format!("expected {status}")))
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// When it is not UTF-8.
    pub fn text(&self) -> Result<&str, ClientError> {
        std::str::from_utf8(&self.body).map_err(|error| self.wrong(&format!("no text: {error}")))
    }

    /// The body as JSON, whatever the content type.
    ///
    /// # Errors
    ///
    /// When it is not JSON of that type: the error tells the request, the status and the body.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ClientError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let wanted = std::any::type_name::<T>();
            self.wrong(&format!("no JSON of `{wanted}`: {error}"))
        })
    }

    pub(super) fn wrong(&self, what: &str) -> ClientError {
        let Self { method, path, .. } = self;
        let status = self.parts.status;
        let body = String::from_utf8_lossy(&self.body);
        let shown: String = body.chars().take(SHOWN).collect();
        let rest = if shown.len() < body.len() { "…" } else { "" };
        ClientError::new(format!(
            "{what}\n{method} {path} was answered {status} with {} bytes:\n{shown}{rest}",
            self.body.len()
        ))
    }
}
