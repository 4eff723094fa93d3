//! The application as an axum Router.

use super::dispatch::{App, MatchedBy};
use crate::routing::{
    entry::{HostRule, has_valid_host},
    handler::{Call, ResponseFuture},
};
use axum::{Router, body::Body, extract::Request, http::Response};
use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};
use tower::Service;

/// Returns a Router with every route.
pub(super) fn routes<S: Clone + Send + Sync + 'static>(app: &Arc<App<S>>) -> Router {
    let bridge = &app.shared.axum_bridge;
    // axum refuses segments such as `:x` and `*x`, which were patterns in version 0.7.
    let router = Router::new().without_v07_checks();
    bridge.patterns().iter().fold(router, |router, pattern| {
        let service = AxumService {
            app: Arc::clone(app),
            matched: MatchedBy::AxumRoute(pattern.route),
            has_extensions: !pattern.is_expanded,
        };
        bridge.register(router, &pattern.pattern, service)
    })
}

/// Returns a Router with every route, and with a fallback that redirects to clean paths and responds 404.
pub(super) fn router<S: Clone + Send + Sync + 'static>(app: &Arc<App<S>>) -> Router {
    routes(app).fallback_service(AxumService {
        app: Arc::clone(app),
        matched: MatchedBy::AxumFallback,
        has_extensions: true,
    })
}

/// The service that axum calls for one route, or for the fallback.
struct AxumService<S: 'static> {
    app: Arc<App<S>>,
    matched: MatchedBy,
    /// `false` if axum's extensions are not those of the route's own pattern.
    has_extensions: bool,
}

impl<S> Clone for AxumService<S> {
    fn clone(&self) -> Self {
        Self {
            app: Arc::clone(&self.app),
            matched: self.matched,
            has_extensions: self.has_extensions,
        }
    }
}

impl<S: Clone + Send + Sync + 'static> Service<Request> for AxumService<S> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> ResponseFuture {
        // axum does not tell a connection from a call in the same process.
        if !has_valid_host(&mut request, HostRule::Optional) {
            return self.app.bad_request(&request);
        }
        let mut request = Some(request);
        let call =
            Call::new(&self.app.shared, &mut request).with_axum_extensions(self.has_extensions);
        self.app.respond(call, self.matched)
    }
}
