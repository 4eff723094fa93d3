//! A request on its way to a handler.

mod effects;
mod output;
mod wrapped;
mod wrapped_call;

pub(crate) use self::output::HtmlSlot;
pub(super) use self::output::Output;
use self::wrapped_call::WrappedCall;
use super::{
    axum_bridge::{AxumExtensions, is_nested},
    future::ResponseFuture,
    handler_future::HandlerFuture,
    request_head::{RequestHead, Taker},
    shared::Shared,
};
use crate::{
    matching::Segment,
    respond::effects::{LazyEffects, ResponseEffects},
    table::RouteInfo,
};
use axum::{
    body::Body,
    extract::Request,
    http::{Method, Response},
};
use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// The generated function that calls one handler.
pub(crate) type Handler<S> = fn(Call<'_, S>) -> HandlerFuture;

/// The generated function that calls the handler with this number.
pub(crate) type Handlers<S> = fn(usize, Call<'_, S>) -> HandlerFuture;

/// A request on its way to a handler.
///
/// A request is large, so it is passed on by reference, and taken only by a handler that needs all of it.
pub struct Call<'r, S> {
    /// Replaced by an empty request when it is taken.
    request: &'r mut Request,
    shared: &'r Arc<Shared<S>>,
    /// The matched route; `None` for the handler of unmatched paths.
    route: Option<usize>,
    /// The number of segments whose parameters may be read. A layout reads those that lead to its folder.
    depth: u32,
    axum_extensions: AxumExtensions,
    /// `true` if a page for errors may need the request, so that all but its body is copied if it is taken.
    has_error_pages: bool,
    /// `true` if a middleware receives the response to HEAD, with the body, which is removed after the middleware.
    is_behind_middleware: bool,
    /// The effects of a response that passes middleware, if the request does not have them in its context.
    lazy_effects: Option<&'r LazyEffects>,
    /// `None` for a call within another one.
    taken: Option<&'r mut Taken>,
    /// `None` outside layouts.
    wrapped: Option<&'r mut WrappedCall>,
}

/// The parts of a request that a call puts aside.
#[derive(Default)]
struct Taken {
    /// A copy of what is necessary of the request, if it is taken.
    head: Option<RequestHead>,
    /// The response effects of a handler that does not take its request. In most, an extension of the request would cost more.
    effects: Option<ResponseEffects>,
}

/// A depth that includes every segment.
pub(crate) const ALL_SEGMENTS: u32 = u32::MAX;

/// Returns the first segments of a pattern.
pub(crate) fn first_segments(segments: &'static [Segment], depth: u32) -> &'static [Segment] {
    segments.get(..depth as usize).unwrap_or(segments)
}

impl<'r, S> Call<'r, S> {
    #[inline]
    pub(crate) fn new(shared: &'r Arc<Shared<S>>, request: &'r mut Request) -> Self {
        Self {
            request,
            shared,
            route: None,
            depth: ALL_SEGMENTS,
            axum_extensions: AxumExtensions::Missing,
            has_error_pages: false,
            is_behind_middleware: false,
            lazy_effects: None,
            taken: None,
            wrapped: None,
        }
    }

    #[inline]
    pub(crate) fn with_route(self, route: Option<usize>) -> Self {
        Self { route, ..self }
    }

    /// Limits the parameters to those of the first segments.
    pub(crate) fn with_depth(self, depth: u32) -> Self {
        Self { depth, ..self }
    }

    /// Notes the extensions of axum's Router that the request has.
    #[inline]
    pub(crate) fn with_axum_extensions(self, axum_extensions: AxumExtensions) -> Self {
        Self {
            axum_extensions,
            ..self
        }
    }

    /// Notes the effects of a response that passes middleware, if the request does not have them in its context.
    pub(crate) fn with_lazy_effects(self, lazy_effects: Option<&'r LazyEffects>) -> Self {
        Self {
            lazy_effects,
            ..self
        }
    }

    /// Leaves the request of an error to the pages for errors.
    pub(crate) fn with_error_pages(self) -> Self {
        Self {
            has_error_pages: true,
            ..self
        }
    }

    /// Notes whether a middleware receives the response, so that the response to HEAD has a body.
    pub(crate) fn behind_middleware(self, is_behind_middleware: bool) -> Self {
        Self {
            is_behind_middleware,
            ..self
        }
    }

    /// Calls a handler. `info` is `None` for the handler of unmatched paths.
    #[expect(clippy::inline_always, reason = "every request takes this path")]
    #[inline(always)]
    pub(crate) fn run(
        self,
        handler: impl FnOnce(Call<'_, S>) -> HandlerFuture,
        info: Option<&'static RouteInfo>,
        without_body: bool,
    ) -> ResponseFuture {
        if self.shared.response_options.is_some() {
            let handler = |call: Call<'_, S>| {
                let _links = call.shared.enter_links();
                handler(call)
            };
            return self.run_plain(handler, info, without_body);
        }
        self.run_plain(handler, info, without_body)
    }

    #[expect(clippy::inline_always, reason = "every request takes this path")]
    #[inline(always)]
    fn run_plain(
        self,
        handler: impl FnOnce(Call<'_, S>) -> HandlerFuture,
        info: Option<&'static RouteInfo>,
        without_body: bool,
    ) -> ResponseFuture {
        let Self {
            shared, request, ..
        } = self;
        let is_head = request.method() == Method::HEAD && !self.is_behind_middleware;
        let mut taken = Taken::default();
        let call = Call {
            request: &mut *request,
            taken: Some(&mut taken),
            ..self
        };
        // A user's `Deserialize` may panic while the path is read, before there is a future.
        let called = catch_unwind(AssertUnwindSafe(|| handler(call)));
        let future = called.unwrap_or_else(HandlerFuture::panicking);
        if let Some(head) = taken.head {
            shared.supervise(future, info, |it| *it = head, without_body, is_head)
        } else {
            let remaining = |head: &mut RequestHead| head.take_remaining(request);
            shared.supervise(future, info, remaining, without_body, is_head)
        }
    }

    /// Copies what is necessary of a request that is about to be taken.
    pub(crate) fn request_head(&self) -> RequestHead {
        self.request_head_for(Taker::ReturnsErrors)
    }

    fn request_head_for(&self, taker: Taker) -> RequestHead {
        let options = self.shared.response_options.as_deref();
        RequestHead::of(self.request, options, self.has_error_pages, taker)
    }

    pub(crate) fn shared(&self) -> &'r Arc<Shared<S>> {
        self.shared
    }

    #[inline]
    pub(crate) fn request(&mut self) -> &mut Request {
        self.request
    }

    /// Takes the request.
    #[inline]
    pub(crate) fn take(&mut self) -> Request {
        std::mem::take(self.lend())
    }

    /// Prepares the request to be taken, and lends it.
    #[inline]
    pub(crate) fn lend(&mut self) -> &mut Request {
        self.lend_after(Self::request_head)
    }

    /// Lends the request to code that returns no errors of its own. It may panic, which is logged.
    #[inline]
    pub(crate) fn lend_without_errors(&mut self) -> &mut Request {
        self.lend_after(|call| call.request_head_for(Taker::OnlyPanics))
    }

    #[inline]
    fn lend_after(&mut self, head: impl FnOnce(&Self) -> RequestHead) -> &mut Request {
        if let Some(taken) = self.taken.take() {
            taken.head = Some(head(self));
            if let Some(effects) = taken.effects.take() {
                self.request.extensions_mut().insert(effects);
            }
        }
        if let Some(wrapped) = self.wrapped.take() {
            wrapped.prepare(self.request);
        }
        self.request
    }

    /// Replaces the request by one that is made of it.
    pub(crate) fn map_request(&mut self, map: impl FnOnce(Request) -> Request) {
        let request = std::mem::take(self.request);
        *self.request = map(request);
    }

    pub(crate) fn route(&self) -> Option<usize> {
        self.route
    }

    pub(crate) fn axum_extensions(&self) -> AxumExtensions {
        self.axum_extensions
    }

    /// Returns `true` unless the route's file or a middleware above it keeps the responses out of shared caches.
    pub(crate) fn is_shared(&self) -> bool {
        let pattern = self.route.map(|route| &self.shared.patterns[route]);
        pattern.is_none_or(|pattern| pattern.info.config.cache_shared)
    }

    /// Returns the matched pattern, as far as its parameters may be read.
    pub(crate) fn segments(&self) -> &'static [Segment] {
        self.route.map_or(&[], |route| {
            first_segments(self.shared.patterns[route].info.segments, self.depth)
        })
    }

    /// Returns the path and the pattern, both from the first parameter on.
    #[inline]
    pub(super) fn parameters(&mut self) -> (&str, &'static [Segment]) {
        let path = self.request.uri().path();
        let Some(route) = self.route else {
            return (path, &[]);
        };
        let pattern = &self.shared.patterns[route];
        if self.depth == ALL_SEGMENTS {
            pattern.parameters(path)
        } else {
            (path, first_segments(pattern.info.segments, self.depth))
        }
    }

    /// Returns `true` if the route alone determines axum's path parameters, since no outer Router matched others.
    pub(super) fn has_only_own_parameters(&self) -> bool {
        match self.axum_extensions {
            AxumExtensions::Missing => !is_nested(self.request),
            AxumExtensions::Matched => true,
            AxumExtensions::All => false,
        }
    }

    /// Has an axum Router insert the extensions that only that can insert, unless the request passed one.
    ///
    /// # Errors
    ///
    /// Returns the Router's response if it does not match the path.
    pub(crate) fn ensure_axum_extensions(&mut self) -> Result<(), Box<Response<Body>>> {
        let (bridge, route) = (&self.shared.axum_bridge, self.route);
        match self.axum_extensions {
            AxumExtensions::All => return Ok(()),
            AxumExtensions::Missing => bridge.run_through_axum(route, self.request)?,
            AxumExtensions::Matched => bridge.insert_parameters(route, self.request)?,
        }
        self.note_axum_extensions(AxumExtensions::All);
        Ok(())
    }

    /// Inserts axum's extensions without the path parameters, if they are known, and otherwise all of them.
    ///
    /// # Errors
    ///
    /// Returns the Router's response if it does not match the path.
    pub(crate) fn ensure_matched_path(&mut self) -> Result<(), Box<Response<Body>>> {
        if self.axum_extensions == AxumExtensions::Missing
            && self
                .shared
                .axum_bridge
                .insert_matched_path(self.route, self.request)
        {
            self.note_axum_extensions(AxumExtensions::Matched);
            return Ok(());
        }
        self.ensure_axum_extensions()
    }

    fn note_axum_extensions(&mut self, axum_extensions: AxumExtensions) {
        self.axum_extensions = axum_extensions;
        if let Some(wrapped) = &mut self.wrapped {
            wrapped.axum_extensions = axum_extensions;
        }
    }
}

impl<S> fmt::Debug for Call<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}
