//! The future of a response: a handler watched for panics and its deadline, or a response that is ready.

use super::{
    failure::{self, FailureCause, HandlerFailure, OnError},
    respond::{exported_methods, has_length, with_true_length, without_body},
};
use crate::{
    respond::{InternalError, panic_message},
    table::RouteInfo,
};
use axum::{
    body::Body,
    http::{Response, StatusCode, header::ALLOW},
};
use std::{
    convert::Infallible,
    fmt,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::time::Sleep;

/// The future of a handler.
pub type HandlerFuture = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// The future of an application's response.
pub struct ResponseFuture(State);

enum State {
    Ready(Option<Response<Body>>),
    Unwatched(HandlerFuture),
    Running(HandlerRun),
}

/// A handler that runs.
pub(super) struct HandlerRun {
    pub(super) future: HandlerFuture,
    pub(super) route: Option<&'static RouteInfo>,
    /// The timer of `max_duration`.
    pub(super) deadline: Option<Pin<Box<Sleep>>>,
    /// `true` if the GET handler runs for HEAD.
    pub(super) without_body: bool,
    /// `true` if the method is HEAD, whose response declares the length of a body that is not sent.
    pub(super) is_head: bool,
    pub(super) on_error: Option<OnError>,
}

impl ResponseFuture {
    #[inline]
    pub(crate) fn ready(response: Response<Body>) -> Self {
        Self(State::Ready(Some(response)))
    }

    /// Returns a future whose failures a caller handles.
    pub(crate) fn unwatched(future: HandlerFuture) -> Self {
        Self(State::Unwatched(future))
    }

    #[inline]
    pub(super) fn running(run: HandlerRun) -> Self {
        Self(State::Running(run))
    }

    /// Fails the handler after this time.
    pub(crate) fn with_timeout(mut self, limit: Option<Duration>) -> Self {
        if let (State::Running(run), Some(limit)) = (&mut self.0, limit) {
            run.deadline = Some(Box::pin(tokio::time::sleep(limit)));
        }
        self
    }

    /// Returns the response itself, since it is never an error.
    pub(crate) async fn response(self) -> Response<Body> {
        match self.await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

impl fmt::Debug for ResponseFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseFuture")
    }
}

impl Future for ResponseFuture {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            State::Running(run) => run.poll(context).map(Ok),
            State::Unwatched(future) => future.as_mut().poll(context).map(Ok),
            // A future must not be polled after it was ready. If it is, it waits forever instead of panicking.
            State::Ready(response) => response
                .take()
                .map_or(Poll::Pending, |it| Poll::Ready(Ok(it))),
        }
    }
}

impl HandlerRun {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Response<Body>> {
        // After a panic, the future is dropped and not polled again.
        let polled = catch_unwind(AssertUnwindSafe(|| self.future.as_mut().poll(context)));
        let response = match polled {
            Ok(Poll::Ready(response)) => match response.extensions().get::<InternalError>() {
                Some(_) => self.respond_to_error(response),
                None if self.is_final(&response) => return Poll::Ready(response),
                None => response,
            },
            Ok(Poll::Pending) => {
                let Some(deadline) = &mut self.deadline else {
                    return Poll::Pending;
                };
                ready!(deadline.as_mut().poll(context));
                let limit = self.route.and_then(RouteInfo::max_duration);
                self.fail(FailureCause::Timeout(limit.unwrap_or_default()))
            }
            Err(panic) => self.fail(FailureCause::Panic(panic_message(&*panic))),
        };
        Poll::Ready(self.finish(response))
    }

    /// Returns `true` if a response that is not a failure needs no changes.
    fn is_final(&self, response: &Response<Body>) -> bool {
        self.route.is_some()
            && !self.without_body
            && response.status() != StatusCode::METHOD_NOT_ALLOWED
            && !has_length(response.headers())
    }

    fn finish(&self, mut response: Response<Body>) -> Response<Body> {
        if self.route.is_none() && response.status() == StatusCode::OK {
            // The handler of unmatched paths need not set the status.
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        if response.status() == StatusCode::METHOD_NOT_ALLOWED
            && let Some(route) = self.route
        {
            // An extractor such as axum's `WebSocketUpgrade` refuses methods, and does not know the others.
            let allowed = response.headers_mut().entry(ALLOW);
            allowed.or_insert_with(|| exported_methods(route));
        }
        match (self.without_body, self.is_head) {
            (true, _) => without_body(response),
            (false, true) => response,
            (false, false) => with_true_length(response),
        }
    }

    fn respond_to_error(&self, mut response: Response<Body>) -> Response<Body> {
        let Some(returned) = response.extensions_mut().remove::<InternalError>() else {
            return response;
        };
        let cause = FailureCause::Error(returned.into_inner());
        if self.on_error.is_some() {
            return self.fail(cause);
        }
        failure::log(&HandlerFailure {
            route: self.route,
            cause,
        });
        response
    }

    fn fail(&self, cause: FailureCause) -> Response<Body> {
        failure::respond(
            HandlerFailure {
                route: self.route,
                cause,
            },
            self.on_error.as_ref(),
        )
    }
}
