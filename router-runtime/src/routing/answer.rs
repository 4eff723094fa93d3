//! The future of an answer: a handler watched for panics and its deadline, or an answer that was ready at once.

use super::{
    call::HandlerFuture,
    failure::{self, FailureCause, HandlerFailure, OnError},
};
use crate::respond;
use crate::table::RouteInfo;
use axum::{
    body::{Body, HttpBody},
    http::{HeaderValue, Response, StatusCode, header::CONTENT_LENGTH},
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

/// The answer of a routed application.
pub struct ResponseFuture(State);

enum State {
    Ready(Option<Response<Body>>),
    Handler(HandlerFuture),
    Running(Running),
}

/// A handler at work.
pub(super) struct Running {
    pub(super) handler: HandlerFuture,
    pub(super) route: Option<&'static RouteInfo>,
    /// `max_duration`, armed.
    pub(super) deadline: Option<Pin<Box<Sleep>>>,
    /// HEAD, answered by GET.
    pub(super) without_body: bool,
    pub(super) on_error: Option<OnError>,
}

impl ResponseFuture {
    pub(super) fn ready(response: Response<Body>) -> Self {
        Self(State::Ready(Some(response)))
    }

    /// A handler that somebody further out watches.
    pub(super) fn handler(handler: HandlerFuture) -> Self {
        Self(State::Handler(handler))
    }

    pub(super) fn running(running: Running) -> Self {
        Self(State::Running(running))
    }

    /// The same, if it takes no longer.
    pub(super) fn within(mut self, limit: Option<Duration>) -> Self {
        if let (State::Running(running), Some(limit)) = (&mut self.0, limit) {
            running.deadline = Some(Box::pin(tokio::time::sleep(limit)));
        }
        self
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
            State::Running(running) => running.poll(context).map(Ok),
            State::Handler(handler) => handler.as_mut().poll(context).map(Ok),
            // A future is not polled after it was ready; should it be, it waits for ever rather than panic.
            State::Ready(response) => response
                .take()
                .map_or(Poll::Pending, |it| Poll::Ready(Ok(it))),
        }
    }
}

impl Running {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Response<Body>> {
        // The future is dropped, not polled again, after a panic.
        let polled = catch_unwind(AssertUnwindSafe(|| self.handler.as_mut().poll(context)));
        let response = match polled {
            Ok(Poll::Ready(response)) => match response.extensions().get::<respond::Failure>() {
                Some(_) => self.look_for_error(response),
                None if self.is_final() => return Poll::Ready(response),
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
            Err(panic) => self.fail(FailureCause::Panic(failure::panic_message(&*panic))),
        };
        Poll::Ready(self.finish(response))
    }

    /// Whether nothing is left to be done about an answer that did not fail.
    fn is_final(&self) -> bool {
        self.route.is_some() && !self.without_body
    }

    fn finish(&self, mut response: Response<Body>) -> Response<Body> {
        if self.route.is_none() && response.status() == StatusCode::OK {
            // A not-found page says what it is, whatever its handler forgot to say.
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        if self.without_body {
            without_body(response)
        } else {
            response
        }
    }

    fn look_for_error(&self, mut response: Response<Body>) -> Response<Body> {
        let Some(returned) = response.extensions_mut().remove::<respond::Failure>() else {
            return response;
        };
        let cause = FailureCause::Error(returned.into_error());
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
        failure::answer(
            HandlerFailure {
                route: self.route,
                cause,
            },
            self.on_error.as_ref(),
        )
    }
}

/// The answer to HEAD made of the answer to GET: the same headers, the length included, and no body (RFC 9110 section 9.3.2).
fn without_body(response: Response<Body>) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    let may_tell = !matches!(
        parts.status,
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED
    );
    if let Some(length) = body.size_hint().exact().filter(|_| may_tell) {
        parts
            .headers
            .entry(CONTENT_LENGTH)
            .or_insert_with(|| HeaderValue::from(length));
    }
    Response::from_parts(parts, Body::empty())
}
