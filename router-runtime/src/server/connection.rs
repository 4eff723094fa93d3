//! One connection.

mod exchange;
mod gathered;
mod monitor;
mod request_body;
mod response_body;
mod socket;
mod transport;

use self::{
    exchange::Exchange,
    monitor::{Exceeded, Monitor, Verdict},
    socket::Socket,
    transport::Transport,
};
use super::{
    activity::{Activity, Command},
    application::Application,
    connections::ConnectionPlace,
    limits::Limits,
    listener::Accepted,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::{Builder, UpgradeableConnection},
};
use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::{Instant, sleep_until};

pub(super) use self::transport::Encryption;

/// The bytes of a stream that HTTP/2 holds after it has taken them.
const SEND_BUFFER: usize = 64 * 1024;
/// The timer of a connection without limits. A much longer one overflows in hyper.
const FAR: Duration = Duration::from_secs(24 * 60 * 60);

type HttpConnection<'c, A> =
    UpgradeableConnection<'c, TokioIo<Transport>, Exchange<A>, TokioExecutor>;

/// The state that the connections of a server share.
pub(super) struct Common {
    pub(super) limits: Arc<Limits>,
    pub(super) started: Instant,
    encryption: Encryption,
    hyper: Builder<TokioExecutor>,
}

impl Common {
    pub(super) fn new(limits: Limits, encryption: Encryption) -> Self {
        Self {
            encryption,
            hyper: builder(&limits),
            limits: Arc::new(limits),
            started: Instant::now(),
        }
    }

    /// Returns the connection over a stream. It is boxed, because it is large, and a task is moved several times.
    fn connection<A: Application>(
        &self,
        transport: Transport,
        exchange: Exchange<A>,
    ) -> Pin<Box<HttpConnection<'_, A>>> {
        let io = TokioIo::new(transport);
        Box::pin(self.hyper.serve_connection_with_upgrades(io, exchange))
    }
}

fn builder(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    let header_bytes = limits.max_header_bytes;
    builder
        .http1()
        .header_read_timeout(None)
        .max_buf_size(header_bytes as usize);
    if let Some(fields) = limits.max_header_fields {
        builder.http1().max_headers(fields);
    }
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.http2_ping.map(|time| time.min(FAR)))
        .max_header_list_size(header_bytes)
        .max_concurrent_streams(limits.http2_max_streams)
        .max_local_error_reset_streams(limits.http2_max_resets)
        .max_pending_accept_reset_streams(limits.http2_max_resets)
        .initial_stream_window_size(limits.http2_window)
        .initial_connection_window_size(limits.http2_window)
        .max_send_buf_size(SEND_BUFFER);
    builder
}

/// Serves a connection to its end. Its place is free when its socket is closed, which may be later, after an upgrade.
pub(super) async fn serve<A: Application>(
    common: Arc<Common>,
    accepted: Accepted,
    place: ConnectionPlace,
    application: A,
    activity: Arc<Activity>,
) {
    let peer = accepted.prepare();
    let now = Instant::now();
    let mut monitor = Monitor::new(&common.limits, now);
    activity.set_idle_since(Some(now.duration_since(common.started)));
    let socket = Socket::new(accepted, Arc::clone(&activity), place);
    let limit = common.limits.header_timeout;
    let opening = common.encryption.open(socket, &activity, now, limit);
    let Some(transport) = opening.await else {
        return;
    };
    monitor.begin(activity.snapshot().read);
    let exchange = Exchange::new(
        application,
        peer.clone(),
        transport.is_tls(),
        Arc::clone(&activity),
        Arc::clone(&common.limits),
    );
    let mut connection = common.connection(transport, exchange);
    let mut timer = pin!(sleep_until(now + FAR));
    poll_fn(|context: &mut Context<'_>| {
        activity.register(context.waker());
        loop {
            match activity.take_command() {
                Some(Command::Close) => return Poll::Ready(()),
                Some(Command::Finish) => connection.as_mut().graceful_shutdown(),
                Some(Command::CloseIfIdle) if monitor.say_farewell(Instant::now()) => {
                    connection.as_mut().graceful_shutdown();
                }
                _ => {}
            }
            if let Poll::Ready(result) = connection.as_mut().poll(context) {
                if let Err(error) = result {
                    tracing::debug!("{peer:?}: {error}");
                }
                return Poll::Ready(());
            }
            let now = Instant::now();
            let next = match monitor.observe(now, activity.snapshot()) {
                Verdict::Wait(next) => next.unwrap_or(now + FAR),
                Verdict::Close(Exceeded::Idle) if monitor.say_farewell(now) => {
                    connection.as_mut().graceful_shutdown();
                    continue;
                }
                Verdict::Close(exceeded) => {
                    tracing::debug!("{peer:?}: closed by the limit {exceeded:?}");
                    return Poll::Ready(());
                }
            };
            let idle = monitor.idle_since();
            activity.set_idle_since(idle.map(|since| since.duration_since(common.started)));
            if next < timer.deadline() || timer.deadline() <= now {
                timer.as_mut().reset(next);
                if timer.as_mut().poll(context).is_ready() {
                    continue;
                }
            }
            return Poll::Pending;
        }
    })
    .await;
}
