//! The way of a request through proxies.

use super::{
    Host, Origin, OverTls, TrustedProxies,
    forwarded::{address, from_the_end, parameter, scheme},
    peer::Peer,
    proxies::{X_FORWARDED_FOR, X_FORWARDED_HOST, X_FORWARDED_PORT, X_FORWARDED_PROTO},
};
use axum::http::{
    Extensions, HeaderMap, HeaderName,
    header::{FORWARDED, HOST},
};
use std::{borrow::Cow, net::IpAddr};

/// The number of proxies that are followed.
const MAX_PROXIES: usize = 32;

/// The way of a request through trusted proxies.
#[derive(Debug, PartialEq, Eq)]
struct Route {
    /// `None` if the address of the client has no place in a header or a socket.
    client: Option<IpAddr>,
    /// The trusted proxies.
    proxies: usize,
}

impl Route {
    fn find(proxies: &TrustedProxies, headers: &HeaderMap, extensions: &Extensions) -> Self {
        let peer = Peer::of(extensions);
        let mut route = Self {
            client: peer.ip(),
            proxies: 0,
        };
        if !proxies.trusts(peer) {
            return route;
        }
        route.proxies = 1;
        let name = if proxies.trusts_header(&FORWARDED) {
            FORWARDED
        } else if proxies.trusts_header(&X_FORWARDED_FOR) {
            X_FORWARDED_FOR
        } else {
            return route;
        };
        for element in from_the_end(headers, &name) {
            let node = if name == FORWARDED {
                parameter(element, "for")
            } else {
                str::from_utf8(element).ok()
            };
            let Some(ip) = node.and_then(address) else {
                break;
            };
            route.client = Some(ip);
            if !proxies.trusts_ip(ip) || route.proxies == MAX_PROXIES {
                break;
            }
            route.proxies += 1;
        }
        route
    }

    /// Returns the value that the outermost trusted proxy reported, of a list to which each proxy appends, or that the last one replaces.
    fn value<'h>(&self, headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h [u8]> {
        from_the_end(headers, name).take(self.proxies).last()
    }
}

/// The parts of the origin that trusted proxies report.
#[derive(Default)]
struct Reported<'h> {
    scheme: Option<Cow<'static, str>>,
    host: Option<Host<'h>>,
    port: Option<u16>,
}

impl<'h> Reported<'h> {
    fn by(
        proxies: Option<&TrustedProxies>,
        headers: &'h HeaderMap,
        extensions: &Extensions,
    ) -> Self {
        let Some(proxies) = proxies else {
            return Self::default();
        };
        let route = Route::find(proxies, headers, extensions);
        if proxies.trusts_header(&FORWARDED) {
            let element = route.value(headers, &FORWARDED).unwrap_or_default();
            return Self {
                scheme: parameter(element, "proto").and_then(scheme),
                host: parameter(element, "host").and_then(|host| named(host.as_bytes())),
                port: None,
            };
        }
        let value = |name: HeaderName| {
            let is_trusted = proxies.trusts_header(&name);
            is_trusted.then(|| route.value(headers, &name)).flatten()
        };
        let text = |name| str::from_utf8(value(name)?).ok();
        Self {
            scheme: text(X_FORWARDED_PROTO).and_then(scheme),
            host: value(X_FORWARDED_HOST).and_then(named),
            port: text(X_FORWARDED_PORT).and_then(|port| port.parse().ok()),
        }
    }

    /// Returns the host that was reported, or else sent.
    fn host(&self, headers: &'h HeaderMap) -> Option<Host<'h>> {
        let sent = || named(headers.get(HOST)?.as_bytes());
        let host = self.host.or_else(sent)?;
        let port = self.port.or(host.port);
        Some(Host { port, ..host })
    }
}

/// Returns a valid host that is not empty.
fn named(host: &[u8]) -> Option<Host<'_>> {
    Host::parse(host).filter(|host| !host.name.is_empty())
}

/// Returns the address of the client, if it is known.
pub(crate) fn client_ip(
    proxies: Option<&TrustedProxies>,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> Option<IpAddr> {
    match proxies {
        Some(proxies) => Route::find(proxies, headers, extensions).client,
        None => Peer::of(extensions).ip(),
    }
}

/// Returns the origin that the client sees, if the request has a host.
pub(crate) fn origin(
    proxies: Option<&TrustedProxies>,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> Option<Origin> {
    let reported = Reported::by(proxies, headers, extensions);
    let host = reported.host(headers)?;
    let scheme = reported.scheme;
    let scheme = scheme.unwrap_or_else(|| connection_scheme(extensions));
    Origin::new(scheme, host.name, host.port)
}

/// Returns the host and the port that the client sees.
pub(super) fn host<'h>(
    proxies: Option<&TrustedProxies>,
    headers: &'h HeaderMap,
    extensions: &Extensions,
) -> Option<Host<'h>> {
    Reported::by(proxies, headers, extensions).host(headers)
}

/// Returns `true` if the client uses TLS.
pub(crate) fn is_https(
    proxies: Option<&TrustedProxies>,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> bool {
    let scheme = Reported::by(proxies, headers, extensions).scheme;
    scheme.unwrap_or_else(|| connection_scheme(extensions)) == "https"
}

fn connection_scheme(extensions: &Extensions) -> Cow<'static, str> {
    // Without the feature, no server inserts it.
    if cfg!(feature = "tls") && extensions.get::<OverTls>().is_some() {
        "https".into()
    } else {
        "http".into()
    }
}

#[cfg(test)]
mod tests;
