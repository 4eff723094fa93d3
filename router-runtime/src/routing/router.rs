//! The application as a true axum Router.

use super::{
    answer::AnswerFuture,
    app::{App, AskedBy},
    call::Call,
};
use crate::matching::is_clean;
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
        router.route_service(&axum_route.pattern, endpoint)
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
    type Future = AnswerFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> AnswerFuture {
        // axum matched the text as sent: right as long as nothing in it is odd.
        let clean = is_clean(request.uri().path(), self.app.trailing_slash());
        let call = Call {
            request: &mut Some(request),
            app: &self.app,
            route: None,
            through_router: true,
        };
        match self.route {
            Some(route) if clean => self.app.answer(route, call),
            Some(route) => self.app.judge(call, AskedBy::Endpoint(route)),
            None if clean => self.app.not_found(call),
            None => self.app.judge(call, AskedBy::Fallback),
        }
    }
}
