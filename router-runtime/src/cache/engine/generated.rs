//! Results of generations.

use crate::{
    cache::{storable::Unstorable, store::slot::Slot},
    errors::{ErrorCause, error_response, text_body},
};
use axum::{
    body::{Body, Bytes},
    http::{Response, StatusCode, header::SET_COOKIE, response::Parts},
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// The result of a generation, for all requests that wait for it.
#[derive(Clone)]
pub(super) enum Generated {
    /// An entry; `stored` is false if an invalidation or a newer entry prevented storing it.
    Entry { slot: Arc<Slot>, stored: bool },
    /// An entry of the second tier, which may be stale.
    #[cfg(feature = "second-tier")]
    Loaded(Arc<Slot>),
    /// The handler failed.
    Failed(Arc<FailedResponse>),
    /// A response that must not be stored.
    Unstorable(SingleResponse, Unstorable),
}

impl Generated {
    pub(super) fn unstorable(response: Response<Body>, reason: Unstorable) -> Self {
        let single = SingleResponse(Arc::new(Mutex::new(Some(response))));
        Self::Unstorable(single, reason)
    }

    /// The `outcome` in the span of a flight.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Entry { stored: true, .. } => "stored",
            Self::Entry { stored: false, .. } => "rejected",
            #[cfg(feature = "second-tier")]
            Self::Loaded(_) => "loaded",
            Self::Failed(failed) => match failed.kind {
                FailedResponseKind::Status => "failed",
                FailedResponseKind::Panic => "panicked",
                FailedResponseKind::Timeout => "timed_out",
            },
            Self::Unstorable(_, reason) if reason.is_failure() => "failed",
            Self::Unstorable(..) => "uncacheable",
        }
    }
}

/// A response for one of the waiting requests.
#[derive(Clone)]
pub(super) struct SingleResponse(Arc<Mutex<Option<Response<Body>>>>);

impl SingleResponse {
    /// Takes the response, if no other request has taken it.
    pub(super) fn take(&self) -> Option<Response<Body>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The failure of a handler, for all requests that wait.
pub(super) struct FailedResponse {
    parts: Parts,
    body: Bytes,
    kind: FailedResponseKind,
}

/// The kind of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FailedResponseKind {
    Status,
    Panic,
    Timeout,
}

impl FailedResponse {
    /// A response of the handler whose status is a failure.
    pub(super) fn of_status(parts: Parts, body: Bytes) -> Self {
        let kind = FailedResponseKind::Status;
        Self { parts, body, kind }
    }

    /// The end of a run that panicked outside of its handler.
    pub(super) fn of_panic() -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::of_cause(status, ErrorCause::Internal, FailedResponseKind::Panic)
    }

    pub(super) fn of_timeout(limit: Duration) -> Self {
        let (status, cause) = (StatusCode::GATEWAY_TIMEOUT, ErrorCause::Timeout(limit));
        Self::of_cause(status, cause, FailedResponseKind::Timeout)
    }

    fn of_cause(status: StatusCode, cause: ErrorCause, kind: FailedResponseKind) -> Self {
        let body = text_body(status, &cause);
        Self {
            parts: error_response(status, cause).into_parts().0,
            body,
            kind,
        }
    }

    /// Returns the response, without cookies, which are for one client.
    pub(super) fn response(&self) -> Response<Body> {
        let mut parts = self.parts.clone();
        parts.headers.remove(SET_COOKIE);
        Response::from_parts(parts, Body::from(self.body.clone()))
    }

    /// The `kind` in metrics.
    pub(super) fn kind(&self) -> &'static str {
        match self.kind {
            FailedResponseKind::Status => "status",
            FailedResponseKind::Panic => "panic",
            FailedResponseKind::Timeout => "timeout",
        }
    }
}
