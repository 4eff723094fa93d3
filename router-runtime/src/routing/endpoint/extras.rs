//! Everything around the handlers of one route.

use super::{
    Chain, ErrorPages, GeneratedPaths, Layouts, NotFound, method_table::MethodMatch,
    middleware::Entrance,
};
use crate::{
    cache::Policy,
    errors::{ErrorCause, error_response},
    routing::{
        entry::PublicFiles,
        handler::{Call, ResponseFuture},
    },
};
use axum::http::{Method, StatusCode};
use std::{sync::Arc, time::Duration};

/// Everything around the handlers of one route.
pub(crate) struct Extras<S: 'static> {
    /// The public files, if the route's pattern matches the path of one.
    pub(crate) public_files: Option<Arc<PublicFiles>>,
    pub(crate) static_params: Option<GeneratedPaths<S>>,
    pub(crate) middleware: Option<Chain>,
    /// `None` if no response is cached.
    pub(crate) policy: Option<Arc<Policy>>,
    pub(crate) body_limit: Option<usize>,
    pub(crate) max_duration: Option<Duration>,
    pub(crate) layouts: Option<Arc<Layouts<S>>>,
    /// Those of a page.
    pub(crate) error_pages: Option<Arc<ErrorPages<S>>>,
    pub(crate) not_found: Arc<NotFound<S>>,
}

impl<S> Extras<S> {
    pub(super) fn is_empty(&self) -> bool {
        self.public_files.is_none()
            && self.static_params.is_none()
            && self.middleware.is_none()
            && self.has_bare_handler()
    }

    /// Returns `true` if nothing is between the middleware and the handler.
    #[inline]
    pub(super) fn has_bare_handler(&self) -> bool {
        self.policy.is_none()
            && self.body_limit.is_none()
            && self.max_duration.is_none()
            && self.layouts.is_none()
            && self.error_pages.is_none()
    }

    /// Returns the outermost middleware around the responses to a method.
    #[inline]
    pub(super) fn entrance(&self, found: MethodMatch, method: &Method) -> Option<Entrance<'_>> {
        let chain = self.middleware.as_ref()?;
        chain.entrance(|| found.handled_as(method))
    }
}

impl<S: Clone + Send + Sync + 'static> Extras<S> {
    /// Responds to a path whose parameters `generate_static_params` does not list.
    #[cold]
    pub(super) fn not_generated(&self, mut call: Call<'_, S>) -> ResponseFuture {
        let Some(pages) = &self.error_pages else {
            return self.not_found.respond(call);
        };
        let without_body = call.request().method() == Method::HEAD;
        let response = error_response(StatusCode::NOT_FOUND, ErrorCause::NoRoute);
        pages.finish(response, call, without_body)
    }
}
