//! Responses of upstreams.

use super::{
    error::{FetchError, FetchErrorKind},
    label::RequestLabel,
};
use crate::cache::remove_connection_headers;
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::CONTENT_LENGTH},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use std::{fmt, sync::Arc};

/// A response with its complete body, as [`FetchRequest::send`](super::FetchRequest::send) returns it.
///
/// A response with an error status is not an error, as in the `fetch` of browsers; [`error_for_status`](Self::error_for_status) turns
/// it into one. A handler that returns a `FetchResponse` forwards status, headers and body of the upstream, without the headers that
/// belong to the connection (RFC 9110, section 7.6.1).
#[derive(Clone)]
pub struct FetchResponse {
    label: RequestLabel,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl FetchResponse {
    pub(super) fn new(
        label: RequestLabel,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        Self {
            label,
            status,
            headers,
            body,
        }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns all headers.
    ///
    /// Stored responses have no `Set-Cookie` and no headers that belong to one connection or one point in time.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(super) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// Returns the first header with this name, or `None` if it is missing or not visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the body.
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }

    /// Returns the body as text. Invalid UTF-8 is replaced by U+FFFD, as in browsers.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Deserializes the body from JSON. The content type is not checked.
    ///
    /// # Errors
    ///
    /// Fails if the body is not JSON for `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, FetchError> {
        serde_json::from_slice(&self.body)
            .map_err(|error| FetchError::new(&self.label, FetchErrorKind::Json(Arc::new(error))))
    }

    /// Returns the response itself if its status is in 200–299.
    ///
    /// ```no_run
    /// # async fn example(fetch: router_runtime::Fetch) -> Result<(), router_runtime::fetch::FetchError> {
    /// let stock = fetch.get("https://stock.example/pens").send().await?;
    /// let pens: u32 = stock.error_for_status()?.json()?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with [`FetchErrorKind::Status`] for any other status.
    pub fn error_for_status(self) -> Result<Self, FetchError> {
        if self.status.is_success() {
            Ok(self)
        } else {
            Err(FetchError::new(
                &self.label,
                FetchErrorKind::Status(self.status),
            ))
        }
    }

    /// Returns the form in which the cache stores the response: the headers as a line of JSON, then the body. The status is always 200.
    pub(super) fn to_stored(&self) -> Option<Vec<u8>> {
        let headers: Vec<(&str, String)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), latin1(value)))
            .collect();
        let mut stored = serde_json::to_vec(&headers).ok()?;
        stored.push(b'\n');
        stored.extend_from_slice(&self.body);
        Some(stored)
    }

    /// Returns `true` for the stored form of a response.
    pub(super) fn is_stored(stored: &[u8]) -> bool {
        headers_of_stored(stored).is_some()
    }

    /// Reads a response from its stored form.
    pub(super) fn from_stored(label: RequestLabel, stored: &Bytes) -> Option<Self> {
        let (headers, end) = headers_of_stored(stored)?;
        let body = stored.slice(end + 1..);
        Some(Self::new(label, StatusCode::OK, headers, body))
    }
}

/// Returns the headers of a response in its stored form, and the position of their end.
fn headers_of_stored(stored: &[u8]) -> Option<(HeaderMap, usize)> {
    let end = stored.iter().position(|byte| *byte == b'\n')?;
    let lines: Vec<(String, String)> = serde_json::from_slice(&stored[..end]).ok()?;
    let mut headers = HeaderMap::with_capacity(lines.len());
    for (name, value) in lines {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let value: Option<Vec<u8>> = value.chars().map(|it| u8::try_from(it).ok()).collect();
        headers.append(name, HeaderValue::from_bytes(&value?).ok()?);
    }
    Some((headers, end))
}

impl IntoResponse for FetchResponse {
    fn into_response(mut self) -> Response {
        remove_connection_headers(&mut self.headers);
        // axum sets it again. That of a `HEAD` response is not the length of its body.
        self.headers.remove(CONTENT_LENGTH);
        let mut response = self.body.into_response();
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// Decodes a header value as Latin-1, because JSON strings cannot contain arbitrary bytes.
fn latin1(value: &HeaderValue) -> String {
    value
        .as_bytes()
        .iter()
        .map(|byte| char::from(*byte))
        .collect()
}

impl fmt::Debug for FetchResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchResponse")
            .field("request", &self.label)
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_responses_are_read_back() {
        let url = reqwest::Url::parse("http://a/").unwrap();
        let label = RequestLabel::new(&axum::http::Method::GET, &url);
        let mut headers = HeaderMap::new();
        headers.append("x-a", HeaderValue::from_static("1\"\\"));
        headers.append("x-a", HeaderValue::from_bytes(b"caf\xe9\xff").unwrap());
        for body in ["", "\n", "{\"a\":\n1}"] {
            let body = Bytes::from_static(body.as_bytes());
            let response = FetchResponse::new(label.clone(), StatusCode::OK, headers.clone(), body);
            let stored = Bytes::from(response.to_stored().unwrap());
            let read = FetchResponse::from_stored(label.clone(), &stored).unwrap();
            assert_eq!(read.headers, response.headers);
            assert_eq!((read.status, read.body), (response.status, response.body));
        }
        for stored in [
            "",
            "[]",
            "[[\"a b\",\"\"]]\n",
            "{}\n",
            "[[\"a\",\"\u{100}\"]]\n",
        ] {
            let stored = Bytes::from_static(stored.as_bytes());
            assert!(
                FetchResponse::from_stored(label.clone(), &stored).is_none(),
                "{stored:?}"
            );
        }
    }
}
