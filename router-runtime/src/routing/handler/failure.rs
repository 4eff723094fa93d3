//! Handlers that failed: a returned error, a panic, a missed deadline.

use super::request_head::RequestHead;
use crate::{
    errors::{ErrorCause, error_response},
    observe::{self, Indented, RequestId, printable_method, printable_path},
    respond::write_chain,
    table::RouteInfo,
};
use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use std::{error::Error, fmt, panic::Location, sync::Arc, time::Duration};

/// The failure of a handler, for the log.
pub(super) struct Failure<'f> {
    /// The file of the handler, if it has one.
    pub(super) file: Option<&'static str>,
    /// `None` if no route matches.
    pub(super) route: Option<&'static RouteInfo>,
    pub(super) head: &'f RequestHead,
    /// The line of the `?` at which the error became the prelude's.
    pub(super) place: Option<&'static Location<'static>>,
    pub(super) kind: &'f FailureKind,
}

/// The kind of a failure.
#[derive(Debug)]
pub(super) enum FailureKind {
    /// The handler returned an error that becomes a 5xx.
    Error(Arc<dyn Error + Send + Sync>),
    /// It panicked with this message.
    Panic(String),
    /// It ran longer than its `max_duration`.
    Timeout(Duration),
}

impl FailureKind {
    /// Returns the response, not rendered yet.
    pub(super) fn response(self) -> Response<Body> {
        let (status, cause) = match self {
            Self::Error(error) => (StatusCode::INTERNAL_SERVER_ERROR, ErrorCause::Error(error)),
            Self::Panic(message) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                ErrorCause::Panic(message.into()),
            ),
            Self::Timeout(limit) => (StatusCode::GATEWAY_TIMEOUT, ErrorCause::Timeout(limit)),
        };
        error_response(status, cause)
    }
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error(error) => write_chain(&**error, f),
            Self::Panic(message) => write!(f, "panicked: {message}"),
            Self::Timeout(limit) => {
                write!(f, "no response within max_duration, {limit:?}")
            }
        }
    }
}

/// Logs a failure.
pub(super) fn log(failure: &Failure<'_>) {
    let Failure {
        file,
        route,
        head,
        place,
        kind,
    } = failure;
    // A helper may have failed, whose file is more useful than that of the route.
    let file = place.map_or(*file, |place| Some(place.file()));
    let (method, path) = (
        &*printable_method(&head.method),
        &*printable_path(head.path()),
    );
    let line = place.map(Location::line);
    let route = route.map(|route| route.pattern);
    let request_id = observe::request_id();
    let request_id = request_id.as_ref().map(RequestId::as_str);
    let kind = Indented(kind);
    tracing::error!(%method, route, path, file, line, request_id, "{kind}");
}
