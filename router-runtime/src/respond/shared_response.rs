//! Copies of the response of an error, for everybody who waited for it.

use super::internal_error::InternalError;
use crate::errors::{ErrorCause, Unrendered};
use axum::{
    body::{Body, Bytes, to_bytes},
    http::{
        Extensions, HeaderMap, StatusCode,
        header::{CONTENT_LENGTH, ETAG, HeaderName, LAST_MODIFIED, SET_COOKIE, TRANSFER_ENCODING},
    },
    response::Response,
};
use std::{error::Error as StdError, fmt, future::Future, sync::Arc};

/// The maximum size in bytes of a body that is copied. Errors have short ones.
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
    /// Marks of the response, such as that of a redirect whose target gets the base path where it is sent.
    extensions: Extensions,
    body: Bytes,
}

impl SharedResponse {
    /// Reads the response of an error, without its cookies, which are for one client. `None` if it is the 500 of every other error.
    ///
    /// A body that is too long, that is broken, or that has not ended at the deadline is dropped, with the headers that describe it.
    pub(crate) async fn of(
        text: String,
        response: Response,
        deadline: impl Future<Output = ()>,
    ) -> Option<Self> {
        let is_default = response.extensions().get().is_some_and(|it| {
            let Unrendered(cause) = it;
            matches!(cause, ErrorCause::Error(_))
        });
        if is_default {
            return None;
        }
        let (parts, body) = response.into_parts();
        let (status, mut headers, mut extensions) = (parts.status, parts.headers, parts.extensions);
        headers.remove(SET_COOKIE);
        // That of the copy is set where it is sent.
        headers.remove(CONTENT_LENGTH);
        // The cause of that of the copy is the error that was made of it.
        extensions.remove::<InternalError>();
        let body = tokio::select! {
            body = to_bytes(body, MAX_BODY) => body.ok(),
            () = deadline => None,
        };
        let body = body.unwrap_or_else(|| {
            tracing::warn!(
                "the body of the error `{text}` is longer than {MAX_BODY} bytes or did not end, and is not sent"
            );
            remove_headers_of_body(&mut headers);
            Bytes::new()
        });
        Some(Self(Arc::new(Inner {
            text,
            status,
            headers,
            extensions,
            body,
        })))
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns a copy of the response.
    pub(super) fn copy(&self) -> Response {
        let mut response = Response::new(Body::from(self.0.body.clone()));
        *response.status_mut() = self.0.status;
        *response.headers_mut() = self.0.headers.clone();
        *response.extensions_mut() = self.0.extensions.clone();
        response
    }
}

/// Removes the headers that describe the body, such as `Content-Encoding`. Others, such as `Retry-After`, remain.
fn remove_headers_of_body(headers: &mut HeaderMap) {
    let is_of_body = |name: &HeaderName| {
        name.as_str().starts_with("content-")
            || [ETAG, LAST_MODIFIED, TRANSFER_ENCODING].contains(name)
    };
    let names: Vec<_> = headers
        .keys()
        .filter(|name| is_of_body(name))
        .cloned()
        .collect();
    for name in names {
        headers.remove(name);
    }
}

impl fmt::Display for SharedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl StdError for SharedResponse {}
