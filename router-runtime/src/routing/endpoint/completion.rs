//! The completion of a response that has left its middleware.

use crate::{
    cache::{CdnHeader, cache_control::BeforeChanges},
    respond::effects::EffectsGuard,
};
use axum::{body::Body, http::Response, response::IntoResponse};
use pin_project_lite::pin_project;
use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

/// The decision of `Cache-Control` for a response, which middleware may change.
pub(crate) struct CacheControl {
    cdn_header: CdnHeader,
    before: Mutex<Option<BeforeChanges>>,
}

impl CacheControl {
    pub(crate) fn new(cdn_header: &CdnHeader) -> Arc<Self> {
        Arc::new(Self {
            cdn_header: cdn_header.clone(),
            before: Mutex::new(None),
        })
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

/// The steps that complete the response of the outermost middleware.
#[derive(Default)]
pub(crate) struct Completion {
    pub(crate) effects: Option<EffectsGuard>,
    /// `None` if the endpoint has no default of `Cache-Control`.
    pub(crate) cache_control: Option<Arc<CacheControl>>,
}

impl Completion {
    fn complete(self, mut response: Response<Body>) -> Response<Body> {
        if let Some(effects) = self.effects {
            response = effects.apply(response);
        }
        if let Some(cache_control) = self.cache_control {
            cache_control.after_middleware(&mut response);
        }
        response
    }
}

pin_project! {
    /// The future of a middleware, whose response is completed.
    pub(super) struct Completed<F> {
        #[pin]
        future: F,
        completion: Option<Completion>,
    }
}

impl<F> Completed<F> {
    pub(super) fn new(future: F, completion: Completion) -> Self {
        Self {
            future,
            completion: Some(completion),
        }
    }
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
        Poll::Ready(match this.completion.take() {
            Some(completion) => completion.complete(response),
            None => response,
        })
    }
}
