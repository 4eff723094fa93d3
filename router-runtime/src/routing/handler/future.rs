//! The future of a response: a handler watched for panics and its deadline, or a response that is ready.

use super::{
    failure::{self, FailureCause, HandlerFailure, OnError, ResponseOptions},
    request_line::RequestLine,
    respond::{
        exported_methods, has_length, may_have_length, remove_wrong_length, with_true_length,
        without_body,
    },
};
use crate::{
    cache::Clock,
    href::LinkStyle,
    respond::{InternalError, RedirectMark, panic_message},
    table::RouteInfo,
};
use axum::{
    body::Body,
    http::{
        HeaderValue, Response, StatusCode,
        header::{ALLOW, LOCATION},
    },
};
use std::{
    convert::Infallible,
    fmt,
    future::Future,
    panic::{AssertUnwindSafe, Location, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

/// The future of a handler.
pub type HandlerFuture = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// The future of an application's response.
pub struct ResponseFuture {
    state: State,
    /// `true` if the cache may have stored the response.
    is_from_cache: bool,
}

enum State {
    Ready(Option<Response<Body>>),
    Unwatched(HandlerFuture),
    Running(HandlerRun),
}

/// A handler that runs.
pub(super) struct HandlerRun {
    pub(super) future: HandlerFuture,
    pub(super) route: Option<&'static RouteInfo>,
    pub(super) line: RequestLine,
    /// The timer of `max_duration`, which returns its time.
    pub(super) deadline: Option<Pin<Box<dyn Future<Output = Duration> + Send>>>,
    /// `true` if the GET handler runs for HEAD.
    pub(super) without_body: bool,
    /// `true` if the method is HEAD, whose response declares the length of a body that is not sent.
    pub(super) is_head: bool,
    pub(super) options: Option<Arc<ResponseOptions>>,
}

impl ResponseFuture {
    #[inline]
    pub(crate) fn ready(mut response: Response<Body>) -> Self {
        remove_wrong_length(&mut response);
        Self::of(State::Ready(Some(response)))
    }

    /// Returns a future whose failures a caller handles.
    pub(crate) fn unwatched(future: HandlerFuture) -> Self {
        Self::of(State::Unwatched(future))
    }

    #[inline]
    pub(super) fn running(run: HandlerRun) -> Self {
        Self::of(State::Running(run))
    }

    #[inline]
    fn of(state: State) -> Self {
        Self {
            state,
            is_from_cache: false,
        }
    }

    /// Notes whether the cache may have stored the response.
    #[inline]
    pub(crate) fn with_cache(self, is_from_cache: bool) -> Self {
        Self {
            is_from_cache,
            ..self
        }
    }

    /// Returns `true` if the cache may have stored the response.
    pub(crate) fn is_from_cache(&self) -> bool {
        self.is_from_cache
    }

    /// Changes the response.
    pub(crate) fn map(mut self, change: impl FnOnce(&mut Response<Body>) + Send + 'static) -> Self {
        if let State::Ready(Some(response)) = &mut self.state {
            change(response);
            return self;
        }
        let is_from_cache = self.is_from_cache;
        Self::unwatched(Box::pin(async move {
            let mut response = self.response().await;
            change(&mut response);
            response
        }))
        .with_cache(is_from_cache)
    }

    /// Fails the handler after this time.
    pub(crate) fn with_timeout(mut self, limit: Option<Duration>, clock: &Clock) -> Self {
        if let (State::Running(run), Some(limit)) = (&mut self.state, limit) {
            let clock = clock.clone();
            let deadline = clock.now().saturating_add(limit);
            run.deadline = Some(Box::pin(async move {
                clock.sleep_until(deadline).await;
                limit
            }));
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
        match &mut self.state {
            State::Running(run) => run.poll(context).map(Ok),
            State::Unwatched(future) => {
                let mut response = ready!(future.as_mut().poll(context));
                remove_wrong_length(&mut response);
                Poll::Ready(Ok(response))
            }
            // A future must not be polled after it was ready. If it is, it waits forever instead of panicking.
            State::Ready(response) => response
                .take()
                .map_or(Poll::Pending, |response| Poll::Ready(Ok(response))),
        }
    }
}

impl HandlerRun {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Response<Body>> {
        let options = self.options.as_ref();
        let _links = options.map(|options| LinkStyle::enter(options.links.as_ref()));
        // After a panic, the future is dropped and not polled again.
        let polled = catch_unwind(AssertUnwindSafe(|| self.future.as_mut().poll(context)));
        let response = match polled {
            Ok(Poll::Ready(response)) if response.extensions().is_empty() => {
                if self.is_final(&response) {
                    return Poll::Ready(response);
                }
                response
            }
            Ok(Poll::Ready(response)) => self.respond_to_error(response),
            Ok(Poll::Pending) => {
                let Some(deadline) = &mut self.deadline else {
                    return Poll::Pending;
                };
                let limit = ready!(deadline.as_mut().poll(context));
                self.fail(FailureCause::Timeout(limit))
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
            && may_have_length(response.status())
            && !has_length(response.headers())
    }

    fn finish(&self, mut response: Response<Body>) -> Response<Body> {
        self.complete_location(&mut response);
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
        let mut response = match (self.without_body, self.is_head) {
            (true, _) => without_body(response),
            (false, true) => response,
            (false, false) => with_true_length(response),
        };
        remove_wrong_length(&mut response);
        response
    }

    fn respond_to_error(&self, mut response: Response<Body>) -> Response<Body> {
        let Some(returned) = response.extensions_mut().remove::<InternalError>() else {
            return response;
        };
        let place = returned.place();
        let failure = self.failure(FailureCause::Error(returned.into_inner()), place);
        if self.on_error().is_some() {
            return failure::respond(failure, self.on_error());
        }
        failure::log(&failure);
        response
    }

    fn fail(&self, cause: FailureCause) -> Response<Body> {
        failure::respond(self.failure(cause, None), self.on_error())
    }

    fn failure(
        &self,
        cause: FailureCause,
        place: Option<&'static Location<'static>>,
    ) -> HandlerFailure {
        HandlerFailure::new(self.route, &self.line, cause, place)
    }

    fn on_error(&self) -> Option<&OnError> {
        self.options.as_ref()?.on_error.as_ref()
    }

    /// Puts the base path before the target of a redirect that the handler returned.
    fn complete_location(&self, response: &mut Response<Body>) {
        let extensions = response.extensions_mut();
        if extensions.is_empty() || extensions.remove::<RedirectMark>().is_none() {
            return;
        }
        let options = self.options.as_ref();
        let location = response.headers().get(LOCATION);
        if let Some(links) = options.and_then(|options| options.links.as_ref())
            && let Some(target) = location.and_then(|location| location.to_str().ok())
            && let Some(target) = links.complete(target)
            && let Ok(location) = HeaderValue::try_from(target)
        {
            response.headers_mut().insert(LOCATION, location);
        }
    }
}
