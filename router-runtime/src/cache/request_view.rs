//! The parts of a request that the cache reads.

use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, Uri, request::Parts},
};

/// A request, as far as the cache reads it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestView<'r> {
    pub(crate) method: &'r Method,
    pub(crate) uri: &'r Uri,
    pub(crate) headers: &'r HeaderMap,
}

impl<'r> From<&'r Request<Body>> for RequestView<'r> {
    fn from(request: &'r Request<Body>) -> Self {
        Self {
            method: request.method(),
            uri: request.uri(),
            headers: request.headers(),
        }
    }
}

impl<'r> From<&'r Parts> for RequestView<'r> {
    fn from(parts: &'r Parts) -> Self {
        Self {
            method: &parts.method,
            uri: &parts.uri,
            headers: &parts.headers,
        }
    }
}
