//! The socket that a server listens on.

use socket2::{SockRef, TcpKeepalive};
use std::{
    fmt, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream, unix};

/// The bytes of a response that the operating system takes before the client has room for them.
#[cfg(any(target_os = "android", target_os = "linux"))]
const UNSENT: u32 = 128 * 1024;

/// A listening socket.
#[derive(Debug)]
pub(super) enum Listener {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix {
        /// Removed before the socket is closed, because other servers replace the file of a closed socket.
        _file: Option<SocketFile>,
        listener: UnixListener,
    },
}

/// A connection of a [`Listener`], with the address of its client.
pub(super) enum Accepted {
    Tcp(TcpStream, SocketAddr),
    #[cfg(unix)]
    Unix(UnixStream, unix::SocketAddr),
}

/// The address of a client. Programs seldom name their end of a Unix socket.
#[derive(Clone, Debug)]
pub(super) enum Peer {
    Tcp(SocketAddr),
    #[cfg(unix)]
    Unix(unix::SocketAddr),
}

impl Accepted {
    /// Sends small responses at once, and returns the address of the client.
    pub(super) fn prepare(&self) -> Peer {
        match self {
            Self::Tcp(stream, peer) => {
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!("{peer}: cannot set TCP_NODELAY: {error}");
                }
                Peer::Tcp(*peer)
            }
            #[cfg(unix)]
            Self::Unix(_, peer) => Peer::Unix(peer.clone()),
        }
    }
}

impl Listener {
    /// Detects clients that vanished. Accepted sockets inherit the setting.
    pub(super) fn set_keepalive(&self, time: Option<Duration>) {
        let (Self::Tcp(listener), Some(time)) = (self, time) else {
            return;
        };
        let interval = (time / 4).max(Duration::from_secs(1));
        let keepalive = TcpKeepalive::new().with_time(time).with_interval(interval);
        if let Err(error) = SockRef::from(listener).set_tcp_keepalive(&keepalive) {
            tracing::debug!("cannot set SO_KEEPALIVE: {error}");
        }
    }

    /// Limits the bytes of a response that the operating system takes. Its buffers of megabytes hide for minutes that a slow client
    /// reads. Accepted sockets inherit the setting.
    pub(super) fn set_unsent_limit(&self) {
        #[cfg(any(target_os = "android", target_os = "linux"))]
        if let Self::Tcp(listener) = self
            && let Err(error) = SockRef::from(listener).set_tcp_notsent_lowat(UNSENT)
        {
            tracing::debug!("cannot set TCP_NOTSENT_LOWAT: {error}");
        }
    }

    pub(super) async fn accept(&self) -> io::Result<Accepted> {
        match self {
            Self::Tcp(listener) => {
                let (stream, peer) = listener.accept().await?;
                Ok(Accepted::Tcp(stream, peer))
            }
            #[cfg(unix)]
            Self::Unix { listener, .. } => {
                let (stream, peer) = listener.accept().await?;
                Ok(Accepted::Unix(stream, peer))
            }
        }
    }

    pub(super) fn address(&self) -> io::Result<ListenAddress> {
        match self {
            Self::Tcp(listener) => listener.local_addr().map(ListenAddress::Tcp),
            #[cfg(unix)]
            Self::Unix { listener, .. } => {
                let address = listener.local_addr()?;
                Ok(ListenAddress::Unix(
                    address.as_pathname().map(PathBuf::from),
                ))
            }
        }
    }
}

/// The file of a Unix socket, which is removed when the server no longer listens.
#[cfg(unix)]
#[derive(Debug)]
pub(super) struct SocketFile {
    path: PathBuf,
    identity: Option<(u64, u64)>,
}

#[cfg(unix)]
impl SocketFile {
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            identity: identity(path),
        }
    }
}

/// Returns the device and the number of a file, if it exists.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;

    let file = std::fs::symlink_metadata(path).ok()?;
    Some((file.dev(), file.ino()))
}

#[cfg(unix)]
impl Drop for SocketFile {
    fn drop(&mut self) {
        // Another server may have replaced the file.
        if self.identity.is_some() && self.identity == identity(&self.path) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// The address that a server listens on. [`on_listening`](super::ServeOptions::on_listening) receives it.
///
/// ```
/// use router_runtime::server::ListenAddress;
///
/// let address = ListenAddress::Tcp(([127, 0, 0, 1], 3000).into());
/// assert_eq!(address.to_string(), "http://127.0.0.1:3000");
/// assert_eq!(ListenAddress::Unix(Some("/run/app.sock".into())).to_string(), "unix:/run/app.sock");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListenAddress {
    /// An IP address and a port.
    Tcp(SocketAddr),
    /// The path of a Unix socket, if it has one.
    Unix(Option<PathBuf>),
}

impl ListenAddress {
    /// Returns the IP address and the port, if the server listens on one.
    pub fn as_tcp(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(address) => Some(*address),
            Self::Unix(_) => None,
        }
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => write!(f, "http://{address}"),
            Self::Unix(Some(path)) => write!(f, "unix:{}", path.display()),
            Self::Unix(None) => f.write_str("an unnamed Unix socket"),
        }
    }
}
