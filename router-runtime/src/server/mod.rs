//! Puts a service on a port.

mod accept;
mod address;
mod connection;
mod make_service;
mod stop;

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use self::accept::{Limits, run};
use crate::respond::effects::Pending;
use crate::routing::{AnyService, AppService, RouteTable};

pub use self::make_service::MakeService;

impl<S: Clone + Send + Sync + 'static> AppService<S> {
    /// Serves until SIGTERM or Ctrl-C; the address comes from the environment.
    ///
    /// | variable | meaning | without it |
    /// |---|---|---|
    /// | `HOST` | address or name to listen on; `0.0.0.0` or `::` for every interface | `127.0.0.1` |
    /// | `PORT` | port to listen on; `0` for any that is free | `3000` |
    /// | `PUBLIC_DIR` | folder of files that are sent as they are | `public` of the crate, if it was there when the program was built |
    ///
    /// The default address can be reached from this machine alone: nothing is open to a network that
    /// was not asked for. A container needs `HOST=0.0.0.0`.
    ///
    /// Before the first connection is accepted, the cache is filled as by [`AppBuilder::prerender`](crate::AppBuilder::prerender);
    /// what fails is logged and starts cold.
    ///
    /// HTTP/1.1 and HTTP/2 with prior knowledge share the port. Handlers find the client's address in
    /// `ConnectInfo<SocketAddr>`. A client has 30 seconds for the headers of a request, and 64 KiB. On
    /// a signal no connection is accepted any more, running requests and the tasks of `After` have 5 seconds to finish.
    /// A WebSocket is not waited for, as in axum: to say goodbye, its task listens for the signal itself.
    ///
    /// # Errors
    ///
    /// When `HOST` or `PORT` make no address, or it cannot be listened on; when the files of `public/` are gone. The text says what to do.
    pub async fn serve(self) -> io::Result<()> {
        if let Some(missing) = self.missing_public() {
            return Err(io::Error::new(io::ErrorKind::NotFound, missing.to_string()));
        }
        let (service, routes, pending) = (self.any(), self.routes(), self.pending());
        let prerender = Box::pin(async move { self.prerender_aloud().await });
        listen(service, routes, prerender, pending).await
    }

    /// For `axum::serve(listener, app::service().into_make_service())`.
    pub fn into_make_service(self) -> MakeService<Self> {
        if let Some(missing) = self.missing_public() {
            tracing::error!("{missing}");
        }
        MakeService::new(self)
    }
}

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Waits for the first; `false` if it is told to stop first.
async fn ends_before(work: Boxed<()>, stop: impl Future<Output = ()>) -> bool {
    tokio::select! {
        () = work => true,
        () = stop => false,
    }
}

/// It knows no application by its type, and is boxed, so that all of the server is compiled with this crate and not with every
/// program.
fn listen(
    service: AnyService,
    routes: &'static RouteTable,
    prerender: Boxed<()>,
    pending: Arc<Pending>,
) -> Boxed<io::Result<()>> {
    Box::pin(async move {
        let mut stop = Box::pin(stop::signal()?);
        let listener = address::from_environment()?.listen().await?;
        tracing::info!("routes\n{routes}");
        if !ends_before(prerender, &mut stop).await {
            return Ok(());
        }
        tracing::info!("listening on http://{}", listener.local_addr()?);
        let rest = async move { pending.finished().await };
        run(listener, service, stop, rest, Limits::default()).await;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, ready};

    /// A thousand paths that wait for a dead database may take an hour.
    #[tokio::test]
    async fn prerendering_can_be_stopped() {
        assert!(ends_before(Box::pin(ready(())), pending()).await);
        assert!(!ends_before(Box::pin(pending()), ready(())).await);
    }
}
