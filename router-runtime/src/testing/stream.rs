//! Responses that are read while they arrive.

use super::{error::ClientError, response::TestResponse, session::BODY_LIMIT};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Method, StatusCode, response::Parts},
};
use http_body_util::BodyExt;

/// A response whose body is read piece by piece. Dropping it aborts the response, as a client that disconnects does.
#[derive(Debug)]
pub struct TestStream {
    /// The response without its body, for errors.
    head: TestResponse,
    body: Body,
    /// Bytes that were read and not returned.
    rest: Vec<u8>,
}

impl TestStream {
    pub(super) fn new(method: Method, path: String, parts: Parts, body: Body) -> Self {
        Self {
            head: TestResponse::new(method, path, parts, Bytes::new()),
            body,
            rest: Vec::new(),
        }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.head.status()
    }

    /// Returns all headers.
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// Returns the first header with this name, or `None` if it is missing or not visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.header(name)
    }

    /// Waits for the next piece of the body, as the application sends it; `None` at the end of the body.
    ///
    /// # Errors
    ///
    /// Fails if the body ends early.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, ClientError> {
        if !self.rest.is_empty() {
            return Ok(Some(std::mem::take(&mut self.rest).into()));
        }
        self.read().await
    }

    /// Waits for the next server-sent event, and returns its lines, separated by `\n`, without the empty line after them; `None` at the
    /// end of the body. An incomplete event at the end is discarded, as in browsers.
    ///
    /// # Errors
    ///
    /// Fails if the body ends early, if an event is not valid UTF-8, or if it is larger than 64 MiB.
    pub async fn event(&mut self) -> Result<Option<String>, ClientError> {
        loop {
            if let Some((length, empty_line)) = first_event(&self.rest) {
                let mut event: Vec<u8> = self.rest.drain(..length + empty_line).collect();
                event.truncate(length);
                let text = String::from_utf8(event);
                let text =
                    text.map_err(|error| self.head.error(&format!("expected UTF-8: {error}")))?;
                return Ok(Some(text.replace("\r\n", "\n")));
            }
            if self.rest.len() > BODY_LIMIT {
                return Err(self.head.error("expected a shorter event"));
            }
            match self.read().await? {
                Some(piece) => self.rest.extend_from_slice(&piece),
                None => return Ok(None),
            }
        }
    }

    async fn read(&mut self) -> Result<Option<Bytes>, ClientError> {
        loop {
            match self.body.frame().await {
                None => return Ok(None),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Ok(Some(data));
                    }
                }
                Some(Err(error)) => {
                    let text = format!("the response body ended early: {error}");
                    return Err(self.head.error(&text));
                }
            }
        }
    }
}

/// Returns the length of the first event that is complete, and that of the end of its line and of the empty one.
fn first_event(bytes: &[u8]) -> Option<(usize, usize)> {
    let ends = [&b"\n\n"[..], b"\r\n\r\n"].into_iter();
    let found = ends.filter_map(|end| {
        let length = bytes.windows(end.len()).position(|it| it == end)?;
        Some((length, end.len()))
    });
    found.min()
}
