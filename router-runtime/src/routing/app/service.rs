//! The application as a tower service, without axum's Router.

use super::{dispatch::App, task::TASKS};
use crate::{
    cache::Engine,
    respond::effects::Pending,
    routing::{entry::HostRule, handler::ResponseFuture},
    server::{self, Application, MakeService, Readiness, RequestedTask, ServeError, ServeOptions},
    table::RouteTable,
};
use axum::{
    body::{Body, Bytes, HttpBody},
    http::{Request, Response},
};
use std::{
    any::Any,
    convert::Infallible,
    fmt, io,
    pin::Pin,
    sync::{Arc, atomic::Ordering},
    task::{Context, Poll},
};
use tower::{BoxError, Service};

/// An application as a [`tower::Service`], returned by `app::service()`.
///
/// It responds as `app::router()` does, and reaches the handler on the shortest path.
///
/// Requests with two hosts, or with an invalid host, are refused with 400. A request over a connection, through [`serve`](Self::serve)
/// or [`into_make_service`](Self::into_make_service), must have a host (RFC 9112 section 3.2). A call in the same process, such as in a
/// test, may omit it.
pub struct AppService<S: 'static> {
    app: Arc<App<S>>,
    host: HostRule,
}

impl<S: Clone + Send + Sync + 'static> AppService<S> {
    pub(super) fn new(app: Arc<App<S>>) -> Self {
        app.matcher.prepare();
        Self {
            app,
            host: HostRule::Optional,
        }
    }

    /// Returns the routes of the application.
    pub fn routes(&self) -> &'static RouteTable {
        self.app.routes
    }

    /// Returns the readiness of the application. Everything that one builder builds shares it.
    ///
    /// ```no_run
    /// # mod app { pub fn service() -> router_runtime::AppService<()> { unimplemented!() } }
    /// # async fn run() -> Result<(), router_runtime::ServeError> {
    /// let service = app::service();
    /// let readiness = service.readiness();
    /// tokio::spawn(async move {
    ///     readiness.ready().await;
    ///     println!("ready");
    /// });
    /// service.serve().await
    /// # }
    /// ```
    pub fn readiness(&self) -> Readiness {
        self.app.readiness.clone()
    }

    /// Serves the application until SIGTERM or Ctrl-C, with the options that the environment sets, as
    /// `serve_with(ServeOptions::from_env()?)` does. A task in `ROUTER_TASK` runs before the options are read.
    ///
    /// | variable | meaning | default |
    /// |---|---|---|
    /// | `HOST` | address or name to listen on; `0.0.0.0` or `::` for every interface | `127.0.0.1` |
    /// | `PORT` | port to listen on; `0` for any free port | `3000` |
    /// | `PUBLIC_DIR` | folder of the public files | see [`public_dir`](crate::AppBuilder::public_dir) |
    /// | `CACHE_URL` | file or server of the cache, such as `redis://cache:6379` | that of the [options](crate::CacheOptions) |
    /// | `CACHE_NAMESPACE` | name of the build, whose entries a file or a server has | hash of the program's file |
    /// | `ROUTER_TASK` | task to run instead of serving; see [`serve_with`](Self::serve_with) | |
    ///
    /// The default address accepts connections from this machine only. A container needs `HOST=0.0.0.0`. [`ServeOptions`] lists more
    /// variables, the limits of a connection, and the stages of a shutdown.
    ///
    /// # Errors
    ///
    /// Returns an error if a variable is invalid, if the server cannot listen on the address, or if the folder of the public files is
    /// missing. The message contains the solution. Return it from `main`, which prints it; see [`ServeError`].
    ///
    /// An invalid `CACHE_URL` is not among these errors: it panics earlier, when the application is built.
    pub async fn serve(self) -> Result<(), ServeError> {
        if self.run_task().await? {
            return Ok(());
        }
        self.listen(ServeOptions::from_env()?).await
    }

    /// Serves the application with these options.
    ///
    /// ```no_run
    /// # mod app { pub fn service() -> router_runtime::AppService<()> { unimplemented!() } }
    /// # async fn run() -> Result<(), router_runtime::ServeError> {
    /// use router_runtime::server::ServeOptions;
    ///
    /// app::service().serve_with(ServeOptions::new().host("0.0.0.0").port(8080)).await
    /// # }
    /// ```
    ///
    /// The server accepts requests while it prerenders the responses of [`AppBuilder::prerender`](crate::AppBuilder::prerender) that are not
    /// cached yet. A request for a response that is being prerendered waits for it. Failures are logged, and their responses are generated
    /// on request. [`readiness`](Self::readiness) reports when prerendering has ended.
    ///
    /// HTTP/1.1 and HTTP/2 with prior knowledge share the port. Handlers find the address of the connection in
    /// `ConnectInfo<SocketAddr>`. A request without a valid host is refused with 400 (RFC 9112 section 3.2). When the
    /// server shuts down, it also waits for WebSocket connections; see [`Readiness::closed`](crate::server::Readiness::closed).
    ///
    /// If the variable `ROUTER_TASK` names a task, the function prints its output to standard output and returns without serving: `routes`
    /// prints the routes as a table, `routes --json` as JSON. With the feature `seed`, `seed FILE` writes a
    /// [seed](crate::AppBuilder::prerender_to); if a response cannot be prerendered, that is an error, and the file is not written.
    ///
    /// The server logs its routes and its address through `tracing`. If no subscriber logs the address, it is written to standard error.
    ///
    /// # Errors
    ///
    /// Returns an error if an option or a task is invalid, if the server cannot listen, or if the folder of the public files is missing.
    pub async fn serve_with(self, options: ServeOptions) -> Result<(), ServeError> {
        if self.run_task().await? {
            return Ok(());
        }
        self.listen(options).await
    }

    /// Runs the task in `ROUTER_TASK`. Returns `false` without one, so that the program serves.
    #[cfg_attr(
        not(feature = "second-tier"),
        expect(clippy::unused_async, reason = "only a seed has to be awaited")
    )]
    async fn run_task(&self) -> Result<bool, ServeError> {
        match RequestedTask::from_env() {
            None => return Ok(false),
            #[cfg(feature = "second-tier")]
            Some(RequestedTask::Seed(path)) => self.app.write_seed(&path).await?,
            Some(RequestedTask::Print(name)) => server::run_task(&name, TASKS, self.routes())?,
        }
        Ok(true)
    }

    async fn listen(self, options: ServeOptions) -> Result<(), ServeError> {
        if let Some(missing) = &self.app.missing_public {
            return Err(ServeError::new(
                io::ErrorKind::NotFound,
                missing.to_string(),
            ));
        }
        self.app.shared.is_served.store(true, Ordering::Relaxed);
        let service = ErasedService {
            app: Arc::clone(&self.app) as Arc<dyn Respond>,
        };
        let (routes, pending) = (self.app.routes, Arc::clone(&self.app.shared.pending));
        let options = options.readiness(&self.app.readiness);
        let cache = Arc::clone(&self.app.shared.cache);
        let prerender = Box::pin(async move { self.app.prerender_and_log().await });
        serve_erased(service, options, routes, prerender, pending, cache).await
    }

    /// Returns a service for `axum::serve(listener, app::service().into_make_service())`.
    pub fn into_make_service(self) -> MakeService<Self> {
        if let Some(missing) = &self.app.missing_public {
            tracing::error!("{missing}");
        }
        MakeService::new(Self {
            host: HostRule::Required,
            ..self
        })
    }
}

/// Serves an application whose type is erased, so that the server is compiled with this crate and not with every program.
fn serve_erased(
    service: ErasedService,
    options: ServeOptions,
    routes: &'static RouteTable,
    prerender: Pin<Box<dyn Future<Output = ()> + Send>>,
    pending: Arc<Pending>,
    cache: Arc<Engine>,
) -> Pin<Box<dyn Future<Output = Result<(), ServeError>> + Send>> {
    let remaining = async move { pending.finished().await };
    Box::pin(async move {
        server::listen(service, options, Some(routes), prerender, remaining).await?;
        cache.close().await;
        Ok(())
    })
}

impl<S> Clone for AppService<S> {
    fn clone(&self) -> Self {
        Self {
            app: Arc::clone(&self.app),
            host: self.host,
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
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture {
        with_axum_body(request, |request| {
            self.app.respond_at_service(request, self.host)
        })
    }
}

/// Passes on a request with axum's body. A request that has it already is not moved.
#[inline]
fn with_axum_body<B>(
    mut request: Request<B>,
    respond: impl FnOnce(&mut Request<Body>) -> ResponseFuture,
) -> ResponseFuture
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    match (&mut request as &mut dyn Any).downcast_mut() {
        Some(request) => respond(request),
        None => respond(&mut request.map(Body::new)),
    }
}

/// An application whose state type is erased.
#[derive(Clone)]
struct ErasedService {
    app: Arc<dyn Respond>,
}

trait Respond: Send + Sync {
    fn respond(&self, request: &mut Request<Body>) -> ResponseFuture;
}

impl<S: Clone + Send + Sync + 'static> Respond for App<S> {
    fn respond(&self, request: &mut Request<Body>) -> ResponseFuture {
        // Only connections call it.
        self.respond_at_service(request, HostRule::Required)
    }
}

impl Application for ErasedService {
    type Future = ResponseFuture;

    fn respond(&self, request: &mut Request<Body>) -> ResponseFuture {
        self.app.respond(request)
    }
}
