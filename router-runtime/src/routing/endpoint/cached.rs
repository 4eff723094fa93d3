//! Cached responses of a route: how they are sent and generated.

use super::{Extras, error_pages::RequestOfPage, method_table::MethodMatch, respond::Endpoint};
use crate::{
    cache::{Existing, Generate, NotPrerendered, Policy, RequestView, Served},
    matching::{with_added_slash, with_path},
    routing::handler::{AxumExtensions, Call, ResponseFuture},
};
use axum::http::Method;
use std::{borrow::Cow, sync::Arc};

impl<S: Clone + Send + Sync + 'static> Endpoint<S> {
    /// Responds from the cache. The handler with this number generates the response.
    pub(super) fn respond_from_cache(
        self: &Arc<Self>,
        policy: &Arc<Policy>,
        extras: &Extras<S>,
        number: usize,
        mut call: Call<'_, S>,
        without_body: bool,
    ) -> ResponseFuture {
        let cache = &self.shared.cache;
        let request = RequestView::from(&*call.request());
        let served = if cache.is_on_demand(request) {
            cache.serve_on_demand(self.route, policy, request, self.generate(number))
        } else {
            cache.serve(self.route, policy, request, || self.generate(number))
        };
        match (served, &extras.error_pages) {
            (Served::Ready(response), None) => call.respond(response),
            (Served::Pending(response), None) => call.error_request().render_later(response),
            (Served::Ready(response), Some(pages)) => pages.finish(response, call, without_body),
            (Served::Pending(response), Some(pages)) => {
                pages.finish_later(response, RequestOfPage::taken_from(call, without_body))
            }
        }
    }

    /// Returns the function that runs a handler for the cache.
    fn generate(self: &Arc<Self>, number: usize) -> Generate {
        let endpoint = Arc::clone(self);
        Arc::new(move |mut request| {
            // The axum Router that some extractors need matches paths as clients send them.
            let slash = endpoint.shared.trailing_slash;
            if let Cow::Owned(path) = with_added_slash(request.uri().path(), slash)
                && let Some(uri) = with_path(request.uri(), &path)
            {
                *request.uri_mut() = uri;
            }
            let call = endpoint.call(&mut request, AxumExtensions::Missing);
            let response = match &endpoint.extras {
                Some(extras) => endpoint.run(extras, number, call, false),
                None => endpoint.call_handler(number, call, false),
            };
            Box::pin(response.response())
        })
    }

    /// Generates the cached response for a canonical path.
    ///
    /// # Errors
    ///
    /// Returns the reason why no response was stored.
    pub(crate) async fn prerender(
        self: &Arc<Self>,
        path: &str,
        existing: &Existing,
    ) -> Result<(), NotPrerendered> {
        let cache = &self.shared.cache;
        match (cache.policy(self.route), self.methods.find(&Method::GET)) {
            (Some(policy), MethodMatch::Run(number)) => {
                let generate = self.generate(number);
                let route = self.route;
                cache
                    .prerender(route, policy, path, generate, existing)
                    .await
            }
            _ => Err("the route has no cached GET".to_owned().into()),
        }
    }
}
