//! Sockets, limits of connections, start and shutdown, with raw clients.

mod http2;
mod layered;
mod limits;
mod process;
mod starting;
mod stopping;
mod streams;
mod tasks;
mod tls;

use router_runtime::{
    AppService, ServeError, routes,
    server::{ListenAddress, Readiness, ServeOptions},
};
use router_tests::{raw::Client, wait::TIMEOUT};
use std::{
    net::SocketAddr,
    sync::{Arc, atomic::AtomicUsize},
    time::Duration,
};
use tokio::{
    sync::{Notify, oneshot},
    task::JoinHandle,
    time::timeout,
};

routes!("server/app", state = Shared);

/// The time of a limit that a test reaches.
const SHORT: Duration = Duration::from_millis(400);

/// The state of the application: a test waits for handlers and releases them.
#[derive(Clone, Default)]
pub struct Shared {
    readiness: Readiness,
    entered: Arc<Notify>,
    release: Arc<Notify>,
    /// Large responses that handlers made.
    made: Arc<AtomicUsize>,
    /// The chunks that a test received.
    received: Arc<AtomicUsize>,
}

/// A running server.
struct Server {
    listening: ListenAddress,
    shared: Shared,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<Result<(), ServeError>>,
}

impl Server {
    /// Starts the application on a free port.
    async fn start(options: ServeOptions) -> Self {
        Self::start_at(options.port(0)).await
    }

    async fn start_at(options: ServeOptions) -> Self {
        let shared = Shared::default();
        Self::serve(app::service(shared.clone()), shared, options).await
    }

    async fn serve(service: AppService<Shared>, shared: Shared, options: ServeOptions) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let (report, reported) = oneshot::channel();
        let options = options
            .readiness(&shared.readiness)
            .on_listening(|address| report.send(address.clone()).unwrap())
            .shutdown(async {
                let _ = stopped.await;
            });
        let running = tokio::spawn(service.serve_with(options));
        let listening = timeout(TIMEOUT, reported).await.unwrap().unwrap();
        Self {
            listening,
            shared,
            stop: Some(stop),
            running,
        }
    }

    fn address(&self) -> SocketAddr {
        self.listening.as_tcp().unwrap()
    }

    async fn connect(&self) -> Client {
        Client::connect(self.address()).await
    }

    /// Sends the shutdown signal.
    fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    async fn ended(self) {
        let ended = timeout(TIMEOUT, self.running).await;
        ended.expect("the server stops").unwrap().unwrap();
    }
}
