//! Answers that no handler chose: a returned error, a panic, a missed deadline.

use super::app::empty;
use crate::table::RouteInfo;
use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use std::{
    any::Any,
    error::Error,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

/// What went wrong while a handler ran. It is logged, then given to `builder().on_error`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HandlerFailure {
    /// Where it happened; `None` in the handler of unmatched paths.
    pub route: Option<&'static RouteInfo>,
    /// What happened.
    pub cause: FailureCause,
}

/// What went wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FailureCause {
    /// The handler returned an error through `?`. Answered with the status of the error, most often 500.
    Error(Arc<dyn Error + Send + Sync>),
    /// The handler panicked with this message. Answered with 500.
    Panic(String),
    /// The handler ran longer than its `max_duration`. Answered with 504.
    Timeout(Duration),
}

impl HandlerFailure {
    /// What is answered without `on_error`: 504 for a missed deadline, else 500.
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
            FailureCause::Error(error) => {
                write!(f, "{error}")?;
                let mut source = error.source();
                while let Some(error) = source {
                    write!(f, ": {error}")?;
                    source = error.source();
                }
                Ok(())
            }
            FailureCause::Panic(message) => write!(f, "panicked: {message}"),
            FailureCause::Timeout(limit) => write!(f, "no answer within max_duration, {limit:?}"),
        }
    }
}

/// What `builder().on_error` was given.
pub(super) type OnError = Arc<dyn Fn(HandlerFailure) -> Response<Body> + Send + Sync>;

/// Logs the failure and answers it: as `on_error` wants, else with its bare status.
pub(super) fn answer(failure: HandlerFailure, on_error: Option<&OnError>) -> Response<Body> {
    log(&failure);
    let bare = empty(failure.status());
    let Some(on_error) = on_error else {
        return bare;
    };
    // Nobody further out would catch it, and the connection would end without an answer.
    catch_unwind(AssertUnwindSafe(|| on_error(failure))).unwrap_or_else(|panic| {
        tracing::error!("`on_error` panicked: {}", panic_message(&*panic));
        bare
    })
}

pub(super) fn log(failure: &HandlerFailure) {
    let file = failure.route.map_or("not-found.rs", |route| route.file);
    tracing::error!(file, "{failure}");
}

/// The text of a panic, when it has one.
pub(super) fn panic_message(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "with a value that is not text".to_owned())
}
