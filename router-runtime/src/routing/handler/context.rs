//! The request context of a call.

use super::{Call, call::first_segments};
use crate::{
    client::TrustedProxies,
    data::DataCache,
    extract::{MiddlewareEffects, RequestContext, data_cache},
    matching::Segment,
    respond::effects::{LazyEffects, ResponseEffects},
};
use axum::http::{Extensions, HeaderMap};
use std::sync::Arc;

impl<S> Call<'_, S> {
    pub(super) fn data(&mut self) -> DataCache {
        let (engine, route) = (&self.shared().cache, self.route());
        data_cache(engine, route, self.request().extensions())
    }

    /// Reads what the request says about its client.
    pub(super) fn of_client<T>(
        &mut self,
        read: impl FnOnce(Option<&TrustedProxies>, &HeaderMap, &Extensions) -> Option<T>,
    ) -> Option<T> {
        let proxies = self.shared().client.proxies.as_deref();
        let request = self.request();
        read(proxies, request.headers(), request.extensions())
    }

    #[cfg(feature = "fetch")]
    pub(super) fn fetch(&mut self) -> crate::fetch::Fetch {
        let client = self.shared().fetch_client.clone();
        crate::fetch::Fetch::new(self.data(), client, self.config())
    }

    /// Returns the configuration of the matched route.
    #[cfg(feature = "fetch")]
    fn config(&self) -> Option<&'static crate::config::RouteConfig> {
        let route = self.route()?;
        Some(self.shared().patterns[route].info.config)
    }

    /// Inserts the request context, for extractors that the router does not know. Response effects that the request already has stay.
    pub(crate) fn insert_context(&mut self) {
        let mut context = self.context(self.segments());
        let extensions = self.request().extensions();
        if extensions.get::<ResponseEffects>().is_none() {
            let present = RequestContext::of(extensions).and_then(RequestContext::effects);
            context.effects = Some(present.unwrap_or_else(|| self.moved_effects()));
        }
        self.request().extensions_mut().insert(context);
    }

    /// Returns the effects on the response of the outermost middleware.
    pub(crate) fn new_lazy_effects(&mut self) -> LazyEffects {
        let shared = self.shared();
        LazyEffects::new(
            self.request(),
            &shared.pending,
            shared.client.proxies.as_deref(),
        )
    }

    /// Inserts the request context of the outermost middleware, which reads the parameters of the first segments. Its number is counted
    /// from 1.
    pub(crate) fn insert_context_of_middleware(
        &mut self,
        depth: u32,
        middleware: Arc<dyn MiddlewareEffects>,
        number: usize,
    ) {
        let context = RequestContext {
            middleware: Some(middleware),
            entered: Some(number),
            ..self.context(first_segments(self.segments(), depth))
        };
        self.request().extensions_mut().insert(context);
    }

    fn context(&self, segments: &'static [Segment]) -> RequestContext {
        let shared = self.shared();
        RequestContext {
            segments,
            route: self.route(),
            cache: shared.cache_handle(),
            #[cfg(feature = "fetch")]
            fetch_client: shared.fetch_client.clone(),
            #[cfg(feature = "fetch")]
            config: self.config(),
            proxies: shared.client.proxies.clone(),
            effects: None,
            middleware: None,
            entered: None,
        }
    }
}
