//! What an upstream answered.

use super::error::{Asked, FetchError, FetchErrorKind};
use crate::cache::clean_of_connection;
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::CONTENT_LENGTH},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use std::{fmt, sync::Arc};

/// An answer, whole: what [`FetchRequest::send`](super::FetchRequest::send) gives.
///
/// Any status is an answer, as in the web's `fetch`; [`error_for_status`](Self::error_for_status) makes errors of those that are.
/// A handler may return it, and hands on what the upstream answered.
#[derive(Clone)]
pub struct FetchResponse {
    asked: Asked,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl FetchResponse {
    pub(super) fn new(asked: Asked, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            asked,
            status,
            headers,
            body,
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers. Those of an answer that is kept have no `Set-Cookie`, and nothing that belongs to one connection or one moment.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(super) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// The header of that name, if it is there once or more and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }

    /// The body as text; what is no UTF-8 becomes U+FFFD, as on the web.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body, read from JSON.
    ///
    /// # Errors
    ///
    /// Where it is not the JSON of such a value.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, FetchError> {
        serde_json::from_slice(&self.body)
            .map_err(|error| self.asked.wrong(FetchErrorKind::Json(Arc::new(error))))
    }

    /// The same answer, if its status is in 200..300.
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
    /// The status, if it is another.
    pub fn error_for_status(self) -> Result<Self, FetchError> {
        if self.status.is_success() {
            Ok(self)
        } else {
            Err(self.asked.wrong(FetchErrorKind::Status(self.status)))
        }
    }

    /// As the cache keeps it: the headers as a line of JSON, then the body. Only a 200 is kept.
    pub(super) fn to_kept(&self) -> Option<Vec<u8>> {
        let headers: Vec<(&str, String)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), latin(value)))
            .collect();
        let mut kept = serde_json::to_vec(&headers).ok()?;
        kept.push(b'\n');
        kept.extend_from_slice(&self.body);
        Some(kept)
    }

    /// What was kept, read back.
    pub(super) fn of_kept(asked: Asked, kept: &Bytes) -> Option<Self> {
        let end = kept.iter().position(|byte| *byte == b'\n')?;
        let lines: Vec<(String, String)> = serde_json::from_slice(&kept[..end]).ok()?;
        let mut headers = HeaderMap::with_capacity(lines.len());
        for (name, value) in lines {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            let value: Option<Vec<u8>> = value.chars().map(|it| u8::try_from(it).ok()).collect();
            headers.append(name, HeaderValue::from_bytes(&value?).ok()?);
        }
        Some(Self::new(
            asked,
            StatusCode::OK,
            headers,
            kept.slice(end + 1..),
        ))
    }
}

/// The answer is handed on: status, headers and body, without what belongs to the connection to the upstream.
impl IntoResponse for FetchResponse {
    fn into_response(mut self) -> Response {
        clean_of_connection(&mut self.headers);
        // It is told anew; that of a `HEAD` is not the length of what is here.
        self.headers.remove(CONTENT_LENGTH);
        let mut response = self.body.into_response();
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// Each byte as the letter of that number: JSON has no bytes.
fn latin(value: &HeaderValue) -> String {
    value
        .as_bytes()
        .iter()
        .map(|byte| char::from(*byte))
        .collect()
}

impl fmt::Debug for FetchResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchResponse")
            .field("asked", &self.asked.0)
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_as_it_was() {
        let asked = Asked("GET http://a/".into());
        let mut headers = HeaderMap::new();
        headers.append("x-a", HeaderValue::from_static("1\"\\"));
        headers.append("x-a", HeaderValue::from_bytes(b"caf\xe9\xff").unwrap());
        for body in ["", "\n", "{\"a\":\n1}"] {
            let body = Bytes::from_static(body.as_bytes());
            let answer = FetchResponse::new(asked.clone(), StatusCode::OK, headers.clone(), body);
            let kept = Bytes::from(answer.to_kept().unwrap());
            let read = FetchResponse::of_kept(asked.clone(), &kept).unwrap();
            assert_eq!(read.headers, answer.headers);
            assert_eq!((read.status, read.body), (answer.status, answer.body));
        }
        for kept in [
            "",
            "[]",
            "[[\"a b\",\"\"]]\n",
            "{}\n",
            "[[\"a\",\"\u{100}\"]]\n",
        ] {
            let kept = Bytes::from_static(kept.as_bytes());
            assert!(
                FetchResponse::of_kept(asked.clone(), &kept).is_none(),
                "{kept:?}"
            );
        }
    }
}
