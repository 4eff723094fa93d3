//! The completion of a response that has left its middleware.

use crate::{
    cache::{CdnHeader, cache_control::BeforeChanges},
    routing::handler::HandlerFuture,
};
use axum::{body::Body, http::Response, response::IntoResponse};
use pin_project_lite::pin_project;
use std::{
    convert::Infallible,
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

/// The decision of `Cache-Control` for a response, which middleware may change.
pub(crate) struct CacheControlAroundMiddleware {
    cdn_header: CdnHeader,
    before: Mutex<Option<BeforeChanges>>,
}

impl CacheControlAroundMiddleware {
    pub(crate) fn new(cdn_header: &CdnHeader) -> Self {
        Self {
            cdn_header: cdn_header.clone(),
            before: Mutex::new(None),
        }
    }

    /// Remembers the decision for the response of the endpoint. A middleware may call the endpoint several times.
    pub(crate) fn before_middleware(&self, response: &mut Response<Body>, is_from_cache: bool) {
        let headers = response.headers_mut();
        let before = BeforeChanges::take(headers, is_from_cache, &self.cdn_header);
        *self.before.lock().unwrap_or_else(PoisonError::into_inner) = before;
    }

    /// Completes the response that the outermost middleware returned.
    pub(crate) fn after_middleware(&self, response: &mut Response<Body>) {
        let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = before.take() {
            before.complete(response.headers_mut(), &self.cdn_header);
        }
    }
}

impl Complete for CacheControlAroundMiddleware {
    fn complete(&self, mut response: Response<Body>) -> Response<Body> {
        self.after_middleware(&mut response);
        response
    }
}

/// The completion of the response of the outermost middleware.
pub(crate) trait Complete: Send + Sync {
    /// Completes the response.
    fn complete(&self, response: Response<Body>) -> Response<Body>;

    /// Notes that there is no response, since the client has gone away or the middleware panicked.
    fn abandon(&self) {}
}

/// A completion, or none for a middleware inside of others.
#[derive(Default)]
pub(crate) struct Completion(Option<Arc<dyn Complete>>);

impl Completion {
    pub(crate) fn by(completer: Arc<dyn Complete>) -> Self {
        Self(Some(completer))
    }

    /// Completes the response, once.
    fn complete(&mut self, response: Response<Body>) -> Response<Body> {
        match self.0.take() {
            Some(completer) => completer.complete(response),
            None => response,
        }
    }
}

impl Drop for Completion {
    fn drop(&mut self) {
        if let Some(completer) = &self.0 {
            completer.abandon();
        }
    }
}

pin_project! {
    /// The future of a middleware, whose response is completed.
    struct Completed<F> {
        #[pin]
        future: F,
        completion: Completion,
    }
}

/// Returns the future of a middleware, whose response is completed.
#[inline]
pub(super) fn completed<F, R, E>(future: F, completion: Completion) -> HandlerFuture
where
    F: Future<Output = Result<R, E>> + Send + 'static,
    R: IntoResponse,
    E: Into<Infallible>,
{
    HandlerFuture::new(Completed { future, completion })
}

impl<F, R, E> Future for Completed<F>
where
    F: Future<Output = Result<R, E>>,
    R: IntoResponse,
    E: Into<Infallible>,
{
    type Output = Response<Body>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response<Body>> {
        let this = self.project();
        let response = match ready!(this.future.poll(context)).map_err(Into::into) {
            Ok(response) => response.into_response(),
            Err(never) => match never {},
        };
        Poll::Ready(this.completion.complete(response))
    }
}

impl fmt::Debug for Completion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Completion")
    }
}
