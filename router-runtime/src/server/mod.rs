//! The server: sockets, limits of connections, and the stages of a shutdown.
//!
//! [`AppService::serve`](crate::AppService::serve) serves an application with the options that the environment sets,
//! [`AppService::serve_with`](crate::AppService::serve_with) with other [`ServeOptions`], and [`serve`] any tower service.
//!
//! ```no_run
//! # mod app { pub fn service() -> router_runtime::AppService<()> { unimplemented!() } }
//! use router_runtime::{ServeError, server::ServeOptions};
//!
//! #[tokio::main]
//! async fn main() -> Result<(), ServeError> {
//!     let options = ServeOptions::from_env()?.host("0.0.0.0").port(8080);
//!     app::service().serve_with(options).await
//! }
//! ```

mod accept;
mod activity;
mod address;
mod application;
mod connection;
mod connections;
mod environment;
mod error;
mod limit_options;
mod limits;
mod listener;
mod make_service;
mod options;
mod readiness;
mod shutdown;
mod signal;
mod source;
mod start_up;
mod task;
#[cfg(feature = "tls")]
mod tls;

use self::{application::TowerService, connection::Encryption, readiness::Stage};
use crate::errors::{text_headers, text_response};
use axum::{
    body::{Body, HttpBody},
    extract::Request,
    http::{StatusCode, Version, header::HOST},
    response::Response,
};
use std::{convert::Infallible, fmt::Display, future::ready, pin::Pin};
use tower::{BoxError, Service, ServiceExt, service_fn, util::BoxCloneService};

#[cfg(feature = "tls")]
pub use self::tls::Tls;
pub use self::{
    error::ServeError, limits::Progress, listener::ListenAddress, make_service::MakeService,
    options::ServeOptions, readiness::Readiness, source::BoundListener,
};

#[cfg(feature = "second-tier")]
pub(crate) use self::task::print;
pub(crate) use self::{
    application::Application,
    task::{RequestedTask, Task, run as run_task},
};

/// Serves any tower service, such as an application with layers around it, with the same limits as
/// [`AppService::serve_with`](crate::AppService::serve_with).
///
/// ```no_run
/// # mod app { pub fn service() -> router_runtime::AppService<()> { unimplemented!() } }
/// use router_runtime::{ServeError, server::{self, ServeOptions}};
/// use tower::Layer;
/// use tower_http::cors::CorsLayer;
///
/// #[tokio::main]
/// async fn main() -> Result<(), ServeError> {
///     let service = CorsLayer::permissive().layer(app::service());
///     server::serve(service, ServeOptions::from_env()?).await
/// }
/// ```
///
/// The server does not know the application inside of the service: it does not log the routes, does not prerender, and does not wait for
/// tasks of [`After`](crate::After). Call [`AppBuilder::prerender`](crate::AppBuilder::prerender) before.
///
/// # Errors
///
/// Returns an error if an option is invalid, or if the server cannot listen.
pub async fn serve<S, B>(service: S, options: ServeOptions) -> Result<(), ServeError>
where
    S: Service<Request, Response = Response<B>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send + 'static,
    B: HttpBody<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    task::refuse()?;
    let service = service_fn(move |request: Request| {
        let service = service.clone();
        async move {
            if lacks_host(&request) {
                return Ok(text_response(StatusCode::BAD_REQUEST, text_headers()));
            }
            let response = service.oneshot(request).await?;
            Ok(response.map(Body::new))
        }
    });
    serve_erased(service.boxed_clone(), options).await
}

/// Serves a service whose type is erased, so that the server is compiled with this crate and not with every program.
fn serve_erased(
    service: BoxCloneService<Request, Response, Infallible>,
    options: ServeOptions,
) -> Pin<Box<dyn Future<Output = Result<(), ServeError>> + Send>> {
    let application = TowerService(service);
    Box::pin(listen(
        application,
        options,
        None::<&str>,
        ready(()),
        ready(()),
    ))
}

/// Returns `true` for a request that no HTTP/1.1 server may accept (RFC 9112 section 3.2).
fn lacks_host(request: &Request) -> bool {
    request.version() == Version::HTTP_11 && !request.headers().contains_key(HOST)
}

/// Serves until the shutdown signal, then shuts down.
///
/// `prepare` runs while the first connections are served, and `remaining` after the last one is closed.
pub(crate) async fn listen<A: Application>(
    application: A,
    options: ServeOptions,
    routes: Option<impl Display>,
    prepare: impl Future<Output = ()> + Send + 'static,
    remaining: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let ServeOptions {
        source,
        limits,
        prerender_deadline,
        readiness,
        shutdown,
        on_listening,
        #[cfg(feature = "tls")]
        tls,
    } = options;
    limits.check()?;
    #[cfg(feature = "tls")]
    let (encryption, _reloading) = tls::start(tls)?;
    #[cfg(not(feature = "tls"))]
    let encryption = Encryption::default();
    let stop = match shutdown {
        Some(shutdown) => shutdown,
        None => Box::pin(signal::shutdown_signal()?),
    };
    let listener = source.listen().await?;
    Readiness::enter_all(&readiness, Stage::StartingUp);
    if let Some(routes) = routes {
        tracing::info!("routes\n{routes}");
    }
    let address = listener.address()?;
    report(&address, &encryption);
    if let Some(notify) = on_listening {
        notify(&address);
    }
    let background =
        start_up::run_in_background(prepare, prerender_deadline, readiness.clone()).await;
    let stop = async {
        stop.await;
        drop(background);
        Readiness::enter_all(&readiness, Stage::ShuttingDown);
        shutdown::delay(limits.shutdown_delay).await;
        Readiness::enter_all(&readiness, Stage::Closed);
    };
    shutdown::run(listener, encryption, application, stop, remaining, limits).await;
    Ok(())
}

/// Logs the address. A program whose subscriber discards the message, or that has no subscriber, would seem to hang.
fn report(address: &ListenAddress, encryption: &Encryption) {
    let address = match address {
        ListenAddress::Tcp(address) if encryption.is_on() => format!("https://{address}"),
        address => address.to_string(),
    };
    if tracing::enabled!(tracing::Level::INFO) {
        tracing::info!("listening on {address}");
    } else {
        eprintln!("listening on {address}");
    }
}
