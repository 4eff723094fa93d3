//! The extractors of the client's address and of the origin that it sees.

use super::RequestContext;
use crate::{
    client::{Origin, TrustedProxies, client_ip, origin},
    errors::{ErrorCause, error_response},
    respond::Error,
};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{Extensions, HeaderMap, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use std::{fmt, net::IpAddr};

/// The address of the client.
///
/// ```
/// use router_runtime::{extract::ClientIp, prelude::*};
///
/// pub async fn GET(ClientIp(ip): ClientIp) -> String {
///     format!("You are {ip}.")
/// }
/// ```
///
/// 1. Without [`trusted_proxies`](crate::AppBuilder::trusted_proxies) it is the address of the connection, which behind a proxy is that of
///    the proxy.
/// 2. With trusted proxies it is the address that they report; see [`TrustedProxies`](crate::TrustedProxies). A client cannot forge it.
/// 3. The address of an IPv4 client is [`IpAddr::V4`], also if the socket accepts both IPv4 and IPv6.
/// 4. If the address is unknown, the response is a 500, and the reason is logged. It is unknown over a Unix socket without a trusted proxy,
///    on a server that does not insert `ConnectInfo<SocketAddr>`, and in calls in the same process. `Option<ClientIp>` is then `None`.
///
/// A cached `GET` with this argument does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientIp(pub IpAddr);

/// The rejection of [`ClientIp`] and [`Origin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientRejection {
    /// The address of the client is unknown: 500, logged.
    UnknownAddress,
    /// The request has no host: 400.
    MissingHost,
    /// The router does not handle the request: 500, logged.
    Unrouted,
}

impl fmt::Display for ClientRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownAddress => {
                "the address of the client is unknown: the request came over a Unix socket without a trusted proxy that reports it, \
                 or its server inserts no `ConnectInfo<SocketAddr>`"
            }
            Self::MissingHost => "the request has no host",
            Self::Unrouted => {
                "`ClientIp` and `Origin` work in route files, in `middleware.rs`, and in their extractors that are not marked as \
                 `PlainExtractor`"
            }
        })
    }
}

impl std::error::Error for ClientRejection {}

impl IntoResponse for ClientRejection {
    fn into_response(self) -> Response {
        match self {
            Self::MissingHost => error_response(StatusCode::BAD_REQUEST, ErrorCause::InvalidHost),
            Self::UnknownAddress | Self::Unrouted => Error::from(self).into_response(),
        }
    }
}

/// Reads what a request says about its client.
fn of_client<T>(
    parts: &Parts,
    read: impl FnOnce(Option<&TrustedProxies>, &HeaderMap, &Extensions) -> Option<T>,
) -> Result<Option<T>, ClientRejection> {
    let context = RequestContext::of(&parts.extensions).ok_or(ClientRejection::Unrouted)?;
    let proxies = context.proxies.as_deref();
    Ok(read(proxies, &parts.headers, &parts.extensions))
}

impl<S: Sync> FromRequestParts<S> for ClientIp {
    type Rejection = ClientRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ClientRejection> {
        let ip = of_client(parts, client_ip)?;
        ip.map(Self).ok_or(ClientRejection::UnknownAddress)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for ClientIp {
    type Rejection = ClientRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, ClientRejection> {
        Ok(of_client(parts, client_ip)?.map(Self))
    }
}

impl<S: Sync> FromRequestParts<S> for Origin {
    type Rejection = ClientRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ClientRejection> {
        of_client(parts, origin)?.ok_or(ClientRejection::MissingHost)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Origin {
    type Rejection = ClientRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, ClientRejection> {
        of_client(parts, origin)
    }
}
