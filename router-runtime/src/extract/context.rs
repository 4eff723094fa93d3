//! The request context: values that only the router can provide to extractors.

use crate::{
    cache::{Cache, Dependencies, Engine},
    client::TrustedProxies,
    data::DataCache,
    matching::Segment,
    respond::effects::ResponseEffects,
};
#[cfg(feature = "fetch")]
use crate::{
    config::RouteConfig,
    fetch::{Fetch, FetchClient},
};
use axum::http::Extensions;
use std::{any::Any, sync::Arc};

/// The values of the router for extractors that run on a request, such as [`Path`](super::Path) or [`Cache`].
///
/// The context is a single extension, because each insertion costs more than most handlers. The router inserts it only for code
/// whose extractors it cannot see: middleware, layouts, extractors of other crates.
#[derive(Clone)]
pub(crate) struct RequestContext {
    /// The part of the matched pattern whose parameters may be read.
    pub(crate) segments: &'static [Segment],
    /// The matched route; `None` for paths that no route matches.
    pub(crate) route: Option<usize>,
    pub(crate) cache: Cache,
    #[cfg(feature = "fetch")]
    pub(crate) fetch_client: FetchClient,
    /// The configuration of the matched route.
    #[cfg(feature = "fetch")]
    pub(crate) config: Option<&'static RouteConfig>,
    pub(crate) proxies: Option<Arc<TrustedProxies>>,
    /// `None` if the response effects are a separate extension, or those of middleware.
    pub(crate) effects: Option<ResponseEffects>,
    /// The middleware of the request, if there is some.
    pub(crate) middleware: Option<Arc<dyn MiddlewareEffects>>,
    /// The number of middleware that the request entered; `None` behind all.
    pub(crate) entered: Option<usize>,
}

/// The middleware of one request, whose extractors share the effects on the response.
pub(crate) trait MiddlewareEffects: Any + Send + Sync {
    /// Returns the effects on the response of the outermost middleware, if the request has them in its context.
    fn effects(&self) -> Option<ResponseEffects>;
}

impl RequestContext {
    pub(crate) fn of(request: &Extensions) -> Option<&Self> {
        request.get()
    }

    /// Returns the response effects of the context, or of its middleware.
    pub(crate) fn effects(&self) -> Option<ResponseEffects> {
        let of_middleware = || self.middleware.as_ref()?.effects();
        self.effects.clone().or_else(of_middleware)
    }

    pub(super) fn data_cache(&self, request: &Extensions) -> DataCache {
        data_cache(self.cache.engine(), self.route, request)
    }

    #[cfg(feature = "fetch")]
    pub(super) fn fetch(&self, request: &Extensions) -> Fetch {
        let data = self.data_cache(request);
        Fetch::new(data, self.fetch_client.clone(), self.config)
    }
}

/// The data cache of a request. In a cached handler, the response depends on the data that is read from it.
pub(crate) fn data_cache(
    engine: &Arc<Engine>,
    route: Option<usize>,
    request: &Extensions,
) -> DataCache {
    let dependencies = request.get::<Dependencies>().cloned();
    DataCache::new(Arc::clone(engine), route, dependencies)
}

/// The response effects of a request, unless no router handles it.
pub(crate) fn response_effects(request: &Extensions) -> Option<ResponseEffects> {
    match request.get::<ResponseEffects>() {
        Some(effects) => Some(effects.clone()),
        None => RequestContext::of(request)?.effects(),
    }
}

/// Returns `true` if a request has response effects, which need not be created yet.
pub(crate) fn has_response_effects(request: &Extensions) -> bool {
    let in_context = |it: &RequestContext| it.effects.is_some() || it.middleware.is_some();
    request.get::<ResponseEffects>().is_some()
        || RequestContext::of(request).is_some_and(in_context)
}

/// The response effects of a request that are not those of middleware.
pub(crate) fn own_response_effects(request: &Extensions) -> Option<ResponseEffects> {
    let in_context = || RequestContext::of(request)?.effects.as_ref();
    request.get().or_else(in_context).cloned()
}

#[cfg(test)]
impl RequestContext {
    /// A context with an empty cache.
    pub(crate) fn of_path(segments: &'static [Segment]) -> Self {
        let engine = Engine::new(crate::CacheOptions::default(), Vec::new());
        Self {
            segments,
            route: None,
            cache: Cache::new(Arc::new(engine)),
            #[cfg(feature = "fetch")]
            fetch_client: FetchClient::default(),
            #[cfg(feature = "fetch")]
            config: None,
            proxies: None,
            effects: None,
            middleware: None,
            entered: None,
        }
    }
}
