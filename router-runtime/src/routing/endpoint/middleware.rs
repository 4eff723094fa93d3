//! Middleware: `middleware.rs` wraps every response of the routes below its folder.

use super::layers::{FolderLayers, Inner};
use crate::{
    cache::{CdnHeader, cache_control::BeforeChanges},
    errors::internal_error,
    extract::RequestContext,
    matching::{Segment, with_path},
    respond::effects::ResponseEffects,
    routing::handler::{ALL_SEGMENTS, Call, HandlerFuture, ResponseFuture, first_segments},
    table::RouteInfo,
};
use axum::{
    body::Body,
    extract::Request,
    http::{Method, Response, Uri},
    middleware::{FromFn, from_fn_with_state},
};
use std::{
    convert::Infallible,
    fmt,
    future::ready,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};
use tower::{Service, ServiceExt};

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

/// One `middleware.rs`, or the layers of one method, applied once to [`Continue`].
pub(crate) struct FolderService {
    folder: &'static str,
    depth: u32,
    method: Option<&'static str>,
    service: Inner,
}

impl FolderService {
    pub(crate) fn new<S>(middleware: &Middleware<S>, state: &S) -> Arc<Self> {
        let folder = FolderLayers::around(Continue);
        Arc::new(Self {
            folder: middleware.folder,
            depth: middleware.depth,
            method: middleware.method,
            service: (middleware.wrap)(state, folder).into_service(),
        })
    }
}

impl FolderService {
    /// Returns `true` if it is around the handler of this method.
    fn covers(&self, method: &str) -> bool {
        self.method.is_none_or(|it| it == method)
    }
}

/// The middleware of one route, outermost first.
pub(crate) struct Chain(Box<[Arc<FolderService>]>);

impl Chain {
    /// Selects the middleware above a route from those of all folders, in which outer folders come first.
    pub(crate) fn of(route: &RouteInfo, services: &[Arc<FolderService>]) -> Option<Self> {
        let above = services.iter();
        let above: Box<[_]> = above
            .filter(|service| route.file.starts_with(service.folder))
            .cloned()
            .collect();
        (!above.is_empty()).then_some(Self(above))
    }

    /// Returns `true` if a middleware is around the handler of this method.
    pub(super) fn covers(&self, method: &str) -> bool {
        self.0.iter().any(|it| it.covers(method))
    }

    pub(super) fn as_slice(&self) -> &[Arc<FolderService>] {
        &self.0
    }
}

/// The endpoint behind the middleware.
pub(super) trait Continuation: Send + Sync {
    /// The middleware of the route, outermost first.
    fn middleware(&self) -> &[Arc<FolderService>];

    /// Returns the method whose handler responds to a method: `GET` to `HEAD`, if the file does not export `HEAD`.
    fn handled_as<'m>(&self, method: &'m Method) -> &'m str;

    /// The segments of the route's pattern.
    fn segments(&self) -> &'static [Segment];

    /// The field for CDNs, if its responses may have one, or another default of `Cache-Control`.
    fn cdn_header(&self) -> Option<&CdnHeader>;

    /// Returns `true` if responses to the method come from the cache.
    fn caches(&self, method: &Method) -> bool;

    /// Responds to a request that passed all middleware.
    fn respond(self: Arc<Self>, request: Request) -> ResponseFuture;
}

/// A request on its way through the middleware, which carry this in the request's extensions.
#[derive(Clone)]
struct Progress {
    endpoint: Arc<dyn Continuation>,
    /// The URI that the route matched.
    uri: Uri,
    /// The number of middleware that were passed.
    passed: usize,
    /// `None` if the endpoint has no default of `Cache-Control`.
    cache_control: Option<Arc<CacheControl>>,
}

/// The decision of `Cache-Control` for a response, which middleware may change.
pub(crate) struct CacheControl {
    cdn_header: CdnHeader,
    before: Mutex<Option<BeforeChanges>>,
}

impl CacheControl {
    pub(crate) fn new(cdn_header: &CdnHeader) -> Arc<Self> {
        Arc::new(Self {
            cdn_header: cdn_header.clone(),
            before: Mutex::new(None),
        })
    }

    /// Remembers the decision for the response of the endpoint. A middleware may call the endpoint several times.
    pub(crate) fn before_middleware(&self, response: &mut Response<Body>, is_from_cache: bool) {
        let headers = response.headers_mut();
        let before = BeforeChanges::take(headers, is_from_cache, &self.cdn_header);
        *self.before.lock().unwrap_or_else(PoisonError::into_inner) = before;
    }

    /// Completes the response that the outermost middleware returned.
    pub(crate) fn after_middleware(&self, response: &mut Response<Body>) {
        let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = before.take() {
            before.complete(response.headers_mut(), &self.cdn_header);
        }
    }
}

/// Sends a request through the middleware of its route.
pub(super) fn enter<S>(endpoint: Arc<dyn Continuation>, mut call: Call<'_, S>) -> HandlerFuture {
    // A middleware may read extensions of axum's Router, such as the matched path.
    if let Err(response) = call.ensure_axum_extensions() {
        return HandlerFuture::new(ready(*response));
    }
    let shared = call.shared();
    let proxies = shared.client.proxies.as_deref();
    let effects = ResponseEffects::outermost(call.request(), &shared.pending, proxies);
    call.insert_context();
    let cache_control = endpoint.cdn_header().map(CacheControl::new);
    let progress = Progress {
        endpoint,
        uri: call.request().uri().clone(),
        passed: 0,
        cache_control: cache_control.clone(),
    };
    let response = effects.apply(progress.advance(call.take()).response());
    let Some(cache_control) = cache_control else {
        return HandlerFuture::new(response);
    };
    HandlerFuture::new(async move {
        let mut response = response.await;
        cache_control.after_middleware(&mut response);
        response
    })
}

impl Progress {
    /// Calls the next middleware, or the endpoint.
    fn advance(mut self, mut request: Request) -> ResponseFuture {
        let method = self.endpoint.handled_as(request.method());
        let skipped = self.endpoint.middleware().iter().skip(self.passed);
        self.passed += skipped.take_while(|it| !it.covers(method)).count();
        let next = self.endpoint.middleware().get(self.passed);
        let depth = next.map_or(ALL_SEGMENTS, |next| next.depth);
        // A middleware reads the parameters of its folder.
        if let Some(context) = request.extensions_mut().get_mut::<RequestContext>() {
            context.segments = first_segments(self.endpoint.segments(), depth);
        }
        let Some(next) = next else {
            self.restore_path(&mut request);
            let is_from_cache = self.endpoint.caches(request.method());
            let response = self.endpoint.respond(request);
            return match self.cache_control {
                Some(it) => response.map(move |sent| it.before_middleware(sent, is_from_cache)),
                None => response,
            };
        };
        let service = next.service.clone();
        self.passed += 1;
        request.extensions_mut().insert(self);
        ResponseFuture::unwatched(Box::pin(async move {
            match service.oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        }))
    }

    /// Restores the path that the route matched: a middleware that rewrites it must not reach the cached response of another path.
    /// It may change the query.
    fn restore_path(&self, request: &mut Request) {
        let path = self.uri.path();
        if request.uri().path() == path {
            return;
        }
        let uri = with_path(request.uri(), path);
        *request.uri_mut() = uri.unwrap_or_else(|| self.uri.clone());
    }
}

/// The innermost service of each middleware, which continues with the next one or with the endpoint.
#[derive(Clone)]
struct Continue;

impl Service<Request> for Continue {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> ResponseFuture {
        match request.extensions_mut().remove::<Progress>() {
            Some(progress) => progress.advance(request),
            None => ResponseFuture::ready(extensions_lost("a middleware")),
        }
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
    /// Wraps the folder.
    fn wrap(self, state: &S, folder: FolderLayers) -> FolderLayers;
}

#[diagnostic::do_not_recommend]
impl<F, T, S> MiddlewareFn<T, S> for F
where
    F: Clone + Send + Sync + 'static,
    S: Clone + Send + Sync + 'static,
    T: 'static,
    FromFn<F, S, Inner, T>:
        Service<Request, Response = axum::response::Response, Error = Infallible>,
    FromFn<F, S, Inner, T>: Clone + Send + Sync + 'static,
    <FromFn<F, S, Inner, T> as Service<Request>>::Future: Send + 'static,
{
    fn wrap(self, state: &S, folder: FolderLayers) -> FolderLayers {
        folder.layer(from_fn_with_state(state.clone(), self))
    }
}

/// Applies an exported `middleware`.
pub fn wrap_in_middleware<S, T>(
    state: &S,
    folder: FolderLayers,
    middleware: impl MiddlewareFn<T, S>,
) -> FolderLayers {
    middleware.wrap(state, folder)
}
