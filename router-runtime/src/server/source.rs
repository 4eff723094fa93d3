//! The place where a server listens.

use super::{ServeError, address::Address, listener::Listener};
use std::io;
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;

/// A socket that is already open, for [`ServeOptions::listener`](super::ServeOptions::listener).
#[derive(Debug)]
pub struct BoundListener(Bound);

#[derive(Debug)]
enum Bound {
    Tcp(std::net::TcpListener),
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixListener),
    /// A listener of tokio that cannot be taken from its runtime.
    Failed(io::Error),
}

impl From<std::net::TcpListener> for BoundListener {
    fn from(listener: std::net::TcpListener) -> Self {
        Self(Bound::Tcp(listener))
    }
}

impl From<TcpListener> for BoundListener {
    fn from(listener: TcpListener) -> Self {
        Self(listener.into_std().map_or_else(Bound::Failed, Bound::Tcp))
    }
}

#[cfg(unix)]
impl From<std::os::unix::net::UnixListener> for BoundListener {
    fn from(listener: std::os::unix::net::UnixListener) -> Self {
        Self(Bound::Unix(listener))
    }
}

#[cfg(unix)]
impl From<UnixListener> for BoundListener {
    fn from(listener: UnixListener) -> Self {
        Self(listener.into_std().map_or_else(Bound::Failed, Bound::Unix))
    }
}

/// The place where a server listens: an address, or a socket that is open already.
#[derive(Debug)]
pub(super) enum ListenerSource {
    Address(Address),
    Bound(BoundListener),
}

impl Default for ListenerSource {
    fn default() -> Self {
        Self::Address(Address::default())
    }
}

impl ListenerSource {
    pub(super) fn with_host(self, host: &str) -> Self {
        Self::Address(self.address().with_host(host))
    }

    pub(super) fn with_port(self, port: u16) -> Self {
        Self::Address(self.address().with_port(port))
    }

    fn address(self) -> Address {
        match self {
            Self::Address(address) => address,
            Self::Bound(_) => Address::default(),
        }
    }

    pub(super) async fn listen(self) -> Result<Listener, ServeError> {
        let bound = match self {
            Self::Address(address) => return address.listen().await,
            Self::Bound(BoundListener(bound)) => bound,
        };
        Ok(match bound {
            Bound::Tcp(listener) => {
                listener.set_nonblocking(true)?;
                Listener::Tcp(TcpListener::from_std(listener)?)
            }
            #[cfg(unix)]
            Bound::Unix(listener) => {
                listener.set_nonblocking(true)?;
                Listener::Unix {
                    _file: None,
                    listener: UnixListener::from_std(listener)?,
                }
            }
            Bound::Failed(error) => return Err(error.into()),
        })
    }
}
