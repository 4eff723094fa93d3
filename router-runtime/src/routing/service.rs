//! The application as one tower service, without axum's Router in the way.

use super::{
    answer::ResponseFuture,
    app::{App, AskedBy},
    call::{Call, WHOLE},
};
use crate::table::RouteTable;
use crate::{public::Missing, respond::effects::Pending};
use axum::{
    body::{Body, Bytes, HttpBody},
    http::{Request, Response},
};
use std::{
    convert::Infallible,
    fmt,
    sync::Arc,
    task::{Context, Poll},
};
use tower::{BoxError, Service};

/// A routed application as a [`tower::Service`], made by `app::service()`.
///
/// It answers as `app::router()` does and takes the shortest way to the handler.
pub struct AppService<S> {
    app: Arc<App<S>>,
}

impl<S: Clone + Send + Sync + 'static> AppService<S> {
    pub(super) fn new(app: Arc<App<S>>) -> Self {
        Self { app }
    }

    pub(super) fn app(&self) -> &Arc<App<S>> {
        &self.app
    }

    /// Why there are no files of `public/`, if there should be.
    pub(crate) fn missing_public(&self) -> Option<&Missing> {
        self.app.missing_public()
    }

    /// The same, whatever its state is.
    pub(crate) fn any(&self) -> AnyService {
        AnyService {
            app: Arc::clone(&self.app) as Arc<dyn Answer>,
        }
    }

    /// The tasks that its requests leave behind.
    pub(crate) fn pending(&self) -> Arc<Pending> {
        Arc::clone(&self.app.pending)
    }

    /// The routes that it serves.
    pub fn routes(&self) -> &'static RouteTable {
        self.app.routes()
    }
}

impl<S> Clone for AppService<S> {
    fn clone(&self) -> Self {
        Self {
            app: Arc::clone(&self.app),
        }
    }
}

impl<S> fmt::Debug for AppService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppService")
    }
}

impl<S, B> Service<Request<B>> for AppService<S>
where
    S: Clone + Send + Sync + 'static,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture {
        answer(&self.app, request.map(Body::new))
    }
}

#[inline]
fn answer<S: Clone + Send + Sync + 'static>(
    app: &Arc<App<S>>,
    request: Request<Body>,
) -> ResponseFuture {
    let call = Call {
        request: &mut Some(request),
        app,
        route: None,
        through_router: false,
        depth: WHOLE,
    };
    app.answer_first(call, AskedBy::Service)
}

/// A routed application that is not known by its type.
#[derive(Clone)]
pub(crate) struct AnyService {
    app: Arc<dyn Answer>,
}

trait Answer: Send + Sync {
    fn answer(self: Arc<Self>, request: Request<Body>) -> ResponseFuture;
}

impl<S: Clone + Send + Sync + 'static> Answer for App<S> {
    fn answer(self: Arc<Self>, request: Request<Body>) -> ResponseFuture {
        answer(&self, request)
    }
}

impl<B> Service<Request<B>> for AnyService
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture {
        Arc::clone(&self.app).answer(request.map(Body::new))
    }
}
