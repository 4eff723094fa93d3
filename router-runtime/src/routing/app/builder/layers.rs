//! Layers around an application.

use super::AppBuilder;
use crate::routing::{
    app::layers::Application,
    endpoint::{FolderLayers, layers::Inner},
};
use axum::{extract::Request, response::IntoResponse};
use std::convert::Infallible;
use tower::{Layer, Service};

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    /// Wraps everything that the application responds in a layer: routes, public files, the readiness path, redirects, and the responses
    /// 400, 404 and 405. It accepts layers for requests with axum's `Body`. The layer that is added last sees a request first.
    ///
    /// * The layer is around [`service`](Self::service), [`router`](Self::router) and [`routes`](Self::routes), and
    ///   [`serve`](crate::AppService::serve) works as without layers. Everything that one builder builds shares the layer's state, such as
    ///   a counter. Generating a response for the cache in the background, or before it is requested, is not a request.
    /// * `MatchedPath` is there for requests that match a route, which is found before the layer runs. A layer may change method, query,
    ///   headers and body, but not the path.
    /// * The extractors of the prelude, such as `Path` and `Cookies`, need a `middleware.rs`; those of axum work in `from_fn`.
    /// * `Cache-Control` and `Set-Cookie` of a layer have the same effect on the field for CDNs as those of a `middleware.rs`.
    /// * A panic of a layer is a 500.
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
        let layers = self.options.layers.take();
        let layers = layers.unwrap_or_else(|| FolderLayers::around(Application));
        self.options.layers = Some(layers.layer(layer));
        self
    }
}
