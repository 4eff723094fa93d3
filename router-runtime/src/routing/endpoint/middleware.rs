//! Middleware: `middleware.rs` wraps every response of the routes below its folder.

use super::{
    completion::{CacheControl, Complete, Completion},
    wrapping::Wrapping,
};
use crate::{
    cache::CdnHeader,
    errors::internal_error,
    extract::{Passage, RequestContext},
    matching::{Segment, with_path},
    respond::effects::{LazyEffects, ResponseEffects},
    routing::handler::{
        ALL_SEGMENTS, AxumExtensions, Call, HandlerFuture, ResponseFuture, first_segments,
    },
    table::RouteInfo,
};
use axum::{
    body::Body,
    extract::Request,
    http::{Method, Response, Uri, uri::PathAndQuery},
};
use std::{any::Any, fmt, future::ready, sync::Arc};

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

    /// Responds to one request.
    fn respond(&self, request: Request, completion: Completion) -> HandlerFuture {
        self.wrapping.respond(request, completion)
    }
}

/// The middleware of one route, outermost first.
pub(crate) struct Chain {
    services: Box<[Arc<FolderService>]>,
    /// The extensions that one of them may read.
    axum_extensions: AxumExtensions,
}

impl Chain {
    /// Selects the middleware above a route from those of all folders, in which outer folders come first.
    pub(crate) fn of(route: &RouteInfo, services: &[Arc<FolderService>]) -> Option<Self> {
        let above = services.iter();
        let services: Box<[_]> = above
            .filter(|service| route.file.starts_with(service.folder))
            .cloned()
            .collect();
        let axum_extensions = services
            .iter()
            .map(|it| it.wrapping.axum_extensions())
            .max()?;
        Some(Self {
            services,
            axum_extensions,
        })
    }

    /// Returns the outermost middleware around the handler of a method.
    #[inline]
    pub(super) fn entrance(&self, method: &str) -> Option<Entrance<'_>> {
        let (number, first) = self.next(0, method)?;
        let chain = self;
        Some(Entrance {
            chain,
            number,
            first,
        })
    }

    /// Returns the first middleware behind a number of others that is around the handler of a method, with its number.
    fn next(&self, passed: usize, method: &str) -> Option<(usize, &FolderService)> {
        let mut services = self.services.iter().enumerate().skip(passed);
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
    /// The middleware of the route.
    fn middleware(&self) -> Option<&Chain>;

    /// Returns the method whose handler responds to a method: `GET` to `HEAD`, if the file does not export `HEAD`.
    fn handled_as<'m>(&self, method: &'m Method) -> &'m str;

    /// The segments of the route's pattern.
    fn segments(&self) -> &'static [Segment];

    /// The field for CDNs, if its responses may have one, or another default of `Cache-Control`.
    fn cdn_header(&self) -> Option<&CdnHeader>;

    /// Returns `true` if responses to the method come from the cache.
    fn caches(&self, method: &Method) -> bool;

    /// Responds to a request that passed all middleware.
    fn respond(
        self: Arc<Self>,
        request: &mut Request,
        axum_extensions: AxumExtensions,
    ) -> ResponseFuture;
}

/// The way of one request through its middleware. The request carries it in its context.
struct Traversal {
    endpoint: Arc<dyn Continuation>,
    /// The path that the route matched.
    path: Option<PathAndQuery>,
    axum_extensions: AxumExtensions,
    /// `None` if the endpoint has no default of `Cache-Control`.
    cache_control: Option<CacheControl>,
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
    let ensured = match chain.axum_extensions {
        AxumExtensions::Missing => Ok(()),
        AxumExtensions::Matched => call.ensure_matched_path(),
        AxumExtensions::All => call.ensure_axum_extensions(),
    };
    if let Err(response) = ensured {
        return HandlerFuture::new(ready(*response));
    }
    let traversal = Arc::new(Traversal {
        path: call.request().uri().path_and_query().cloned(),
        axum_extensions: call.axum_extensions(),
        cache_control: endpoint.cdn_header().map(CacheControl::new),
        effects: call.lazy_effects(),
        endpoint,
    });
    call.insert_context_of_middleware(first.depth, Arc::clone(&traversal) as _, number);
    first.respond(call.take(), Completion::by(traversal))
}

/// The innermost service of each middleware: continues with the next one or with the endpoint.
pub(super) fn advance(mut request: Request) -> ResponseFuture {
    let method = request.method().clone();
    let Some((context, traversal, passed)) = position(&mut request) else {
        return ResponseFuture::ready(extensions_lost("a middleware"));
    };
    let endpoint = &traversal.endpoint;
    let method = endpoint.handled_as(&method);
    let next = endpoint.middleware().and_then(|it| it.next(passed, method));
    // A middleware reads the parameters of its folder.
    let depth = next.map_or(ALL_SEGMENTS, |(_, next)| next.depth);
    context.segments = first_segments(endpoint.segments(), depth);
    context.passed = next.map(|(number, _)| number);
    match next {
        Some((_, next)) => {
            let response = next.respond(request, Completion::default());
            response.into_unwatched()
        }
        None => traversal.leave(request),
    }
}

/// Returns the context of a request, its way through middleware, and the number of those that it passed.
fn position(request: &mut Request) -> Option<(&mut RequestContext, Arc<Traversal>, usize)> {
    let context = request.extensions_mut().get_mut::<RequestContext>()?;
    let passed = context.passed?;
    let passage: Arc<dyn Any + Send + Sync> = Arc::clone(context.passage.as_ref()?) as _;
    Some((context, passage.downcast().ok()?, passed))
}

impl Passage for Traversal {
    fn effects(&self) -> ResponseEffects {
        self.effects.inner()
    }
}

impl Complete for Traversal {
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
        // Its tasks start.
        drop(self.effects.guard());
    }
}

impl Traversal {
    /// Calls the endpoint.
    fn leave(self: Arc<Self>, mut request: Request) -> ResponseFuture {
        self.restore_path(&mut request);
        let is_from_cache = self.endpoint.caches(request.method());
        let response = Arc::clone(&self.endpoint).respond(&mut request, self.axum_extensions);
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
        let path = self.path.as_ref().map_or("/", PathAndQuery::path);
        if request.uri().path() == path {
            return;
        }
        let uri = with_path(request.uri(), path);
        let original = || self.path.clone().map(Uri::from).unwrap_or_default();
        *request.uri_mut() = uri.unwrap_or_else(original);
    }
}

#[cold]
pub(crate) fn extensions_lost(culprit: &str) -> Response<Body> {
    tracing::error!("{culprit} passed on a request without the extensions of the original one");
    internal_error()
}
