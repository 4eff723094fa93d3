//! The application as one tower service, without axum's Router in the way.

use super::{
    answer::AnswerFuture,
    app::{App, AskedBy},
    clean_path::is_clean,
};
use crate::server;
use axum::{
    body::{Body, Bytes, HttpBody},
    http::{Request, Response},
};
use std::{
    convert::Infallible,
    fmt, io,
    sync::Arc,
    task::{Context, Poll},
};
use tower::{BoxError, Service};

/// A routed application as a [`tower::Service`], made by `app::service()`.
///
/// It answers as `app::router()` does and takes the shortest way to the handler.
pub struct AppService<S> {
    app: Arc<App<S>>,
}

impl<S: Clone + Send + Sync + 'static> AppService<S> {
    pub(super) fn new(app: Arc<App<S>>) -> Self {
        Self { app }
    }

    /// Listens and answers until SIGTERM or Ctrl-C; running requests get 5 seconds to end.
    ///
    /// The address comes from the variables `HOST` (default `127.0.0.1`) and `PORT` (default `3000`). HTTP/1.1 and HTTP/2 are spoken on one port.
    ///
    /// # Errors
    ///
    /// When the variables do not make an address, or the port is taken; the error says which and what to do.
    pub async fn serve(self) -> io::Result<()> {
        let routes = self.app.routes();
        server::serve(self, routes).await
    }

    /// For `axum::serve(listener, app::service().into_make_service())`.
    pub fn into_make_service(self) -> server::MakeService<Self> {
        server::MakeService::new(self)
    }
}

impl<S> Clone for AppService<S> {
    fn clone(&self) -> Self {
        Self {
            app: Arc::clone(&self.app),
        }
    }
}

impl<S> fmt::Debug for AppService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppService")
    }
}

impl<S, B> Service<Request<B>> for AppService<S>
where
    S: Clone + Send + Sync + 'static,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = AnswerFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> AnswerFuture {
        let request = request.map(Body::new);
        let path = request.uri().path();
        if !is_clean(path, self.app.trailing_slash()) {
            return self.app.judge(request, AskedBy::Service);
        }
        match self.app.matcher().find(path) {
            Some(route) => self.app.answer(route, request, false),
            None => self.app.not_found(request),
        }
    }
}
