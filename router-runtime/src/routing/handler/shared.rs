//! The part of an application that handlers and extractors may reach.

use super::{
    axum_bridge::AxumBridge, future::ResponseFuture, handler_future::HandlerFuture,
    options::ResponseOptions, request_head::RequestHead,
};
use crate::{
    cache::{Cache, Engine},
    client::ClientOptions,
    href::{LinkStyle, Scope},
    matching::{Segment, StaticPrefix, TrailingSlash},
    respond::effects::Pending,
    table::RouteInfo,
};
use std::sync::{Arc, atomic::AtomicBool};

/// The part of an application that handlers and extractors may reach: no handlers, no matcher, no options.
pub(crate) struct Shared<S> {
    pub(crate) state: S,
    pub(crate) cache: Arc<Engine>,
    /// The unfinished tasks of `After`.
    pub(crate) pending: Arc<Pending>,
    pub(crate) client: ClientOptions,
    /// `None` without `render_error`, base path and added slashes.
    pub(crate) response_options: Option<Arc<ResponseOptions>>,
    /// The pattern of each route.
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) trailing_slash: TrailingSlash,
    pub(crate) axum_bridge: AxumBridge,
    /// `true` after `serve()`. In debug builds its 404 lists the routes.
    pub(crate) is_served: AtomicBool,
    #[cfg(feature = "fetch")]
    pub(crate) fetch_client: crate::fetch::FetchClient,
}

/// The pattern of a route, prepared for reading parameters.
pub(crate) struct Pattern {
    pub(crate) info: &'static RouteInfo,
    prefix: StaticPrefix,
}

impl Pattern {
    pub(crate) fn new(info: &'static RouteInfo) -> Self {
        Self {
            info,
            prefix: StaticPrefix::of(info.segments),
        }
    }

    /// Returns a path that the pattern matched and the pattern, both from the first parameter on.
    #[inline]
    pub(crate) fn parameters<'p>(&self, path: &'p str) -> (&'p str, &'static [Segment]) {
        self.prefix.skip(path, self.info.segments)
    }
}

impl<S> Shared<S> {
    pub(crate) fn cache_handle(&self) -> Cache {
        Cache::new(Arc::clone(&self.cache))
    }

    /// Returns the response of a handler's future, or the response to its failure. `Content-Length` is set to the length of the body,
    /// except for HEAD.
    #[expect(clippy::inline_always, reason = "every request takes this path")]
    #[inline(always)]
    pub(crate) fn supervise(
        &self,
        mut future: HandlerFuture,
        route: Option<&'static RouteInfo>,
        set_head: impl FnOnce(&mut RequestHead),
        without_body: bool,
        is_head: bool,
    ) -> ResponseFuture {
        let run = future.run();
        run.route = route;
        set_head(&mut run.head);
        run.without_body = without_body;
        run.is_head = is_head;
        if let Some(options) = &self.response_options {
            run.options = Some(Arc::clone(options));
        }
        ResponseFuture::running(future)
    }

    /// Applies the spelling of the application's links to those that are made until the guard is dropped.
    #[inline]
    pub(super) fn enter_links(&self) -> Option<Scope> {
        let options = self.response_options.as_ref()?;
        Some(LinkStyle::enter(options.links.as_ref()))
    }
}
