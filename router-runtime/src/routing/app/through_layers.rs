//! The way of a request through the layers of the application.

use super::{
    arrival::{Arrival, MatchedBy},
    dispatch::App,
    layers::{InnerApp, Layers, Matched},
};
use crate::{
    matching::{BasePathMatch, with_path},
    routing::handler::{Call, ResponseFuture},
};
use axum::{
    body::Body,
    extract::{MatchedPath, OriginalUri, Request},
    http::Method,
};

impl<S: Clone + Send + Sync + 'static> InnerApp for App<S> {
    fn respond(&self, request: &mut Request, arrival: Arrival) -> ResponseFuture {
        self.respond_behind_layers(request, arrival)
    }
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    /// Sends a request through the layers. Their failures are handled like those of a handler.
    pub(super) fn respond_through_layers(
        &self,
        layers: &Layers,
        request: &mut Request,
        arrival: Arrival,
    ) -> ResponseFuture {
        let matched = self.matched(request, arrival.matched);
        let route = matched.route.map(|route| self.shared.patterns[route].info);
        let cdn_header = self.shared.cache.cdn_header();
        let is_head = request.method() == Method::HEAD;
        let response = Call::new(&self.shared, request).run(
            |mut call| layers.enter(call.take(), arrival, matched, cdn_header),
            route,
            false,
        );
        if is_head {
            response.without_body()
        } else {
            response
        }
    }

    /// Finds the route of a request.
    fn matched(&self, request: &Request, matched: MatchedBy) -> Matched {
        let (route, path) = match matched {
            MatchedBy::AxumRoute(route) => (Some(route), None),
            MatchedBy::AxumFallback => (self.nested_route(request), None),
            MatchedBy::Nothing => self.match_path(request).unwrap_or_default(),
        };
        Matched {
            route,
            path,
            is_from_cache: route.is_some_and(|it| self.endpoints[it].caches(request.method())),
        }
    }

    /// Returns the route of a request, if an outer Router may have removed the base path, so that no other Router matched it.
    fn nested_route(&self, request: &Request) -> Option<usize> {
        self.base_path()?;
        let mut probe = Request::new(Body::empty());
        *probe.uri_mut() = request.uri().clone();
        self.find(&probe, MatchedBy::Nothing).ok()?
    }

    /// Returns the route of a request and its `MatchedPath`, as an axum Router would insert it.
    fn match_path(&self, request: &Request) -> Option<(Option<usize>, Option<MatchedPath>)> {
        let mut probe = Request::new(Body::empty());
        *probe.uri_mut() = match self.base_path() {
            None => request.uri().clone(),
            Some(base_path) => {
                let slash = self.shared.trailing_slash;
                let BasePathMatch::Below(path) = base_path.strip(request.uri().path(), slash)
                else {
                    return None;
                };
                with_path(request.uri(), path)?
            }
        };
        let extensions = request.extensions();
        let is_nested =
            extensions.get::<OriginalUri>().is_some() || extensions.get::<MatchedPath>().is_some();
        if is_nested {
            *probe.extensions_mut() = extensions.clone();
        }
        let route = self.find(&probe, MatchedBy::Nothing).ok()??;
        let known = self.shared.axum_bridge.matched_path(Some(route));
        let path = if let Some(known) = known.filter(|_| !is_nested) {
            Some(known.clone())
        } else {
            let mut call = Call::new(&self.shared, &mut probe).with_route(Some(route));
            call.ensure_axum_extensions().ok()?;
            call.request().extensions_mut().remove()
        };
        Some((Some(route), path))
    }
}
