//! Middleware: `middleware.rs` wraps every response of the routes below its folder.
//!
//! | type | meaning |
//! |---|---|
//! | [`FolderService`] | one `middleware.rs`, or the layers of one method, for all requests |
//! | [`Chain`] | those around one route, from the outermost to the innermost |
//! | [`Entrance`] | the first of them for one request |
//! | [`MiddlewareRun`] | one request on its way through them; [`Position`]: how far it is |
//! | [`NextService`] | the innermost service of each, which sends the request to the next one |
//! | [`Continuation`] | the endpoint behind the last one |

use super::{
    completion::{CacheControlAroundMiddleware, Complete, Completion},
    position::{MiddlewareStack, Position, PositionSlot},
    wrapping::{Entering, Wrapping, WrappingUse},
};
use crate::{
    cache::CdnHeader,
    errors::internal_error,
    extract::{MiddlewareEffects, RequestContext},
    matching::{Segment, with_path},
    respond::effects::{LazyEffects, ResponseEffects},
    routing::handler::{
        ALL_SEGMENTS, AxumExtensions, Call, HandlerFuture, ResponseFuture, first_segments,
    },
    table::{RouteInfo, RouteKind},
};
use axum::{
    body::Body,
    extract::Request,
    http::{Method, Response, Uri, uri::PathAndQuery},
};
use std::{
    any::Any,
    convert::Infallible,
    fmt,
    future::ready,
    sync::Arc,
    task::{Context, Poll},
};
use tower::Service;

/// One `middleware.rs`, from generated code.
pub struct Middleware<S> {
    /// Its folder, relative to the crate's folder, with a slash at the end: `app/api/`.
    pub folder: &'static str,
    /// The number of URL segments that lead to the folder.
    pub depth: u32,
    /// The method that it is around, if not all. Then `folder` is the path of a `route.rs`.
    pub method: Option<&'static str>,
    /// Returns its export.
    pub wrap: fn(&S) -> Wrapping,
}

impl<S> fmt::Debug for Middleware<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Middleware").field(&self.folder).finish()
    }
}

/// One `middleware.rs`, or the layers of one method.
pub(crate) struct FolderService {
    folder: &'static str,
    depth: u32,
    method: Option<&'static str>,
    wrapping: Wrapping,
}

impl FolderService {
    pub(crate) fn new<S>(middleware: &Middleware<S>, state: &S) -> Arc<Self> {
        Arc::new(Self {
            folder: middleware.folder,
            depth: middleware.depth,
            method: middleware.method,
            wrapping: (middleware.wrap)(state),
        })
    }

    /// Returns `true` if it is around the handler of this method.
    fn covers(&self, method: &str) -> bool {
        self.method.is_none_or(|it| it == method)
    }
}

/// The middleware of one route, outermost first.
pub(crate) struct Chain {
    services: Box<[Arc<FolderService>]>,
    /// The uses of all of them together.
    uses: WrappingUse,
    /// `true` if the request carries its position in its context, for middleware that may read it.
    has_context: bool,
    /// `true` if one of them may return an error that is rendered.
    returns_errors: bool,
    /// `true` if each is around the handlers of all methods.
    has_all_methods: bool,
}

impl Chain {
    /// Selects the middleware above a route from those of all folders, in which outer folders come first.
    pub(crate) fn of(route: &RouteInfo, services: &[Arc<FolderService>]) -> Option<Self> {
        let above = services.iter();
        let services: Box<[_]> = above
            .filter(|service| route.file.starts_with(service.folder))
            .cloned()
            .collect();
        let uses = services.iter().map(|it| it.wrapping.uses());
        let uses = uses.reduce(WrappingUse::union)?;
        // A page and its layouts share the effects on their response with middleware.
        let has_context = uses.reads_context || route.kind == RouteKind::Page;
        let returns_errors = services.iter().any(|it| it.wrapping.returns_errors());
        let has_all_methods = services.iter().all(|it| it.method.is_none());
        Some(Self {
            services,
            uses,
            has_context,
            returns_errors,
            has_all_methods,
        })
    }

    /// Returns the outermost middleware around the handler of a method.
    #[inline]
    pub(super) fn entrance<'m>(&self, method: impl FnOnce() -> &'m str) -> Option<Entrance<'_>> {
        let (number, first) = self.next(0, method)?;
        let chain = self;
        Some(Entrance {
            chain,
            number,
            first,
        })
    }

    /// Skips the middleware that the request entered, and returns the next one around the handler of the method, with the number
    /// entered then.
    #[inline]
    pub(super) fn next<'m>(
        &self,
        entered: usize,
        method: impl FnOnce() -> &'m str,
    ) -> Option<(usize, &FolderService)> {
        if self.has_all_methods {
            let next = self.services.get(entered)?;
            return Some((entered + 1, next));
        }
        let method = method();
        let mut services = self.services.iter().enumerate().skip(entered);
        let (number, service) = services.find(|(_, it)| it.covers(method))?;
        Some((number + 1, service))
    }
}

/// The outermost middleware around a handler.
pub(super) struct Entrance<'c> {
    chain: &'c Chain,
    number: usize,
    first: &'c FolderService,
}

/// The endpoint behind the middleware.
pub(super) trait Continuation: Send + Sync {
    /// Skips the middleware that the request entered, and returns the next one around the handler of the method, with the number
    /// entered then.
    fn next(&self, entered: usize, method: &Method) -> Option<(usize, &FolderService)>;

    /// The segments of the route's pattern.
    fn segments(&self) -> &'static [Segment];

    /// Returns the header for CDNs if its responses get a default of `Cache-Control`.
    fn cdn_header(&self) -> Option<&CdnHeader>;

    /// Returns `true` if responses to the method come from the cache.
    fn caches(&self, method: &Method) -> bool;

    /// Responds to a request that entered all middleware. `lazy_effects` is `None` if its effects are in the request context.
    fn respond(
        self: Arc<Self>,
        request: &mut Request,
        axum_extensions: AxumExtensions,
        lazy_effects: Option<&LazyEffects>,
    ) -> ResponseFuture;
}

/// The values of one request that all its middleware share.
struct MiddlewareRun {
    endpoint: Arc<dyn Continuation>,
    /// The path that the route matched, if a middleware may change it.
    path: Option<PathAndQuery>,
    axum_extensions: AxumExtensions,
    /// `true` if the request carries its position in its context.
    has_context: bool,
    /// `None` if the endpoint has no default of `Cache-Control`, or no middleware may change it.
    cache_control: Option<Box<CacheControlAroundMiddleware>>,
    effects: LazyEffects,
}

/// Sends a request through the middleware of its route.
pub(super) fn enter<S>(
    endpoint: Arc<dyn Continuation>,
    entrance: &Entrance<'_>,
    mut call: Call<'_, S>,
) -> HandlerFuture {
    let Entrance {
        chain,
        number,
        first,
    } = *entrance;
    // A middleware may read extensions of axum's Router, such as the matched path.
    let ensured = match chain.uses.axum_extensions {
        AxumExtensions::Missing => Ok(()),
        AxumExtensions::Matched => call.ensure_matched_path(),
        AxumExtensions::All => call.ensure_axum_extensions(),
    };
    if let Err(response) = ensured {
        return HandlerFuture::new(ready(*response));
    }
    let may_change_path = chain.uses.axum_extensions != AxumExtensions::Missing;
    let cdn_header = endpoint
        .cdn_header()
        .filter(|_| chain.uses.changes_response);
    let run = Arc::new(MiddlewareRun {
        path: may_change_path.then(|| path_of(call.request())),
        axum_extensions: call.axum_extensions(),
        has_context: chain.has_context,
        cache_control: cdn_header.map(|it| Box::new(CacheControlAroundMiddleware::new(it))),
        effects: if chain.has_context {
            call.new_lazy_effects()
        } else {
            LazyEffects::of_handler()
        },
        endpoint,
    });
    let completion = Completion::by(Arc::clone(&run) as _);
    let position = if chain.has_context {
        call.insert_context_of_middleware(first.depth, run as _, number);
        None
    } else {
        Some(Position {
            stack: run,
            entered: number,
        })
    };
    let request = if chain.returns_errors {
        call.lend()
    } else {
        call.lend_without_errors()
    };
    first.wrapping.respond(Entering {
        request,
        position,
        completion,
    })
}

fn path_of(request: &Request) -> PathAndQuery {
    let path = request.uri().path_and_query().cloned();
    path.unwrap_or_else(|| PathAndQuery::from_static("/"))
}

/// The innermost service of each middleware: sends a request to the next one, or to the endpoint.
#[derive(Clone, Default)]
pub(super) struct NextService(PositionSlot);

impl Service<Request> for NextService {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> ResponseFuture {
        advance(request, self.0.take())
    }
}

/// Sends a request to the next middleware, or to the endpoint. If `position` is `None`, it is read from the request context.
pub(super) fn advance(request: Request, position: Option<Position>) -> ResponseFuture {
    if let Some(Position { stack, entered }) = position {
        return stack.advance(request, entered);
    }
    match position_of(&request) {
        Some((run, entered)) => run.advance(request, entered),
        None => ResponseFuture::ready(extensions_lost("a middleware")),
    }
}

/// Returns the position that a request carries in its context, which is defined below this module and cannot name the type.
fn position_of(request: &Request) -> Option<(Arc<MiddlewareRun>, usize)> {
    let context = RequestContext::of(request.extensions())?;
    let entered = context.entered?;
    let middleware: Arc<dyn Any + Send + Sync> = Arc::clone(context.middleware.as_ref()?) as _;
    Some((middleware.downcast().ok()?, entered))
}

impl MiddlewareStack for MiddlewareRun {
    fn advance(self: Arc<Self>, mut request: Request, entered: usize) -> ResponseFuture {
        let next = self.endpoint.next(entered, request.method());
        if self.has_context
            && let Some(context) = request.extensions_mut().get_mut::<RequestContext>()
        {
            // A middleware reads the parameters of its folder.
            let depth = next.map_or(ALL_SEGMENTS, |(_, next)| next.depth);
            context.segments = first_segments(self.endpoint.segments(), depth);
            context.entered = next.map(|(number, _)| number);
        }
        let Some((entered, next)) = next else {
            return self.leave(request);
        };
        let position = (!self.has_context).then(|| Position {
            stack: Arc::clone(&self) as _,
            entered,
        });
        let response = next.wrapping.respond(Entering {
            request: &mut request,
            position,
            completion: Completion::default(),
        });
        response.into_unwatched()
    }
}

impl MiddlewareEffects for MiddlewareRun {
    fn effects(&self) -> Option<ResponseEffects> {
        self.effects.inner()
    }
}

impl Complete for MiddlewareRun {
    fn complete(&self, mut response: Response<Body>) -> Response<Body> {
        if let Some(effects) = self.effects.guard() {
            response = effects.apply(response);
        }
        if let Some(cache_control) = &self.cache_control {
            cache_control.after_middleware(&mut response);
        }
        response
    }

    fn abandon(&self) {
        // Its tasks for after the response start.
        drop(self.effects.guard());
    }
}

impl MiddlewareRun {
    /// Calls the endpoint.
    fn leave(self: Arc<Self>, mut request: Request) -> ResponseFuture {
        self.restore_path(&mut request);
        let is_from_cache = self.cache_control.is_some() && self.endpoint.caches(request.method());
        let lazy_effects = (!self.has_context).then_some(&self.effects);
        let endpoint = Arc::clone(&self.endpoint);
        let response = endpoint.respond(&mut request, self.axum_extensions, lazy_effects);
        if self.cache_control.is_none() {
            return response;
        }
        response.map(move |sent| {
            if let Some(cache_control) = &self.cache_control {
                cache_control.before_middleware(sent, is_from_cache);
            }
        })
    }

    /// Restores the path that the route matched: a middleware that rewrites it must not reach the cached response of another path.
    /// It may change the query.
    fn restore_path(&self, request: &mut Request) {
        let Some(original) = &self.path else {
            return;
        };
        if request.uri().path() == original.path() {
            return;
        }
        let uri = with_path(request.uri(), original.path());
        *request.uri_mut() = uri.unwrap_or_else(|| Uri::from(original.clone()));
    }
}

#[cold]
pub(crate) fn extensions_lost(culprit: &str) -> Response<Body> {
    tracing::error!("{culprit} passed on a request without the extensions of the original one");
    internal_error()
}
