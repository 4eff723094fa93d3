//! The stream of a connection: its socket, in TLS or not.

use super::{Activity, socket::Socket};
use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::Instant,
};
#[cfg(feature = "tls")]
use {
    std::{future::poll_fn, pin::pin},
    tokio::time::timeout_at,
    tokio_rustls::{TlsAcceptor, server::TlsStream},
};

/// The encryption of the connections of a server, if there is one.
#[derive(Clone, Default)]
pub(crate) struct Encryption {
    #[cfg(feature = "tls")]
    pub(crate) acceptor: Option<TlsAcceptor>,
}

impl Encryption {
    #[cfg_attr(
        not(feature = "tls"),
        expect(clippy::unused_self, reason = "without TLS there is nothing to ask")
    )]
    pub(crate) fn is_on(&self) -> bool {
        #[cfg(feature = "tls")]
        return self.acceptor.is_some();
        #[cfg(not(feature = "tls"))]
        false
    }
}

/// The stream of a connection.
pub(super) enum Transport {
    Plain(Socket),
    #[cfg(feature = "tls")]
    Tls(Box<TlsStream<Socket>>),
}

impl Transport {
    pub(super) fn is_tls(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            #[cfg(feature = "tls")]
            Self::Tls(_) => true,
        }
    }
}

#[cfg(not(feature = "tls"))]
impl Encryption {
    #[expect(clippy::unused_async, reason = "a handshake takes time")]
    pub(super) async fn open(
        &self,
        socket: Socket,
        _: &Activity,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Transport> {
        Some(Transport::Plain(socket))
    }
}

#[cfg(feature = "tls")]
impl Encryption {
    /// Opens the stream of a socket. A handshake has the time of the first headers. Until it is completed, the connection is closed for a
    /// newcomer like an idle one, and when the server shuts down.
    ///
    /// Returns `None` if the connection is to be closed.
    pub(super) async fn open(
        &self,
        socket: Socket,
        activity: &Activity,
        opened: Instant,
        limit: Option<Duration>,
    ) -> Option<Transport> {
        let Some(acceptor) = &self.acceptor else {
            return Some(Transport::Plain(socket));
        };
        let mut accept = pin!(acceptor.accept(socket));
        let accepted = poll_fn(|context: &mut Context<'_>| {
            activity.register(context.waker());
            if activity.take_command().is_some() {
                return Poll::Ready(None);
            }
            accept.as_mut().poll(context).map(Some)
        });
        let accepted = match limit.and_then(|limit| opened.checked_add(limit)) {
            Some(end) => timeout_at(end, accepted).await.unwrap_or(None),
            None => accepted.await,
        };
        match accepted? {
            Ok(stream) => Some(Transport::Tls(Box::new(stream))),
            Err(error) => {
                tracing::debug!("the TLS handshake failed: {error}");
                None
            }
        }
    }
}

/// Calls a method of the stream, of either kind.
macro_rules! either {
    ($transport:ident.$method:ident($($argument:expr),*)) => {
        match &mut *$transport {
            Transport::Plain(stream) => Pin::new(stream).$method($($argument),*),
            #[cfg(feature = "tls")]
            Transport::Tls(stream) => Pin::new(stream).$method($($argument),*),
        }
    };
}

impl AsyncRead for Transport {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        either!(self.poll_read(context, buffer))
    }
}

impl AsyncWrite for Transport {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        either!(self.poll_write(context, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        either!(self.poll_write_vectored(context, slices))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self.poll_flush(context))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self.poll_shutdown(context))
    }
}
