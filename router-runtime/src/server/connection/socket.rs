//! The socket of a connection: TCP or Unix.

use super::super::activity::Activity;
use crate::server::{connections::ConnectionPlace, listener::Accepted};
use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The socket of a connection. It counts what is read and written.
pub(super) struct Socket {
    stream: Accepted,
    activity: Arc<Activity>,
    /// An upgraded connection counts until its socket is closed.
    _place: ConnectionPlace,
}

impl Socket {
    pub(super) fn new(stream: Accepted, activity: Arc<Activity>, place: ConnectionPlace) -> Self {
        Self {
            stream,
            activity,
            _place: place,
        }
    }

    /// Counts the bytes of a write. A write that has to wait shows that the client does not read.
    fn count(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &written {
            Poll::Ready(Ok(bytes)) => self.activity.add_written(Some(*bytes)),
            Poll::Ready(Err(_)) => {}
            Poll::Pending => self.activity.add_written(None),
        }
        written
    }
}

/// Calls a method of the stream, of either kind.
macro_rules! either {
    ($socket:ident.$method:ident($($argument:expr),*)) => {
        match &mut $socket.stream {
            Accepted::Tcp(stream, _) => Pin::new(stream).$method($($argument),*),
            #[cfg(unix)]
            Accepted::Unix(stream, _) => Pin::new(stream).$method($($argument),*),
        }
    };
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = either!(self.poll_read(context, buffer));
        self.activity.add_read(buffer.filled().len() - before);
        read
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = either!(self.poll_write(context, bytes));
        self.count(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = either!(self.poll_write_vectored(context, slices));
        self.count(written)
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
