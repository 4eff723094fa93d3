//! The rejection of `CacheEntry` in handlers that are not cached.

use crate::respond::Error;
use axum::response::{IntoResponse, Response};
use std::fmt;

/// The rejection of [`CacheEntry`](crate::cache::CacheEntry) in a handler that does not run for the cache: 500, logged.
#[derive(Clone, Copy, Debug)]
pub struct UncachedRejection(pub(crate) ());

impl fmt::Display for UncachedRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "`CacheEntry` works in cached handlers only: in the `GET` of a file that exports `revalidate` or `dynamic`, and the \
             layouts around a cached page",
        )
    }
}

impl std::error::Error for UncachedRejection {}

impl IntoResponse for UncachedRejection {
    fn into_response(self) -> Response {
        Error::from(self).into_response()
    }
}
