//! The future of a handler, watched for panics and its deadline.

use super::{
    failure::{self, Failure, FailureKind},
    options::ResponseOptions,
    request_head::RequestHead,
    respond::{
        exported_methods, has_length, may_have_length, remove_wrong_length, with_true_length,
        without_body,
    },
};
use crate::{
    cache::is_in_cached_run,
    errors::{ErrorCause, Unrendered, unrendered},
    href::LinkStyle,
    respond::{InternalError, RedirectMark, panic_message},
    table::RouteInfo,
};
use axum::{
    body::{Body, HttpBody},
    http::{
        HeaderValue, Response, StatusCode,
        header::{ALLOW, LOCATION},
    },
};
use pin_project_lite::pin_project;
use std::{
    any::Any,
    convert::Infallible,
    fmt,
    future::Future,
    mem,
    panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

/// The timer of `max_duration`, which returns its time.
type Deadline = Pin<Box<dyn Future<Output = Duration> + Send>>;

/// The future of a handler.
///
/// It becomes supervised when its application runs it. What that needs is in the same allocation as the future of the handler.
pub struct HandlerFuture(Pin<Box<Supervised<dyn Future<Output = Response<Body>> + Send>>>);

pin_project! {
    struct Supervised<F: ?Sized> {
        run: HandlerRun,
        #[pin]
        future: F,
    }
}

/// The request of a handler that runs, and the options that apply to its response.
#[derive(Default)]
pub(super) struct HandlerRun {
    pub(super) route: Option<&'static RouteInfo>,
    pub(super) head: RequestHead,
    pub(super) deadline: Option<Deadline>,
    /// `true` if the GET handler runs for HEAD.
    pub(super) without_body: bool,
    /// `true` if the method is HEAD, whose response declares the length of a body that is not sent.
    pub(super) is_head: bool,
    pub(super) options: Option<Arc<ResponseOptions>>,
}

impl HandlerFuture {
    #[inline]
    pub(crate) fn new(future: impl Future<Output = Response<Body>> + Send + 'static) -> Self {
        // Written in place, after the allocation: a value that exists before would be copied.
        let supervised = Box::write(
            Box::new_uninit(),
            Supervised {
                run: HandlerRun::default(),
                future,
            },
        );
        Self(Box::into_pin(supervised))
    }

    /// Returns the future of a handler that panicked before it returned one.
    #[cold]
    pub(super) fn panicking(panic: Box<dyn Any + Send>) -> Self {
        Self::new(async move { resume_unwind(panic) })
    }

    /// Returns what the handler is supervised with.
    #[inline]
    pub(super) fn run(&mut self) -> &mut HandlerRun {
        self.0.as_mut().project().run
    }

    /// Polls a supervised handler.
    #[inline]
    pub(super) fn poll_supervised(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Response<Body>, Infallible>> {
        let this = self.0.as_mut().project();
        match this.run.options {
            None => this.run.poll(this.future, context),
            Some(_) => this.run.poll_with_links(this.future, context),
        }
    }
}

impl fmt::Debug for HandlerFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandlerFuture")
    }
}

impl Future for HandlerFuture {
    type Output = Response<Body>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response<Body>> {
        self.0.as_mut().project().future.poll(context)
    }
}

impl HandlerRun {
    /// Polls the handler within the application's spelling of links.
    #[inline(never)]
    fn poll_with_links(
        &mut self,
        future: Pin<&mut (dyn Future<Output = Response<Body>> + Send)>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Response<Body>, Infallible>> {
        let options = self.options.as_ref();
        let _links = options.map(|options| LinkStyle::enter(options.links.as_ref()));
        self.poll(future, context)
    }

    #[expect(clippy::inline_always, reason = "every request takes this path")]
    #[inline(always)]
    fn poll(
        &mut self,
        future: Pin<&mut (dyn Future<Output = Response<Body>> + Send)>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Response<Body>, Infallible>> {
        // After a panic, the future is dropped and not polled again.
        match catch_unwind(AssertUnwindSafe(|| future.poll(context).map(Ok))) {
            Ok(polled) if self.is_final(&polled) => polled,
            Ok(polled) => self.complete(polled, context).map(Ok),
            Err(panic) => {
                let kind = FailureKind::Panic(panic_message(&*panic));
                Poll::Ready(Ok(self.finish(self.fail(kind))))
            }
        }
    }

    /// Completes a response, or fails a handler that has taken too long.
    #[inline(never)]
    fn complete(
        &mut self,
        polled: Poll<Result<Response<Body>, Infallible>>,
        context: &mut Context<'_>,
    ) -> Poll<Response<Body>> {
        let response = match polled {
            Poll::Ready(Ok(response)) if response.extensions().is_empty() => response,
            Poll::Ready(Ok(response)) => self.log_error(response),
            Poll::Pending => {
                let Some(deadline) = &mut self.deadline else {
                    return Poll::Pending;
                };
                let limit = ready!(deadline.as_mut().poll(context));
                self.fail(FailureKind::Timeout(limit))
            }
        };
        Poll::Ready(self.finish(response))
    }

    /// Returns `true` for a response that is not a failure and needs no changes.
    #[inline]
    fn is_final(&self, polled: &Poll<Result<Response<Body>, Infallible>>) -> bool {
        let Poll::Ready(Ok(response)) = polled else {
            return false;
        };
        let status = response.status();
        response.extensions().is_empty()
            && !self.is_head
            && (status == StatusCode::OK
                || status != StatusCode::METHOD_NOT_ALLOWED && may_have_length(status))
            && !has_length(response.headers())
    }

    fn finish(&mut self, mut response: Response<Body>) -> Response<Body> {
        // The cache stores the cause of an error, which is rendered for each request.
        if !response.extensions().is_empty()
            && !is_in_cached_run()
            && let Some(cause) = unrendered(&mut response)
        {
            response = self.render(response, cause);
        }
        self.complete_location(&mut response);
        if response.status() == StatusCode::METHOD_NOT_ALLOWED
            && let Some(route) = self.route
        {
            // An extractor such as axum's `WebSocketUpgrade` refuses methods, and does not know the others.
            let allowed = response.headers_mut().entry(ALLOW);
            allowed.or_insert_with(|| exported_methods(route));
        }
        let mut response = match (self.without_body, self.is_head) {
            (false, false) => with_true_length(response),
            // Without a body, a handler of HEAD may declare the length of the body that GET has.
            (false, true) if response.body().is_end_stream() => response,
            _ => without_body(response),
        };
        remove_wrong_length(&mut response);
        response
    }

    /// Renders an error, or leaves it with its request to the page for it.
    fn render(&mut self, mut response: Response<Body>, cause: ErrorCause) -> Response<Body> {
        let (head, options) = (mem::take(&mut self.head), self.options.as_deref());
        if options.is_some_and(|options| options.leaves_errors) {
            let extensions = response.extensions_mut();
            extensions.insert(Unrendered(cause));
            extensions.insert(head);
            return response;
        }
        head.render(response, cause, self.route, options)
    }

    /// Logs the error behind a response.
    fn log_error(&self, mut response: Response<Body>) -> Response<Body> {
        if let Some(returned) = response.extensions_mut().remove::<InternalError>() {
            let place = returned.place();
            self.log(&FailureKind::Error(returned.into_inner()), place);
        }
        response
    }

    fn fail(&self, kind: FailureKind) -> Response<Body> {
        self.log(&kind, None);
        kind.response()
    }

    fn log(&self, kind: &FailureKind, place: Option<&'static Location<'static>>) {
        let options = self.options.as_ref();
        let file = options.and_then(|options| options.file);
        failure::log(&Failure {
            file: file.or_else(|| self.route.map(|route| route.file)),
            route: self.route,
            head: &self.head,
            place,
            kind,
        });
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
