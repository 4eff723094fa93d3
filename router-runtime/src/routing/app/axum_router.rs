//! The application as an axum Router.

use super::{
    arrival::{Arrival, MatchedBy},
    dispatch::App,
};
use crate::routing::{
    entry::HostRule,
    handler::{AxumExtensions, ResponseFuture},
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
            arrival: Arrival {
                matched: MatchedBy::AxumRoute(pattern.route),
                axum_extensions: if pattern.is_expanded {
                    AxumExtensions::Missing
                } else {
                    AxumExtensions::All
                },
                host: HostRule::Optional,
            },
        };
        bridge.register(router, &pattern.pattern, service)
    })
}

/// Returns a Router with every route, and with a fallback that redirects to clean paths and responds 404.
pub(super) fn router<S: Clone + Send + Sync + 'static>(app: &Arc<App<S>>) -> Router {
    routes(app).fallback_service(AxumService {
        app: Arc::clone(app),
        arrival: Arrival {
            matched: MatchedBy::AxumFallback,
            axum_extensions: AxumExtensions::All,
            host: HostRule::Optional,
        },
    })
}

/// The service that axum calls for one route, or for the fallback.
struct AxumService<S: 'static> {
    app: Arc<App<S>>,
    /// axum does not tell a connection from a call in the same process, so that the host is optional.
    arrival: Arrival,
}

impl<S> Clone for AxumService<S> {
    fn clone(&self) -> Self {
        Self {
            app: Arc::clone(&self.app),
            arrival: self.arrival,
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
        self.app.respond(&mut request, self.arrival)
    }
}
