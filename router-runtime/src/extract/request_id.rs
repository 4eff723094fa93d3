//! The extractor `RequestId`.

use crate::{observe::RequestId, respond::Error};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use std::{convert::Infallible, fmt};

impl<S: Sync> FromRequestParts<S> for RequestId {
    type Rejection = RequestIdRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RequestIdRejection> {
        let id = parts.extensions.get().cloned();
        id.ok_or(RequestIdRejection(()))
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for RequestId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get().cloned())
    }
}

/// The rejection of [`RequestId`] in a request without an id: 500, logged.
#[derive(Clone, Copy, Debug)]
pub struct RequestIdRejection(());

impl fmt::Display for RequestIdRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the request has no id: call `request_ids` on the builder of the application; a handler that runs for the cache has none",
        )
    }
}

impl std::error::Error for RequestIdRejection {}

impl IntoResponse for RequestIdRejection {
    fn into_response(self) -> Response {
        Error::from(self).into_response()
    }
}
