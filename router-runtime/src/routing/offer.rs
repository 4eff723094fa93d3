//! What the application offers to extractors: the cache, and what is kept in it.

use super::{app::App, call::Call};
use crate::{
    cache::{Cache, Dependencies},
    data::DataCache,
    effects::Effects,
    offer::{Offer, Source},
};
use axum::http::Extensions;
use std::{
    any::{Any, TypeId},
    sync::Arc,
};

impl<S> App<S> {
    /// The data of the application, for the answer to a request.
    fn data(&self, request: &Extensions) -> DataCache {
        DataCache::new(
            Arc::clone(&self.cache),
            request.get::<Dependencies>().cloned(),
        )
    }

    /// What fetches, for the answer to a request that this route matched.
    #[cfg(feature = "fetch")]
    fn fetch(&self, route: Option<usize>, request: &Extensions) -> crate::fetch::Fetch {
        let config = route.map(|route| self.places[route].info.config);
        let client = self.options.fetch_client.clone();
        crate::fetch::Fetch::new(self.data(request), client, config)
    }
}

impl<S> Call<'_, S> {
    pub(super) fn data(&mut self) -> DataCache {
        let app = self.app;
        app.data(self.request().extensions())
    }

    #[cfg(feature = "fetch")]
    pub(super) fn fetch(&mut self) -> crate::fetch::Fetch {
        let (app, route) = (self.app, self.route);
        app.fetch(route, self.request().extensions())
    }
}

impl<S: Send + Sync + 'static> Call<'_, S> {
    /// Lets extractors inside of extractors find the prelude's `Path`, the cache, the data, cookies and `After`.
    pub(super) fn offer_all(&mut self) {
        let (app, segments, route) = (Arc::clone(self.app), self.segments(), self.route);
        let request = self.request();
        let effects = Effects::offered(request, &app.pending);
        let before = request.extensions_mut().insert(Offer {
            segments,
            route,
            source: app,
            effects,
        });
        if let Some(effects) = before.and_then(|before| before.effects)
            && let Some(offer) = request.extensions_mut().get_mut::<Offer>()
        {
            // What was done to the answer so far is not forgotten.
            offer.effects = Some(effects);
        }
    }
}

impl<S: Send + Sync + 'static> Source for App<S> {
    #[cfg_attr(
        not(feature = "fetch"),
        expect(unused_variables, reason = "only `Fetch` depends on the route")
    )]
    fn give(
        &self,
        wanted: TypeId,
        route: Option<usize>,
        request: &Extensions,
    ) -> Option<Box<dyn Any + Send>> {
        if wanted == TypeId::of::<Cache>() {
            return Some(Box::new(self.cache_handle()));
        }
        if wanted == TypeId::of::<DataCache>() {
            return Some(Box::new(self.data(request)));
        }
        #[cfg(feature = "fetch")]
        if wanted == TypeId::of::<crate::fetch::Fetch>() {
            return Some(Box::new(self.fetch(route, request)));
        }
        None
    }
}
