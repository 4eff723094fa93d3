//! The other end of a connection.

use axum::{
    extract::{ConnectInfo, connect_info::MockConnectInfo},
    http::Extensions,
};
use std::net::{IpAddr, SocketAddr};

/// An extension of requests over a connection that the server has in TLS.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OverTls;

/// The other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    Ip(IpAddr),
    Unix,
    /// A call in the same process, or a server that does not report the address.
    Unknown,
}

impl Peer {
    pub(super) fn of(extensions: &Extensions) -> Self {
        let address = match extensions.get::<ConnectInfo<SocketAddr>>() {
            Some(ConnectInfo(address)) => Some(address),
            None => extensions
                .get::<MockConnectInfo<SocketAddr>>()
                .map(|MockConnectInfo(address)| address),
        };
        match address {
            // A socket for both versions of IP reports IPv4 addresses as mapped ones.
            Some(address) => Self::Ip(address.ip().to_canonical()),
            None if is_unix(extensions) => Self::Unix,
            None => Self::Unknown,
        }
    }

    pub(super) fn ip(self) -> Option<IpAddr> {
        match self {
            Self::Ip(ip) => Some(ip),
            Self::Unix | Self::Unknown => None,
        }
    }
}

#[cfg(unix)]
fn is_unix(extensions: &Extensions) -> bool {
    let info = extensions.get::<ConnectInfo<tokio::net::unix::SocketAddr>>();
    info.is_some()
}

#[cfg(not(unix))]
fn is_unix(_: &Extensions) -> bool {
    false
}
