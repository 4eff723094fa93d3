//! The request context of a call.

use super::call::Call;
use crate::{
    data::DataCache,
    extract::{RequestContext, data_cache},
};

impl<S> Call<'_, S> {
    pub(super) fn data(&mut self) -> DataCache {
        let engine = &self.app.cache;
        data_cache(engine, self.request().extensions())
    }

    #[cfg(feature = "fetch")]
    pub(super) fn fetch(&mut self) -> crate::fetch::Fetch {
        let client = self.app.options.fetch_client.clone();
        crate::fetch::Fetch::new(self.data(), client, self.config())
    }

    /// The configuration of the matched route.
    #[cfg(feature = "fetch")]
    fn config(&self) -> Option<&'static crate::config::RouteConfig> {
        let route = self.route?;
        Some(self.app.places[route].info.config)
    }

    /// Inserts the request context, for extractors that the router does not know.
    pub(super) fn insert_context(&mut self) {
        let app = self.app;
        let context = RequestContext {
            segments: self.segments(),
            cache: app.cache_handle(),
            #[cfg(feature = "fetch")]
            fetch_client: app.options.fetch_client.clone(),
            #[cfg(feature = "fetch")]
            config: self.config(),
            effects: None,
        };
        context.insert_into(self.request(), &app.pending);
    }
}
