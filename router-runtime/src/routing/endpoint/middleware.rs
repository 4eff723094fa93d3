//! Middleware: `middleware.rs` wraps every response of the routes below its folder.

use super::{
    completion::{CacheControl, Completion},
    layers::{FolderLayers, Inner},
};
use crate::{
    cache::CdnHeader,
    errors::internal_error,
    extract::{MiddlewarePosition, RequestContext},
    matching::{Segment, with_path},
    routing::handler::{
        ALL_SEGMENTS, AxumExtensions, Call, HandlerFuture, ResponseFuture, first_segments,
        for_each_arity,
    },
    table::RouteInfo,
};
use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Request},
    http::{Method, Response, Uri, uri::PathAndQuery},
    middleware::{Next, from_fn_with_state},
    response::IntoResponse,
};
use std::{fmt, future::ready, sync::Arc};

/// One `middleware.rs`, from generated code.
pub struct Middleware<S> {
    /// Its folder, relative to the crate's folder, with a slash at the end: `app/api/`.
    pub folder: &'static str,
    /// The number of URL segments that lead to the folder.
    pub depth: u32,
    /// The method that it is around, if not all. Then `folder` is the path of a `route.rs`.
    pub method: Option<&'static str>,
    /// Applies its export.
    pub wrap: fn(&S, FolderLayers) -> FolderLayers,
}

impl<S> fmt::Debug for Middleware<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Middleware").field(&self.folder).finish()
    }
}

/// One `middleware.rs`, or the layers of one method, applied once to the routes.
pub(crate) struct FolderService {
    folder: &'static str,
    depth: u32,
    method: Option<&'static str>,
    service: Inner,
    /// The extensions that it may read.
    axum_extensions: AxumExtensions,
}

impl FolderService {
    pub(crate) fn new<S>(middleware: &Middleware<S>, state: &S) -> Arc<Self> {
        let layers = (middleware.wrap)(state, FolderLayers::around(advance));
        Arc::new(Self {
            folder: middleware.folder,
            depth: middleware.depth,
            method: middleware.method,
            axum_extensions: layers.axum_extensions(),
            service: layers.into_service(),
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
        let axum_extensions = services.iter().map(|it| it.axum_extensions).max()?;
        Some(Self {
            services,
            axum_extensions,
        })
    }

    /// Returns `true` if a middleware is around the handler of this method.
    pub(super) fn covers(&self, method: &str) -> bool {
        self.services.iter().any(|it| it.covers(method))
    }

    /// Returns the first middleware behind a number of others that is around the handler of a method, with its number.
    fn next(&self, passed: usize, method: &str) -> Option<(usize, &FolderService)> {
        let mut services = self.services.iter().enumerate().skip(passed);
        let (number, service) = services.find(|(_, it)| it.covers(method))?;
        Some((number + 1, service))
    }
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
        request: Request,
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
    cache_control: Option<Arc<CacheControl>>,
}

/// Sends a request through the middleware of its route.
pub(super) fn enter<S>(
    endpoint: Arc<dyn Continuation>,
    chain: &Chain,
    mut call: Call<'_, S>,
) -> HandlerFuture {
    // A middleware may read extensions of axum's Router, such as the matched path.
    let ensured = match chain.axum_extensions {
        AxumExtensions::Missing => Ok(()),
        AxumExtensions::Matched => call.ensure_matched_path(),
        AxumExtensions::All => call.ensure_axum_extensions(),
    };
    if let Err(response) = ensured {
        return HandlerFuture::new(ready(*response));
    }
    let method = endpoint.handled_as(call.request().method());
    let Some((number, first)) = chain.next(0, method) else {
        return HandlerFuture::new(ready(internal_error()));
    };
    let cache_control = endpoint.cdn_header().map(CacheControl::new);
    let traversal = Arc::new(Traversal {
        path: call.request().uri().path_and_query().cloned(),
        axum_extensions: call.axum_extensions(),
        cache_control: cache_control.clone(),
        endpoint,
    });
    let effects =
        call.insert_context_of_middleware(first.depth, MiddlewarePosition::new(traversal, number));
    let completion = Completion {
        effects: Some(effects.guard()),
        cache_control,
    };
    first.service.respond(call.take(), completion)
}

/// The innermost service of each middleware: continues with the next one or with the endpoint.
fn advance(mut request: Request) -> ResponseFuture {
    let context = request.extensions().get::<RequestContext>();
    let position = context.and_then(|context| context.position.as_ref());
    let Some((traversal, passed)) = position.and_then(MiddlewarePosition::get::<Traversal>) else {
        return ResponseFuture::ready(extensions_lost("a middleware"));
    };
    let endpoint = &traversal.endpoint;
    let method = endpoint.handled_as(request.method());
    let next = endpoint.middleware().and_then(|it| it.next(passed, method));
    let depth = next.map_or(ALL_SEGMENTS, |(_, next)| next.depth);
    if let Some(context) = request.extensions_mut().get_mut::<RequestContext>() {
        // A middleware reads the parameters of its folder.
        context.segments = first_segments(endpoint.segments(), depth);
        context.position =
            next.map(|(number, _)| MiddlewarePosition::new(Arc::clone(&traversal), number));
    }
    match next {
        Some((_, next)) => {
            let response = next.service.respond(request, Completion::default());
            ResponseFuture::unsupervised(response)
        }
        None => traversal.leave(request),
    }
}

impl Traversal {
    /// Calls the endpoint.
    fn leave(&self, mut request: Request) -> ResponseFuture {
        self.restore_path(&mut request);
        let is_from_cache = self.endpoint.caches(request.method());
        let response = Arc::clone(&self.endpoint).respond(request, self.axum_extensions);
        match &self.cache_control {
            Some(it) => {
                let it = Arc::clone(it);
                response.map(move |sent| it.before_middleware(sent, is_from_cache))
            }
            None => response,
        }
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

/// The export `middleware` of `middleware.rs`: a function for [`axum::middleware::from_fn`].
#[diagnostic::on_unimplemented(
    message = "[R0606] `middleware` has the wrong signature: `{Self}`",
    label = "not a middleware function",
    note = "write `pub async fn middleware(request: Request, next: Next) -> impl IntoResponse`; extractors of request parts come before `request`",
    note = "`State<T>` extracts the type in `routes!(…, state = T)`, here `{S}`, or a type that implements `FromRef<{S}>`"
)]
pub trait MiddlewareFn<T, S> {
    /// The future that it returns. No bound of the implementation, so that the compiler reports a future that is not `Send` by itself,
    /// with the value that it holds.
    type Future;

    /// Wraps the folder in a middleware that may read these extensions.
    fn wrap(self, state: &S, folder: FolderLayers, axum_extensions: AxumExtensions) -> FolderLayers
    where
        Self::Future: Send + 'static;
}

macro_rules! middleware_fn {
    (
        $call:ident $sync:ident $signature:ident $arguments:ident $placed:ident $placed_sync:ident:
        [$(($A:ident $a:ident $F:ident $P:ident))*] $L:ident $l:ident $G:ident $Q:ident
    ) => {
        #[diagnostic::do_not_recommend]
        impl<F, R, S, $($A,)* $L> MiddlewareFn<($($A,)* $L,), S> for F
        where
            F: FnMut($($A,)* $L, Next) -> R + Clone + Send + Sync + 'static,
            $($A: FromRequestParts<S> + Send + 'static,)*
            $L: FromRequest<S> + Send + 'static,
            R: Future<Output: IntoResponse + 'static>,
            S: Clone + Send + Sync + 'static,
        {
            type Future = R;

            fn wrap(
                self,
                state: &S,
                folder: FolderLayers,
                axum_extensions: AxumExtensions,
            ) -> FolderLayers
            where
                R: Send + 'static,
            {
                let layer = from_fn_with_state::<F, S, ($($A,)* $L,)>(state.clone(), self);
                folder.layer_with(layer, axum_extensions)
            }
        }
    };
}

for_each_arity!(middleware_fn);

/// Applies an exported `middleware`, whose text shows that it reads at most these extensions.
pub fn wrap_in_middleware<S, T, M>(
    state: &S,
    folder: FolderLayers,
    middleware: M,
    axum_extensions: AxumExtensions,
) -> FolderLayers
where
    M: MiddlewareFn<T, S>,
    M::Future: Send + 'static,
{
    middleware.wrap(state, folder, axum_extensions)
}
