//! Copies of the response of an error, for everybody who waited for it.

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_LENGTH, SET_COOKIE},
    },
    response::Response,
};
use std::{error::Error as StdError, fmt, sync::Arc};

/// The maximum size in bytes of a body that is copied. Errors have short ones; a longer body is dropped.
const MAX_BODY: usize = 64 << 10;

/// The response of an error that several requests receive. It is an error too: what is converted from one with it among its sources
/// responds with a copy.
#[derive(Clone, Debug)]
pub(crate) struct SharedResponse(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    text: String,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl SharedResponse {
    /// Reads the response of an error, without its cookies, which are for one client. `None` if it is an empty 500, as of every other
    /// error.
    pub(crate) async fn of(text: String, response: Response) -> Option<Self> {
        let (parts, body) = response.into_parts();
        let (status, mut headers) = (parts.status, parts.headers);
        headers.remove(SET_COOKIE);
        // That of the copy is set where it is sent.
        headers.remove(CONTENT_LENGTH);
        let body = to_bytes(body, MAX_BODY).await.unwrap_or_default();
        let is_default = status == StatusCode::INTERNAL_SERVER_ERROR && body.is_empty();
        (!is_default || !headers.is_empty()).then(|| {
            Self(Arc::new(Inner {
                text,
                status,
                headers,
                body,
            }))
        })
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns a copy of the response.
    pub(super) fn copy(&self) -> Response {
        let mut response = Response::new(Body::from(self.0.body.clone()));
        *response.status_mut() = self.0.status;
        *response.headers_mut() = self.0.headers.clone();
        response
    }
}

impl fmt::Display for SharedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl StdError for SharedResponse {}
