//! Middleware of folders: `middleware.rs` wraps every answer of the routes below it.

use super::{
    app::{App, empty},
    base_path::with_path,
    call::{Call, HandlerFuture, WHOLE, cut},
};
use crate::{extract::RequestContext, respond::effects::ResponseEffects, table::RouteInfo};
use axum::{
    body::Body,
    extract::Request,
    http::{Response, StatusCode, Uri},
    middleware::{FromFn, from_fn_with_state},
    response::IntoResponse,
};
use std::{
    convert::Infallible,
    fmt,
    future::{Future, ready},
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{self, Poll},
};
use tower::{Layer, Service, ServiceExt, util::BoxCloneSyncService};

/// What a middleware wraps: everything further in.
pub(crate) type Inner = BoxCloneSyncService<Request, Response<Body>, Infallible>;

/// The routes below a folder, as its `middleware.rs` sees them.
///
/// ```
/// use router_runtime::prelude::*;
/// use tower_http::cors::CorsLayer;
///
/// pub fn layer(folder: FolderLayers) -> FolderLayers {
///     folder.layer(CorsLayer::permissive())
/// }
/// ```
pub struct FolderLayers(Inner);

impl FolderLayers {
    /// Wraps the routes below the folder. It takes what [`axum::Router::layer`] takes; the layer that is added last sees a
    /// request first.
    ///
    /// The layer is applied once for each application that is built: what it counts, it counts for the whole folder.
    #[must_use]
    pub fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Inner>,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        let service = layer.layer(self.0);
        Self(BoxCloneSyncService::new(
            service
                .map_response(IntoResponse::into_response)
                .map_err(Into::into),
        ))
    }
}

impl fmt::Debug for FolderLayers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FolderLayers")
    }
}

/// One `middleware.rs`, as generated code hands it over.
pub struct Middleware<S> {
    /// Its folder, from the crate's folder, with a slash at the end: `app/api/`.
    pub folder: &'static str,
    /// How many segments of a URL lead to it.
    pub depth: u32,
    /// Applies what it exports.
    pub wrap: fn(&S, FolderLayers) -> FolderLayers,
}

impl<S> fmt::Debug for Middleware<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Middleware").field(&self.folder).finish()
    }
}

/// One `middleware.rs`, applied to whatever comes after it.
pub(super) struct Wrapped(Inner);

impl<S: Clone + Send + Sync + 'static> Middleware<S> {
    pub(super) fn wrapped(&self, state: &S) -> Wrapped {
        let folder = FolderLayers(BoxCloneSyncService::new(Onward::<S>(PhantomData)));
        Wrapped((self.wrap)(state, folder).0)
    }
}

/// The middleware of one route, outermost first: places among those of the application, and their depths.
pub(super) struct Chain(Box<[(usize, u32)]>);

impl Chain {
    /// `middleware` has outer folders before inner ones.
    pub(super) fn of<S>(route: &RouteInfo, middleware: &[Middleware<S>]) -> Option<Self> {
        let all = middleware.iter().enumerate();
        let above: Box<[_]> = all
            .filter(|(_, it)| route.file.starts_with(it.folder))
            .map(|(index, it)| (index, it.depth))
            .collect();
        (!above.is_empty()).then_some(Self(above))
    }
}

/// A request on its way inwards; middleware carries it along among the request's extensions.
struct Journey<S> {
    app: Arc<App<S>>,
    route: usize,
    /// What the route matched.
    uri: Uri,
    /// How many of the route's middleware it has come through.
    passed: usize,
}

impl<S> Clone for Journey<S> {
    fn clone(&self) -> Self {
        Self {
            app: Arc::clone(&self.app),
            uri: self.uri.clone(),
            ..*self
        }
    }
}

/// Sends a request through the middleware of its route. It stands in the place of a handler.
pub(super) fn enter<S>(mut call: Call<'_, S>) -> HandlerFuture
where
    S: Clone + Send + Sync + 'static,
{
    // A middleware may look for what only an axum Router can give, as the matched path.
    if let Err(response) = call.feed() {
        return Box::pin(ready(*response));
    }
    let Some(route) = call.route else {
        return Box::pin(ready(lost()));
    };
    let app = call.app;
    let effects = ResponseEffects::outermost(call.request(), &app.pending);
    call.insert_context();
    let journey = Journey {
        app: Arc::clone(call.app),
        route,
        uri: call.request().uri().clone(),
        passed: 0,
    };
    Box::pin(effects.apply(journey.go_on(call.take())))
}

impl<S: Clone + Send + Sync + 'static> Journey<S> {
    fn go_on(mut self, mut request: Request) -> HandlerFuture {
        let app = Arc::clone(&self.app);
        let Some(special) = &app.places[self.route].special else {
            return Box::pin(ready(lost()));
        };
        let chain = special.chain.as_ref().map_or(&[][..], |chain| &chain.0);
        let segments = app.places[self.route].segments();
        let seen = chain.get(self.passed).map_or(u32::MAX, |next| next.1);
        // What stands in a folder reads the parameters of that folder.
        if let Some(context) = request.extensions_mut().get_mut::<RequestContext>() {
            context.segments = cut(segments, seen);
        }
        if let Some((next, _)) = chain.get(self.passed) {
            self.passed += 1;
            request.extensions_mut().insert(self);
            let answer = app.wrapped[*next].0.clone().oneshot(request);
            return Box::pin(async move { answer.await.unwrap_or_else(|never| match never {}) });
        }
        self.keep_path(&mut request);
        let call = Call {
            request: &mut Some(request),
            app: &app,
            route: Some(self.route),
            through_router: true,
            depth: WHOLE,
        };
        let answer = app.answer_inside(self.route, special, call);
        Box::pin(async move { answer.await.unwrap_or_else(|never| match never {}) })
    }

    /// A route answers the path that it matched: a middleware that writes another one does not get at what is kept for
    /// that. The query is its to change.
    fn keep_path(&self, request: &mut Request) {
        let path = self.uri.path();
        if request.uri().path() == path {
            return;
        }
        let uri = with_path(request.uri(), path);
        *request.uri_mut() = uri.unwrap_or_else(|| self.uri.clone());
    }
}

/// The innermost service of each middleware: on to the next one, or to the route.
struct Onward<S>(PhantomData<fn(S)>);

impl<S> Clone for Onward<S> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

impl<S: Clone + Send + Sync + 'static> Service<Request> for Onward<S> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Going;

    fn poll_ready(&mut self, _: &mut task::Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> Going {
        match request.extensions_mut().remove::<Journey<S>>() {
            Some(journey) => Going(journey.go_on(request)),
            None => Going(Box::pin(ready(lost()))),
        }
    }
}

struct Going(HandlerFuture);

impl Future for Going {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context).map(Ok)
    }
}

#[cold]
fn lost() -> Response<Body> {
    tracing::error!(
        "a middleware passed on a request without the extensions of the one that it was given"
    );
    empty(StatusCode::INTERNAL_SERVER_ERROR)
}

/// What `middleware.rs` may export as `middleware`: what [`axum::middleware::from_fn`] takes.
#[diagnostic::on_unimplemented(
    message = "`middleware` has not the shape of a middleware: `{Self}`",
    label = "not a middleware",
    note = "write `pub async fn middleware(request: Request, next: Next) -> impl IntoResponse`; extractors of request parts come before `request`",
    note = "`State<T>` takes the type in `routes!(…, state = T)`, here `{S}`, or one that implements `FromRef<{S}>`"
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

/// What `middleware.rs` may export as `layer`.
#[diagnostic::on_unimplemented(
    message = "`layer` has not the shape of a layer: `{Self}`",
    label = "not `fn(FolderLayers) -> FolderLayers`",
    note = "write `pub fn layer(folder: FolderLayers) -> FolderLayers {{ folder.layer(…) }}`"
)]
pub trait LayerFn {
    /// Wraps the folder.
    fn wrap(self, folder: FolderLayers) -> FolderLayers;
}

#[diagnostic::do_not_recommend]
impl<F: FnOnce(FolderLayers) -> FolderLayers> LayerFn for F {
    fn wrap(self, folder: FolderLayers) -> FolderLayers {
        self(folder)
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

/// Applies an exported `layer`.
pub fn wrap_in_layer(folder: FolderLayers, layer: impl LayerFn) -> FolderLayers {
    layer.wrap(folder)
}
