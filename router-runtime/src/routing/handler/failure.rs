//! Responses to handlers that failed: a returned error, a panic, a missed deadline.

use super::{empty, request_line::RequestLine};
use crate::{
    href::LinkStyle,
    observe::{self, Indented, RequestId, printable_method, printable_path},
    respond::{panic_message, write_chain},
    table::RouteInfo,
};
use axum::{
    body::Body,
    http::{Method, Response, StatusCode},
};
use std::{
    error::Error,
    fmt,
    panic::{AssertUnwindSafe, Location, catch_unwind},
    sync::Arc,
    time::Duration,
};

/// The failure of a handler. It is logged, then passed to `builder().on_error`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HandlerFailure {
    /// The route; `None` for the handler of unmatched paths.
    pub route: Option<&'static RouteInfo>,
    /// The method of the request.
    pub method: Method,
    /// The path of the request that the route matched, percent-encoded and without the base path.
    pub path: String,
    /// The id of the request; `None` without [`request_ids`](crate::AppBuilder::request_ids), and for a handler that runs for the cache.
    pub request_id: Option<RequestId>,
    /// The place where the error became the prelude's [`Error`](crate::respond::Error): the line of the `?`. `None` for other causes.
    pub place: Option<&'static Location<'static>>,
    /// The cause.
    pub cause: FailureCause,
}

/// The cause of a handler's failure.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FailureCause {
    /// The handler returned an error that becomes a 5xx. Other errors, such as a 4xx rejection, are not failures.
    Error(Arc<dyn Error + Send + Sync>),
    /// The handler panicked with this message. The response has status 500.
    Panic(String),
    /// The handler ran longer than its `max_duration`. The response has status 504.
    Timeout(Duration),
}

impl HandlerFailure {
    pub(super) fn new(
        route: Option<&'static RouteInfo>,
        line: &RequestLine,
        cause: FailureCause,
        place: Option<&'static Location<'static>>,
    ) -> Self {
        Self {
            route,
            method: line.method.clone(),
            path: line.path().to_owned(),
            request_id: observe::request_id(),
            place,
            cause,
        }
    }

    /// Returns the status of the response without `on_error`: 504 for a timeout, else 500.
    pub fn status(&self) -> StatusCode {
        match self.cause {
            FailureCause::Timeout(_) => StatusCode::GATEWAY_TIMEOUT,
            FailureCause::Error(_) | FailureCause::Panic(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl fmt::Display for HandlerFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            FailureCause::Error(error) => write_chain(&**error, f),
            FailureCause::Panic(message) => write!(f, "panicked: {message}"),
            FailureCause::Timeout(limit) => {
                write!(f, "no response within max_duration, {limit:?}")
            }
        }
    }
}

/// The options of an application that change the responses of its handlers.
pub(crate) struct ResponseOptions {
    pub(super) on_error: Option<OnError>,
    pub(super) links: Option<Arc<LinkStyle>>,
}

impl ResponseOptions {
    /// Returns `None` without options, as in most applications.
    pub(crate) fn new(
        on_error: Option<OnError>,
        links: Option<Arc<LinkStyle>>,
    ) -> Option<Arc<Self>> {
        let is_empty = on_error.is_none() && links.is_none();
        (!is_empty).then(|| Arc::new(Self { on_error, links }))
    }
}

/// The function that was passed to `builder().on_error`.
pub(crate) type OnError = Arc<dyn Fn(HandlerFailure) -> Response<Body> + Send + Sync>;

/// Logs the failure and returns the response of `on_error`, or an empty one.
pub(super) fn respond(failure: HandlerFailure, on_error: Option<&OnError>) -> Response<Body> {
    log(&failure);
    let default = empty(failure.status());
    let Some(on_error) = on_error else {
        return default;
    };
    // No caller would catch a panic here, and the connection would close without a response.
    catch_unwind(AssertUnwindSafe(|| on_error(failure))).unwrap_or_else(|panic| {
        tracing::error!("`on_error` panicked: {}", panic_message(&*panic));
        default
    })
}

pub(super) fn log(failure: &HandlerFailure) {
    let HandlerFailure {
        route,
        method,
        path,
        request_id,
        place,
        ..
    } = failure;
    let (method, path) = (&*printable_method(method), &*printable_path(path));
    let request_id = request_id.as_ref().map(RequestId::as_str);
    // A helper may have failed, whose file is more useful than that of the route.
    let file = place.map_or_else(
        || route.map_or("not-found.rs", |route| route.file),
        Location::file,
    );
    let line = place.map(Location::line);
    let route = route.map(|route| route.pattern);
    let failure = Indented(failure);
    tracing::error!(%method, route, path, file, line, request_id, "{failure}");
}
