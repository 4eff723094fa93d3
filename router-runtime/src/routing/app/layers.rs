//! The layers around an application: everything that it responds passes them.

use super::arrival::Arrival;
use crate::{
    cache::CdnHeader,
    errors::internal_error,
    matching::with_path,
    routing::{
        endpoint::{
            FolderLayers,
            completion::{CacheControlAroundMiddleware, Completion},
            layers::Inner,
            middleware::extensions_lost,
        },
        handler::{HandlerFuture, ResponseFuture},
    },
};
use axum::{
    extract::{MatchedPath, Request},
    http::Uri,
};
use std::{
    future::ready,
    sync::{Arc, Weak},
};

/// The application behind the layers.
pub(super) trait InnerApp: Send + Sync {
    /// Responds to a request that passed the layers.
    fn respond(&self, request: &mut Request, arrival: Arrival) -> ResponseFuture;
}

/// The route of a request, as far as layers need it.
pub(super) struct Matched {
    pub(super) route: Option<usize>,
    /// `None` if no route matches, or if an axum Router has inserted it.
    pub(super) path: Option<MatchedPath>,
    pub(super) is_from_cache: bool,
}

/// The layers of an application, and the application behind them.
pub(super) struct Layers {
    service: Inner,
    app: Weak<dyn InnerApp>,
}

impl Layers {
    pub(super) fn new(layers: FolderLayers, app: Weak<dyn InnerApp>) -> Self {
        Self {
            service: layers.into_service(),
            app,
        }
    }

    /// Sends a request through the layers to the application.
    pub(super) fn enter(
        &self,
        mut request: Request,
        arrival: Arrival,
        matched: Matched,
        cdn_header: &CdnHeader,
    ) -> HandlerFuture {
        let Some(app) = self.app.upgrade() else {
            return HandlerFuture::new(ready(internal_error()));
        };
        let uri = request.uri().clone();
        let cache_control = Arc::new(CacheControlAroundMiddleware::new(cdn_header));
        let extensions = request.extensions_mut();
        let has_own_path = matched.path.is_some();
        let outer_path = matched.path.and_then(|it| extensions.insert(it));
        extensions.insert(LayersContext {
            app,
            arrival,
            uri,
            has_own_path,
            outer_path,
            is_from_cache: matched.is_from_cache,
            cache_control: Arc::clone(&cache_control),
        });
        self.service.respond(request, Completion::by(cache_control))
    }
}

/// A request on its way through the layers, which carry this in the request's extensions.
#[derive(Clone)]
struct LayersContext {
    app: Arc<dyn InnerApp>,
    arrival: Arrival,
    /// The URI before the layers.
    uri: Uri,
    /// The request received the `MatchedPath` of this application.
    has_own_path: bool,
    /// The one that it had before, of an outer Router.
    outer_path: Option<MatchedPath>,
    is_from_cache: bool,
    cache_control: Arc<CacheControlAroundMiddleware>,
}

impl LayersContext {
    fn respond(self, mut request: Request) -> ResponseFuture {
        // As in an axum Router, the route is matched before the layers.
        let path = self.uri.path();
        if request.uri().path() != path {
            let uri = with_path(request.uri(), path);
            *request.uri_mut() = uri.unwrap_or_else(|| self.uri.clone());
        }
        if self.has_own_path {
            // The application's own Router would put the other in front.
            let extensions = request.extensions_mut();
            extensions.remove::<MatchedPath>();
            if let Some(outer) = self.outer_path {
                extensions.insert(outer);
            }
        }
        let response = self.app.respond(&mut request, self.arrival);
        response.map(move |sent| {
            self.cache_control
                .before_middleware(sent, self.is_from_cache);
        })
    }
}

/// The innermost service of the layers: the application of the request.
pub(super) fn respond(mut request: Request) -> ResponseFuture {
    match request.extensions_mut().remove::<LayersContext>() {
        Some(context) => context.respond(request),
        None => ResponseFuture::ready(extensions_lost("a layer")),
    }
}
