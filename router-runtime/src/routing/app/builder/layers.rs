//! Layers around an application.

use super::AppBuilder;
use crate::routing::{
    app::layers,
    endpoint::{FolderLayers, layers::Inner},
};
use axum::{extract::Request, response::IntoResponse};
use std::convert::Infallible;
use tower::{Layer, Service};

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    /// Wraps everything that the application responds in a layer: routes, public files, the readiness path, redirects, and the responses
    /// 400, 404 and 405. It accepts the same layers as [`axum::Router::layer`]. The layer that is added last sees a request first.
    ///
    /// * The layer applies to [`service`](Self::service), [`router`](Self::router) and [`routes`](Self::routes), which share its state, such
    ///   as a counter. [`serve`](crate::AppService::serve) works as without layers. Background revalidation and prerendering do not pass
    ///   the layer.
    /// * The route is matched before the layer runs, so the request has `MatchedPath` if a route matches. A layer may change method, query,
    ///   headers and body, but not the path.
    /// * The extractors of axum work in `from_fn`. Those of the prelude, such as `Path` and `Cookies`, do not; use them in a
    ///   `middleware.rs`.
    /// * `Cache-Control` and `Set-Cookie` of a layer have the same effect on `CDN-Cache-Control` as those of a `middleware.rs`.
    /// * If a layer panics, the response is a 500. An [`Error`](crate::respond::Error) that it returns is logged and sent as if a handler
    ///   had returned it.
    ///
    /// To wrap the routes of one folder or one file, export `layer` in a `middleware.rs`; see [`FolderLayers`].
    ///
    /// ```no_run
    /// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
    /// use axum::{http::HeaderValue, middleware::map_response, response::Response};
    /// use tower_http::cors::CorsLayer;
    ///
    /// async fn version(mut response: Response) -> Response {
    ///     response.headers_mut().insert("x-version", HeaderValue::from_static("3"));
    ///     response
    /// }
    ///
    /// let service = app::builder()
    ///     .layer(map_response(version))
    ///     // Outside of the other layer.
    ///     .layer(CorsLayer::permissive())
    ///     .service();
    /// ```
    #[must_use]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Inner>,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        let present = self.options.layers.take();
        let around = present.unwrap_or_else(|| FolderLayers::around_app(layers::respond));
        self.options.layers = Some(around.layer(layer));
        self
    }
}
