//! The future of an application's response.

use super::{
    handler_future::HandlerFuture,
    options::ResponseOptions,
    respond::{remove_wrong_length, without_body},
};
use crate::cache::Clock;
use axum::{
    body::{Body, HttpBody},
    http::Response,
};
use std::{
    convert::Infallible,
    fmt,
    future::Future,
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

/// The future of an application's response.
///
/// It is as small as a response: larger futures are moved by calls of `memcpy`.
pub struct ResponseFuture(State);

enum State {
    Ready(Option<Response<Body>>),
    Running(HandlerFuture),
    Unwatched(HandlerFuture),
}

impl ResponseFuture {
    #[inline]
    pub(crate) fn ready(mut response: Response<Body>) -> Self {
        remove_wrong_length(&mut response);
        Self(State::Ready(Some(response)))
    }

    /// Returns a future whose failures a caller handles.
    pub(crate) fn unwatched(future: impl Future<Output = Response<Body>> + Send + 'static) -> Self {
        HandlerFuture::new(future).into_unwatched()
    }

    /// Returns the future of a handler, which is supervised.
    #[inline]
    pub(super) fn running(future: HandlerFuture) -> Self {
        Self(State::Running(future))
    }

    /// Takes the response, if no poll is needed for it.
    pub(crate) fn take_ready(&mut self) -> Option<Response<Body>> {
        match &mut self.0 {
            State::Ready(response) => response.take(),
            State::Running(_) | State::Unwatched(_) => None,
        }
    }

    /// Changes the response.
    pub(crate) fn map(mut self, change: impl FnOnce(&mut Response<Body>) + Send + 'static) -> Self {
        if let State::Ready(Some(response)) = &mut self.0 {
            change(response);
            return self;
        }
        Self::unwatched(async move {
            let mut response = self.response().await;
            change(&mut response);
            response
        })
    }

    /// Removes the body of a response to HEAD that still has one, such as that to a failure of a layer.
    pub(crate) fn without_body(self) -> Self {
        self.map(|response| {
            if !response.body().is_end_stream() {
                *response = without_body(mem::take(response));
            }
        })
    }

    /// Replaces the options of the handler.
    pub(crate) fn with_options(mut self, options: Arc<ResponseOptions>) -> Self {
        if let State::Running(future) = &mut self.0 {
            future.run().options = Some(options);
        }
        self
    }

    /// Fails the handler after this time.
    pub(crate) fn with_timeout(mut self, limit: Option<Duration>, clock: &Clock) -> Self {
        if let (State::Running(future), Some(limit)) = (&mut self.0, limit) {
            let clock = clock.clone();
            let deadline = clock.now().saturating_add(limit);
            future.run().deadline = Some(Box::pin(async move {
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

impl HandlerFuture {
    /// Returns the future of a middleware inside of others, whose failures the outermost one handles.
    pub(crate) fn into_unwatched(self) -> ResponseFuture {
        ResponseFuture(State::Unwatched(self))
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
        let polled = match &mut self.0 {
            State::Running(future) => return future.poll_supervised(context),
            State::Unwatched(future) => Pin::new(future).poll(context),
            // A future must not be polled after it was ready. If it is, it waits forever instead of panicking.
            State::Ready(response) => {
                let response = response.take();
                return response.map_or(Poll::Pending, |response| Poll::Ready(Ok(response)));
            }
        };
        let mut response = ready!(polled);
        remove_wrong_length(&mut response);
        Poll::Ready(Ok(response))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_future_is_as_small_as_a_response() {
        assert_eq!(size_of::<ResponseFuture>(), size_of::<Response<Body>>());
    }
}
