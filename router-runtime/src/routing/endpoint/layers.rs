//! Layers of tower around a folder or a method, and the functions that add them.

use super::{
    completion::{Completion, completed},
    layer_types::uses_by,
    middleware::{NextService, advance},
    position::clone_with,
    wrapping::{Entering, Wrapper, Wrapping, WrappingUse},
};
use crate::{
    errors::wrapped_body,
    routing::handler::{AxumExtensions, HandlerFuture, ResponseFuture},
};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::Response,
    response::IntoResponse,
};
use std::{
    convert::Infallible,
    fmt, mem,
    task::{Context, Poll},
};
use tower::{BoxError, Layer, Service, ServiceExt};

/// The service that a layer wraps: everything behind it. Like an axum Router, it takes requests with any body.
#[derive(Clone)]
pub struct Inner(Innermost);

/// The application, the routes of a folder or method, or a layer around them.
enum Innermost {
    App(fn(Request) -> ResponseFuture),
    Routes(NextService),
    Layer(Box<dyn LayerService>),
}

impl Clone for Innermost {
    fn clone(&self) -> Self {
        match self {
            Self::App(respond) => Self::App(*respond),
            Self::Routes(rest) => Self::Routes(rest.clone()),
            Self::Layer(service) => Self::Layer(service.clone_box()),
        }
    }
}

impl Inner {
    /// Responds to one request of an application with layers.
    pub(crate) fn respond(&self, mut request: Request, completion: Completion) -> HandlerFuture {
        Wrapper::respond(
            self,
            Entering {
                request: &mut request,
                position: None,
                completion,
            },
        )
    }
}

impl Wrapper for Inner {
    fn respond(&self, entering: Entering<'_>) -> HandlerFuture {
        let response = match &self.0 {
            Innermost::App(respond) => respond(mem::take(entering.request)),
            Innermost::Routes(_) => advance(mem::take(entering.request), entering.position),
            Innermost::Layer(service) => return service.respond(entering),
        };
        completed(response, entering.completion)
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inner")
    }
}

impl<B> Service<Request<B>> for Inner
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        match &mut self.0 {
            Innermost::App(_) | Innermost::Routes(_) => Poll::Ready(Ok(())),
            Innermost::Layer(service) => service.poll_ready(context).map(Ok),
        }
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture {
        let request = request.map(wrapped_body);
        match &mut self.0 {
            Innermost::App(respond) => respond(request),
            Innermost::Routes(rest) => Service::call(rest, request),
            Innermost::Layer(service) => service.call(request).into_unwatched(),
        }
    }
}

/// The service of a layer, whose type is erased.
trait LayerService: Send + Sync {
    fn clone_box(&self) -> Box<dyn LayerService>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<()>;

    fn call(&mut self, request: Request) -> HandlerFuture;

    /// Responds to one request with a clone of the service. Services that receive a position are always ready.
    fn respond(&self, entering: Entering<'_>) -> HandlerFuture;
}

impl<T> LayerService for T
where
    T: Service<Request> + Clone + Send + Sync + 'static,
    T::Response: IntoResponse + 'static,
    T::Error: Into<Infallible> + 'static,
    T::Future: Send + 'static,
{
    fn clone_box(&self) -> Box<dyn LayerService> {
        Box::new(self.clone())
    }

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<()> {
        Service::poll_ready(self, context).map(|ready| match ready.map_err(Into::into) {
            Ok(()) => {}
            Err(never) => match never {},
        })
    }

    fn call(&mut self, request: Request) -> HandlerFuture {
        completed(Service::call(self, request), Completion::default())
    }

    fn respond(&self, entering: Entering<'_>) -> HandlerFuture {
        let Entering {
            request,
            position,
            completion,
        } = entering;
        if position.is_some() {
            let mut service = clone_with(self, position);
            return completed(Service::call(&mut service, mem::take(request)), completion);
        }
        completed(self.clone().oneshot(mem::take(request)), completion)
    }
}

/// The routes of a folder and of those below, to which a `middleware.rs` adds tower layers.
///
/// ```
/// use router_runtime::prelude::*;
/// use tower_http::cors::CorsLayer;
///
/// pub fn layer(folder: FolderLayers) -> FolderLayers {
///     folder.layer(CorsLayer::permissive())
/// }
/// ```
///
/// A second argument receives the state in `routes!("app", state = AppState)`. If the file also exports `middleware`, the layers are
/// outside of it.
///
/// ```
/// # #[derive(Clone)]
/// # pub struct AppState { largest_body: usize }
/// use axum::extract::DefaultBodyLimit;
/// use router_runtime::prelude::*;
///
/// pub fn layer(folder: FolderLayers, state: &AppState) -> FolderLayers {
///     folder.layer(DefaultBodyLimit::max(state.largest_body))
/// }
/// ```
#[derive(Clone)]
pub struct FolderLayers {
    service: Inner,
    /// The uses of all layers together.
    uses: WrappingUse,
}

impl FolderLayers {
    /// Creates an empty list of layers around an application.
    pub(crate) fn around_app(respond: fn(Request) -> ResponseFuture) -> Self {
        Self::around(Innermost::App(respond))
    }

    fn around_routes() -> Self {
        Self::around(Innermost::Routes(NextService::default()))
    }

    fn around(innermost: Innermost) -> Self {
        Self {
            service: Inner(innermost),
            uses: WrappingUse::NONE,
        }
    }

    pub(crate) fn into_service(self) -> Inner {
        self.service
    }

    /// Wraps the routes below the folder. It accepts the same layers as [`axum::Router::layer`]. The layer that is added last sees a
    /// request first.
    ///
    /// The layer is applied once per application, so that state such as a counter is shared by the whole folder.
    #[must_use]
    pub fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Inner>,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        let service = layer.layer(self.service);
        Self {
            service: Inner(Innermost::Layer(Box::new(service))),
            uses: self.uses.union(uses_by::<L::Service, Inner>()),
        }
    }
}

impl fmt::Debug for FolderLayers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FolderLayers")
    }
}

/// The handler of one method, to which a `route.rs` adds tower layers.
///
/// The function `POST_layer` wraps the handler `POST`, and so on for each method that the file exports. `GET_layer` also wraps `HEAD` if
/// the file does not export `HEAD`. The layers are inside those of all folders, and outside of the cache.
///
/// ```
/// use axum::extract::DefaultBodyLimit;
/// use router_runtime::prelude::*;
///
/// pub async fn POST(Json(report): Json<Vec<u32>>) -> String {
///     report.iter().sum::<u32>().to_string()
/// }
///
/// pub fn POST_layer(method: MethodLayers) -> MethodLayers {
///     method.layer(DefaultBodyLimit::max(1024))
/// }
/// ```
///
/// A second argument receives the state, as for [`FolderLayers`].
#[derive(Debug)]
pub struct MethodLayers(FolderLayers);

impl MethodLayers {
    /// Wraps the handler, as [`FolderLayers::layer`] wraps a folder.
    #[must_use]
    pub fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Inner>,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Self(self.0.layer(layer))
    }
}

/// The export `layer` of a `middleware.rs`, or `POST_layer` of a `route.rs`, with or without the state. `L` are the layers, and `T`
/// distinguishes the functions.
#[diagnostic::on_unimplemented(
    message = "[R0607] expected a function that adds layers, found `{Self}`",
    label = "expected `fn({L}) -> {L}`",
    note = "write `pub fn layer(folder: FolderLayers) -> FolderLayers {{ folder.layer(…) }}`, or `pub fn POST_layer(method: MethodLayers) -> MethodLayers {{ method.layer(…) }}`",
    note = "a second argument `state: &{S}` is the state in `routes!(…, state = …)`"
)]
pub trait LayerFn<T, S, L> {
    /// Adds the layers.
    fn wrap(self, state: &S, layers: L) -> L;
}

#[diagnostic::do_not_recommend]
impl<F: FnOnce(L) -> L, S, L> LayerFn<(L,), S, L> for F {
    fn wrap(self, _: &S, layers: L) -> L {
        self(layers)
    }
}

#[diagnostic::do_not_recommend]
impl<F: FnOnce(L, &S) -> L, S, L> LayerFn<(L, S), S, L> for F {
    fn wrap(self, state: &S, layers: L) -> L {
        self(layers, state)
    }
}

/// Applies an exported `layer`.
pub fn wrap_in_layer<S, T>(state: &S, layer: impl LayerFn<T, S, FolderLayers>) -> Wrapping {
    layer.wrap(state, FolderLayers::around_routes()).into()
}

/// Applies the exported layers of a method.
pub fn wrap_in_method_layer<S, T>(state: &S, layer: impl LayerFn<T, S, MethodLayers>) -> Wrapping {
    let method = MethodLayers(FolderLayers::around_routes());
    layer.wrap(state, method).0.into()
}

impl From<FolderLayers> for Wrapping {
    fn from(layers: FolderLayers) -> Self {
        let is_known = layers.uses.axum_extensions == AxumExtensions::Missing;
        let wrapping = Self::new(layers.service, layers.uses);
        if is_known {
            // Layers of known types respond with complete responses.
            wrapping.without_errors()
        } else {
            wrapping
        }
    }
}
