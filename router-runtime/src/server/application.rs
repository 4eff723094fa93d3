//! The application that a server calls.

use axum::{extract::Request, response::Response};
use std::{convert::Infallible, mem};
use tower::{Service, ServiceExt, util::Oneshot};

/// An application, as connections call it.
pub(crate) trait Application: Clone + Send + 'static {
    type Future: Future<Output = Result<Response, Infallible>> + Send;

    /// Responds to a request, which it may take. What it leaves of it is used for the next one.
    fn respond(&self, request: &mut Request) -> Self::Future;
}

/// A tower service as an application.
#[derive(Clone, Debug)]
pub(crate) struct TowerService<S>(pub(crate) S);

impl<S> Application for TowerService<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    type Future = Oneshot<S, Request>;

    fn respond(&self, request: &mut Request) -> Self::Future {
        self.0.clone().oneshot(mem::take(request))
    }
}
