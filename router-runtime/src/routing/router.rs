//! The application as a true axum Router.

use super::{
    answer::ResponseFuture,
    app::{App, AskedBy},
    call::{Call, WHOLE},
};
use axum::{Router, body::Body, extract::Request, http::Response};
use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};
use tower::Service;

/// Every route, registered with axum as itself.
pub(super) fn routes<S: Clone + Send + Sync + 'static>(app: &Arc<App<S>>) -> Router {
    // A folder may be named `:x` or `*x`, which axum refuses on the suspicion of a pattern of its version 0.7.
    let router = Router::new().without_v07_checks();
    app.axum_routes().iter().fold(router, |router, axum_route| {
        let endpoint = Endpoint {
            app: Arc::clone(app),
            route: Some(axum_route.route),
        };
        app.register(router, &axum_route.pattern, endpoint)
    })
}

/// The routes, and the fallback that redirects to clean paths and answers 404.
pub(super) fn router<S: Clone + Send + Sync + 'static>(app: &Arc<App<S>>) -> Router {
    routes(app).fallback_service(Endpoint {
        app: Arc::clone(app),
        route: None,
    })
}

/// What axum calls: one route, or the fallback.
struct Endpoint<S> {
    app: Arc<App<S>>,
    route: Option<usize>,
}

impl<S> Clone for Endpoint<S> {
    fn clone(&self) -> Self {
        Self {
            app: Arc::clone(&self.app),
            route: self.route,
        }
    }
}

impl<S: Clone + Send + Sync + 'static> Service<Request> for Endpoint<S> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> ResponseFuture {
        let by = self.route.map_or(AskedBy::Fallback, AskedBy::Endpoint);
        let call = Call {
            request: &mut Some(request),
            app: &self.app,
            route: None,
            through_router: true,
            depth: WHOLE,
        };
        self.app.answer_first(call, by)
    }
}
