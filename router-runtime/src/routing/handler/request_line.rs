//! The method and the path of a request, for the log of a failure.

use axum::{
    extract::Request,
    http::{Method, uri::PathAndQuery},
};

/// The method and the path of a request whose handler runs.
///
/// A handler may take its request, so both are copied for every request. The copy of the path shares the bytes of the request's target.
pub(crate) struct RequestLine {
    pub(super) method: Method,
    target: Option<PathAndQuery>,
}

impl RequestLine {
    #[inline]
    pub(crate) fn of(request: &Request) -> Self {
        Self {
            method: request.method().clone(),
            target: request.uri().path_and_query().cloned(),
        }
    }

    pub(super) fn path(&self) -> &str {
        self.target.as_ref().map_or("", PathAndQuery::path)
    }
}
