//! Requests that are sent for the cache.

use super::{
    error::{FetchError, FetchErrorKind},
    label::RequestLabel,
    response::FetchResponse,
    send::PreparedRequest,
};
use crate::cache::{Generate, remove_unstorable_headers};
use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use std::{error::Error as StdError, sync::Arc};

/// The outcome of a request that is not stored, as an extension of the response that the cache passes on.
#[derive(Clone)]
pub(super) struct UncachedOutcome(pub(super) Result<FetchResponse, FetchErrorKind>);

/// Returns the function with which the cache sends a request. As in Next.js, only a 200 is stored.
pub(super) fn cached_send(request: PreparedRequest) -> Generate {
    Arc::new(move |_| {
        let request = request.clone();
        Box::pin(async move {
            let label = request.label.clone();
            let outcome = request.send().await.map(|mut response| {
                remove_unstorable_headers(response.headers_mut());
                response
            });
            if let Ok(response) = &outcome
                && response.status() == StatusCode::OK
                && let Some(stored) = response.to_stored()
            {
                return Response::new(Body::from(stored));
            }
            log(&label, &outcome);
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response.extensions_mut().insert(UncachedOutcome(outcome));
            response
        })
    })
}

/// Logs an outcome that is not stored, because callers do not see it while a stale response is served.
fn log(label: &RequestLabel, outcome: &Result<FetchResponse, FetchErrorKind>) {
    match outcome {
        Ok(response) if response.status().is_server_error() => {
            tracing::warn!("`{label}` returned {}", response.status());
        }
        Ok(response) => {
            tracing::debug!(
                "`{label}` returned {}, which is not cached",
                response.status()
            );
        }
        Err(kind) => {
            let error = FetchError::new(label, kind.clone());
            let cause = error.source();
            tracing::warn!(cause, "{error}");
        }
    }
}
