//! The client of a request behind proxies, and requests that pages of other origins send.

mod forms;
mod nginx;
mod program;
mod sockets;

use router_runtime::{AppBuilder, AppService, TrustedProxies, routes, server::ServeOptions};
use router_tests::wait::TIMEOUT;
use std::{net::SocketAddr, sync::Arc};
use tokio::{
    sync::{Notify, oneshot},
    task::JoinHandle,
    time::timeout,
};

routes!("proxy/app", state = Shared);

/// The state of the application.
#[derive(Clone, Default)]
pub struct Shared {
    release: Arc<Notify>,
}

/// The address of the proxy. Clients have others of the same network.
const PROXY: &str = "127.0.0.1";

/// The address of a client.
const CLIENT: &str = "127.0.0.5";

/// A running server; it ends with the test.
struct Server {
    address: Option<SocketAddr>,
    shared: Shared,
    running: JoinHandle<()>,
}

impl Server {
    async fn start(proxies: Option<TrustedProxies>) -> Self {
        Self::start_with(proxies, ServeOptions::new().port(0)).await
    }

    async fn start_with(proxies: Option<TrustedProxies>, options: ServeOptions) -> Self {
        let shared = Shared::default();
        let service = service(app::builder(shared.clone()), proxies);
        let (report, reported) = oneshot::channel();
        let options = options.on_listening(|address| report.send(address.as_tcp()).unwrap());
        let running = tokio::spawn(async move { service.serve_with(options).await.unwrap() });
        Self {
            address: timeout(TIMEOUT, reported).await.unwrap().unwrap(),
            shared,
            running,
        }
    }

    fn address(&self) -> SocketAddr {
        self.address.unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.running.abort();
    }
}

fn service(builder: AppBuilder<Shared>, proxies: Option<TrustedProxies>) -> AppService<Shared> {
    match proxies {
        Some(proxies) => builder.trusted_proxies(proxies).service(),
        None => builder.service(),
    }
}
