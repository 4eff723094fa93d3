//! The endpoint of one route, and the order in which it responds.

use super::{
    Extras, GeneratedPaths,
    body_limit::{check_body_limit, limit_body},
    cross_origin::check_origin,
    method_table::{MethodMatch, MethodTable},
    middleware::{Continuation, Entrance, FolderService, enter},
    static_params::not_listed,
    write::{WriteTarget, expire_after, is_write},
};
use crate::{
    cache::{CdnHeader, RequestView},
    errors::internal_error,
    matching::Segment,
    respond::effects::LazyEffects,
    routing::handler::{AxumExtensions, Call, HandlerFuture, Handlers, ResponseFuture, Shared},
    table::{RouteInfo, RouteKind},
};
use axum::{
    extract::Request,
    http::{Method, header::RANGE},
};
use std::{ops::ControlFlow, sync::Arc};

/// One route: its handlers and everything around them, built once at start-up.
pub(crate) struct Endpoint<S: 'static> {
    pub(super) shared: Arc<Shared<S>>,
    pub(super) route: usize,
    info: &'static RouteInfo,
    pub(super) methods: MethodTable,
    handlers: Handlers<S>,
    /// `None` for a route with only handlers: then [`respond`](Self::respond) calls them at once.
    pub(super) extras: Option<Box<Extras<S>>>,
}

/// A step of [`Endpoint::respond_from`] at which an interrupted request continues.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    PublicFiles,
    StaticParams,
    Method,
}

impl<S: Clone + Send + Sync + 'static> Endpoint<S> {
    /// Creates the endpoint of a route whose first handler has the number `first`.
    pub(crate) fn new(
        shared: &Arc<Shared<S>>,
        route: usize,
        first: usize,
        handlers: Handlers<S>,
        extras: Extras<S>,
    ) -> Self {
        let info = shared.patterns[route].info;
        Self {
            shared: Arc::clone(shared),
            route,
            info,
            methods: MethodTable::new(first, info.exports, info.config.check_origin),
            handlers,
            extras: (!extras.is_empty()).then(|| Box::new(extras)),
        }
    }

    /// Responds to a request for a clean path that the route matches.
    #[expect(clippy::inline_always, reason = "every request takes this path")]
    #[inline(always)]
    pub(crate) fn respond(
        self: &Arc<Self>,
        request: &mut Request,
        axum_extensions: AxumExtensions,
    ) -> ResponseFuture {
        if let Some(extras) = &self.extras {
            return self.respond_with_extras(extras, request, axum_extensions);
        }
        let found = self.methods.find(request.method());
        let (number, without_body) = match found {
            MethodMatch::Run(number) => (number, false),
            MethodMatch::RunWithoutBody(number) => (number, true),
            _ => return self.respond_rare_method(found, request, axum_extensions),
        };
        let (call, handlers) = (self.call(request, axum_extensions), self.handlers);
        call.run(|call| handlers(number, call), Some(self.info), without_body)
    }

    /// Responds to a method whose handler, if it has one, cannot simply be called.
    #[inline(never)]
    fn respond_rare_method(
        &self,
        found: MethodMatch,
        request: &mut Request,
        axum_extensions: AxumExtensions,
    ) -> ResponseFuture {
        let mut call = self.call(request, axum_extensions);
        match self.handler(found, &mut call) {
            ControlFlow::Continue((number, without_body)) => {
                self.call_handler(number, call, without_body)
            }
            ControlFlow::Break(response) => response,
        }
    }

    /// Returns the number of the handler that runs, and `true` if the body of its response is not sent; or the response without it.
    fn handler(
        &self,
        found: MethodMatch,
        call: &mut Call<'_, S>,
    ) -> ControlFlow<ResponseFuture, (usize, bool)> {
        match found {
            MethodMatch::Run(number) => ControlFlow::Continue((number, false)),
            MethodMatch::RunWithoutBody(number) => ControlFlow::Continue((number, true)),
            MethodMatch::Check(number) => match check_origin(call, self.info) {
                Some(refusal) => ControlFlow::Break(refusal),
                None => ControlFlow::Continue((number, false)),
            },
            MethodMatch::Options => {
                ControlFlow::Break(ResponseFuture::ready(self.methods.options()))
            }
            MethodMatch::NotAllowed => ControlFlow::Break(self.not_allowed(call)),
        }
    }

    /// Returns the call of this route for a request.
    #[inline]
    pub(super) fn call<'r>(
        &'r self,
        request: &'r mut Request,
        axum_extensions: AxumExtensions,
    ) -> Call<'r, S> {
        Call::new(&self.shared, request)
            .with_route(Some(self.route))
            .with_axum_extensions(axum_extensions)
    }

    /// Responds to a request of a route with more than handlers: with a hit of the cache, or in the order of `respond_from`.
    #[inline(never)]
    fn respond_with_extras(
        self: &Arc<Self>,
        extras: &Extras<S>,
        request: &mut Request,
        axum_extensions: AxumExtensions,
    ) -> ResponseFuture {
        // Responses are cached only for paths that passed the static params.
        if extras.public_files.is_none()
            && extras.middleware.is_none()
            && let Some(hit) = self.hit(extras, request)
        {
            return hit;
        }
        let found = self.methods.find(request.method());
        // A short way to the same step of `respond_from`.
        if extras.public_files.is_none()
            && extras.static_params.is_none()
            && let Some(entrance) = extras.entrance(found, request.method())
        {
            let call = self.call(request, axum_extensions);
            return self.respond_through_middleware(extras, &entrance, found, call);
        }
        let call = self.call(request, axum_extensions);
        self.respond_from(Step::PublicFiles, extras, found, call)
    }

    /// Returns the response to a request that hits the cache.
    #[inline]
    fn hit(&self, extras: &Extras<S>, request: &Request) -> Option<ResponseFuture> {
        let (policy, cache) = (extras.policy.as_deref()?, &self.shared.cache);
        let request = RequestView::from(request);
        let found = cache.find(self.route, policy, request)?;
        let hit = cache.hit(&found, policy, request)?;
        Some(ResponseFuture::ready(hit.response()))
    }

    /// Returns `true` if responses to the method come from the cache.
    pub(crate) fn caches(&self, method: &Method) -> bool {
        let extras = self.extras.as_ref();
        extras.is_some_and(|extras| extras.policy.is_some())
            && [Method::GET, Method::HEAD].contains(method)
    }

    /// Responds in order: public files, static params, middleware, method, cache, then limits, layouts and the handler.
    fn respond_from(
        self: &Arc<Self>,
        step: Step,
        extras: &Extras<S>,
        found: MethodMatch,
        mut call: Call<'_, S>,
    ) -> ResponseFuture {
        if step <= Step::PublicFiles
            && let Some(files) = &extras.public_files
            && let Some(response) = files.respond(&mut call)
        {
            return response;
        }
        if step <= Step::StaticParams {
            if let Some(paths) = &extras.static_params {
                match paths.allow(call.request().uri().path()) {
                    Some(true) => {}
                    Some(false) => return extras.not_generated(call),
                    None => return self.respond_after_listing(found, call),
                }
            }
            if let Some(entrance) = extras.entrance(found, call.request().method()) {
                return self.respond_through_middleware(extras, &entrance, found, call);
            }
        }
        let (number, without_body) = match self.handler(found, &mut call) {
            ControlFlow::Continue(found) => found,
            ControlFlow::Break(response) => return response,
        };
        let method = call.request().method();
        let (is_get, is_write) = (without_body || method == Method::GET, is_write(method));
        // Middleware receives the body of a response to HEAD, which `respond_through_middleware` removes.
        let for_middleware = without_body && extras.entrance(found, method).is_some();
        let without_body = without_body && !for_middleware;
        call = call.behind_middleware(for_middleware);
        match &extras.policy {
            Some(policy) if is_get => {
                if for_middleware {
                    // Ranges are defined for GET only (RFC 9110 section 14.2).
                    call.request().headers_mut().remove(RANGE);
                    *call.request().method_mut() = Method::GET;
                }
                self.respond_from_cache(policy, extras, number, call, without_body)
            }
            Some(_) if is_write => {
                let target = WriteTarget::of(call.request());
                let response = self.run(extras, number, call, without_body);
                expire_after(response, Arc::clone(&self.shared.cache), target)
            }
            _ => match &extras.error_pages {
                Some(pages) => pages.around(call, without_body, |call| {
                    self.run(extras, number, call, without_body)
                }),
                None => self.run(extras, number, call, without_body),
            },
        }
    }

    /// Runs a handler within the limits of its file and inside the layouts of its folder.
    pub(super) fn run(
        &self,
        extras: &Extras<S>,
        number: usize,
        mut call: Call<'_, S>,
        without_body: bool,
    ) -> ResponseFuture {
        if let Some(limit) = extras.body_limit
            && let Some(refusal) = check_body_limit(&mut call, limit)
        {
            return refusal;
        }
        let response = match &extras.layouts {
            Some(layouts) => {
                let handlers = self.handlers;
                call.run(
                    |call| layouts.wrap(call, |call| handlers(number, call)),
                    Some(self.info),
                    without_body,
                )
            }
            None => self.call_handler(number, call, without_body),
        };
        response.with_timeout(extras.max_duration, self.shared.cache.clock())
    }

    /// Responds to a method without a handler.
    fn not_allowed(&self, call: &mut Call<'_, S>) -> ResponseFuture {
        let methods = &self.methods;
        call.error_with(|| methods.not_allowed_as_text(), || methods.not_allowed())
    }

    #[inline(never)]
    pub(super) fn call_handler(
        &self,
        number: usize,
        call: Call<'_, S>,
        without_body: bool,
    ) -> ResponseFuture {
        let handlers = self.handlers;
        call.run(|call| handlers(number, call), Some(self.info), without_body)
    }

    /// Returns the generated paths, if the route has some.
    pub(crate) fn static_params(&self) -> Option<&GeneratedPaths<S>> {
        self.extras.as_ref()?.static_params.as_ref()
    }

    /// Lists the static params before it continues.
    fn respond_after_listing(
        self: &Arc<Self>,
        found: MethodMatch,
        mut call: Call<'_, S>,
    ) -> ResponseFuture {
        let endpoint = Arc::clone(self);
        let axum_extensions = call.axum_extensions();
        let head = call.request_head();
        let is_head = call.request().method() == Method::HEAD;
        let mut request = call.take();
        // The user's function may panic.
        let response = HandlerFuture::new(async move {
            let Some(extras) = &endpoint.extras else {
                return internal_error();
            };
            if let Some(paths) = &extras.static_params {
                let (state, clock) = (&endpoint.shared.state, endpoint.shared.cache.clock());
                if let Err(error) = paths.list_once(state, clock).await {
                    return not_listed(endpoint.info.pattern, &error);
                }
            }
            let call = endpoint.call(&mut request, axum_extensions);
            let response = endpoint.respond_from(Step::StaticParams, extras, found, call);
            response.response().await
        });
        self.shared
            .supervise(response, Some(self.info), |it| *it = head, false, is_head)
    }

    /// Sends the request through the middleware of its folders, which continue with [`Continuation::respond`].
    fn respond_through_middleware(
        self: &Arc<Self>,
        extras: &Extras<S>,
        entrance: &Entrance<'_>,
        found: MethodMatch,
        mut call: Call<'_, S>,
    ) -> ResponseFuture {
        let without_body = matches!(found, MethodMatch::RunWithoutBody(_));
        if let Some(limit) = extras.body_limit {
            call.map_request(|request| limit_body(request, limit));
        }
        let endpoint: Arc<dyn Continuation> = Arc::clone(self) as _;
        call.run(
            |call| enter(endpoint, entrance, call),
            Some(self.info),
            without_body,
        )
    }
}

impl<S: Clone + Send + Sync + 'static> Continuation for Endpoint<S> {
    fn next(&self, entered: usize, method: &Method) -> Option<(usize, &FolderService)> {
        let chain = self.extras.as_ref()?.middleware.as_ref()?;
        chain.next(entered, || self.methods.find(method).handled_as(method))
    }

    fn segments(&self) -> &'static [Segment] {
        self.info.segments
    }

    fn cdn_header(&self) -> Option<&CdnHeader> {
        let is_cached = self.extras.as_ref().is_some_and(|it| it.policy.is_some());
        let is_file = matches!(self.info.kind, RouteKind::Metadata | RouteKind::Asset);
        (is_cached || is_file).then(|| self.shared.cache.cdn_header())
    }

    fn caches(&self, method: &Method) -> bool {
        Self::caches(self, method)
    }

    fn respond(
        self: Arc<Self>,
        request: &mut Request,
        axum_extensions: AxumExtensions,
        lazy_effects: Option<&LazyEffects>,
    ) -> ResponseFuture {
        let Some(extras) = &self.extras else {
            let error = self
                .shared
                .render(request, Some(self.route), internal_error());
            return ResponseFuture::ready(error);
        };
        // Middleware receives the complete response to HEAD.
        if request.method() == Method::GET
            && let Some(hit) = self.hit(extras, request)
        {
            return hit;
        }
        let found = self.methods.find(request.method());
        let call = self
            .call(request, axum_extensions)
            .with_lazy_effects(lazy_effects);
        if let MethodMatch::Run(number) = found
            && extras.has_bare_handler()
        {
            return self.call_handler(number, call, false);
        }
        self.respond_from(Step::Method, extras, found, call)
    }
}
