//! Layers of tower around a folder or a method, and the functions that add them.

use crate::errors::wrapped_body;
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::Response,
    response::IntoResponse,
};
use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};
use tower::{BoxError, Layer, Service, ServiceExt, util::BoxCloneSyncService};

/// The service that a layer wraps: everything behind it. Like an axum Router, it takes requests with any body.
#[derive(Clone, Debug)]
pub struct Inner(BoxCloneSyncService<Request, Response<Body>, Infallible>);

impl<B> Service<Request<B>> for Inner
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        self.0.call(request.map(wrapped_body))
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
pub struct FolderLayers(Inner);

impl FolderLayers {
    /// Creates an empty list of layers around a service.
    pub(crate) fn around<T>(service: T) -> Self
    where
        T: Service<Request, Response = Response<Body>, Error = Infallible>
            + Clone
            + Send
            + Sync
            + 'static,
        T::Future: Send + 'static,
    {
        Self(Inner(BoxCloneSyncService::new(service)))
    }

    pub(crate) fn into_service(self) -> Inner {
        self.0
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
        let service = layer.layer(self.0);
        Self(Inner(BoxCloneSyncService::new(
            service
                .map_response(IntoResponse::into_response)
                .map_err(Into::into),
        )))
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
pub fn wrap_in_layer<S, T>(
    state: &S,
    folder: FolderLayers,
    layer: impl LayerFn<T, S, FolderLayers>,
) -> FolderLayers {
    layer.wrap(state, folder)
}

/// Applies the exported layers of a method.
pub fn wrap_in_method_layer<S, T>(
    state: &S,
    folder: FolderLayers,
    layer: impl LayerFn<T, S, MethodLayers>,
) -> FolderLayers {
    layer.wrap(state, MethodLayers(folder)).0
}
