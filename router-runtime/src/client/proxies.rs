//! The proxies whose headers are trusted.

use super::peer::Peer;
use axum::http::{HeaderName, header::FORWARDED};
use ipnet::{IpNet, Ipv4Net};
use std::{error::Error, fmt, net::IpAddr};

pub(super) const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
pub(super) const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
pub(super) const X_FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");
pub(super) const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The proxies in front of the application, and those of their headers that are trusted. For
/// [`AppBuilder::trusted_proxies`](crate::AppBuilder::trusted_proxies).
///
/// ```no_run
/// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
/// use router_runtime::TrustedProxies;
///
/// let proxies = TrustedProxies::new(["127.0.0.1", "::1", "10.0.0.0/8"])
///     .x_forwarded_for()
///     .x_forwarded_proto();
/// let service = app::builder().trusted_proxies(proxies).service();
/// ```
///
/// The headers determine [`ClientIp`](crate::extract::ClientIp), [`Origin`](crate::extract::Origin) and the default of `Secure` for
/// cookies.
///
/// 1. A header is trusted only if a method of this type names it. Name the headers that the outermost proxy sets or appends to on
///    **every** request: it passes on all other headers as its client sent them.
/// 2. A header is read only if the connection comes from one of the networks, or from a Unix socket after [`unix`](Self::unix).
/// 3. `ClientIp` is the last address of `X-Forwarded-For` or `Forwarded` that is not in one of the networks. A proxy appends the address
///    from which it received the request, so a client can forge only the addresses before its own. If all addresses are trusted, it is
///    the first one. Addresses before one that is malformed or `unknown` are ignored.
/// 4. Scheme, host and port are those that the outermost trusted proxy reports.
/// 5. At most 32 proxies are followed.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies {
    networks: Vec<IpNet>,
    /// The reason why a network is invalid.
    invalid: Option<String>,
    unix: bool,
    headers: Vec<HeaderName>,
}

impl TrustedProxies {
    /// Trusts connections from these addresses, such as `127.0.0.1`, and networks, such as `10.0.0.0/8` (RFC 4632 section 3.1).
    ///
    /// Clients that connect directly from one of them can forge their address. [`check`](Self::check) reports a malformed network.
    #[must_use]
    pub fn new<N: AsRef<str>>(networks: impl IntoIterator<Item = N>) -> Self {
        let mut proxies = Self::default();
        for network in networks {
            match read(network.as_ref()) {
                Ok(network) => proxies.networks.push(network),
                Err(reason) => {
                    proxies.invalid.get_or_insert(reason);
                }
            }
        }
        proxies
    }

    /// Trusts connections over a Unix socket: every program that may open its file.
    #[must_use]
    pub fn unix(mut self) -> Self {
        self.unix = true;
        self
    }

    /// Trusts `for`, `proto` and `host` of `Forwarded` (RFC 7239).
    #[must_use]
    pub fn forwarded(self) -> Self {
        self.trusting(FORWARDED)
    }

    /// Trusts the addresses of `X-Forwarded-For`.
    #[must_use]
    pub fn x_forwarded_for(self) -> Self {
        self.trusting(X_FORWARDED_FOR)
    }

    /// Trusts the scheme of `X-Forwarded-Proto`: `http` or `https`, and for a WebSocket `ws` or `wss`.
    #[must_use]
    pub fn x_forwarded_proto(self) -> Self {
        self.trusting(X_FORWARDED_PROTO)
    }

    /// Trusts the host of `X-Forwarded-Host`, with or without a port.
    #[must_use]
    pub fn x_forwarded_host(self) -> Self {
        self.trusting(X_FORWARDED_HOST)
    }

    /// Trusts the port of `X-Forwarded-Port`, which takes precedence over that of the host.
    #[must_use]
    pub fn x_forwarded_port(self) -> Self {
        self.trusting(X_FORWARDED_PORT)
    }

    fn trusting(mut self, header: HeaderName) -> Self {
        self.headers.push(header);
        self
    }

    /// Validates the proxies. `builder().trusted_proxies(…)` panics with the same error.
    ///
    /// # Errors
    ///
    /// Fails if a network is malformed, if there is neither a network nor `unix`, if no header is trusted, or if both `Forwarded` and
    /// `X-Forwarded-…` are: a proxy that sets one of them passes on the other one as its client sent it.
    pub fn check(&self) -> Result<(), TrustedProxiesError> {
        let reason = if let Some(reason) = &self.invalid {
            reason.clone()
        } else if self.networks.is_empty() && !self.unix {
            "expected an address, a network or `.unix()`".to_owned()
        } else if self.headers.is_empty() {
            "expected a header to trust, such as `.x_forwarded_for()`".to_owned()
        } else if self.trusts_header(&FORWARDED) && self.headers.iter().any(|it| *it != FORWARDED) {
            "`Forwarded` and `X-Forwarded-…` cannot both be trusted: a proxy that sets one passes on the other as its client sent it"
                .to_owned()
        } else {
            return Ok(());
        };
        Err(TrustedProxiesError(reason))
    }

    pub(super) fn trusts_header(&self, header: &HeaderName) -> bool {
        self.headers.contains(header)
    }

    pub(super) fn trusts(&self, peer: Peer) -> bool {
        match peer {
            Peer::Ip(ip) => self.trusts_ip(ip),
            Peer::Unix => self.unix,
            Peer::Unknown => false,
        }
    }

    pub(super) fn trusts_ip(&self, ip: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&ip))
    }
}

/// Reads a network. Mapped IPv4 networks become those of IPv4, as addresses do.
fn read(text: &str) -> Result<IpNet, String> {
    let network = match text.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address),
        Err(_) => text.parse().map_err(|_| {
            let text = text.escape_debug();
            format!("`{text}` is not an address or a network, such as `10.0.0.0/8`")
        })?,
    };
    let first = network.trunc();
    if network != first {
        return Err(format!(
            "`{network}` has bits behind its prefix; write `{first}`, or `{}` for the address",
            network.addr()
        ));
    }
    if let IpNet::V6(network) = network
        && let (Some(address), Some(prefix)) = (
            network.addr().to_ipv4_mapped(),
            network.prefix_len().checked_sub(96),
        )
        && let Ok(network) = Ipv4Net::new(address, prefix)
    {
        return Ok(network.into());
    }
    Ok(network)
}

/// The error of [`TrustedProxies::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedProxiesError(String);

impl fmt::Display for TrustedProxiesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "trusted proxies: {}", self.0)
    }
}

impl Error for TrustedProxiesError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(proxies: &TrustedProxies) -> String {
        proxies.check().unwrap_err().to_string()
    }

    #[test]
    fn a_mistake_is_reported() {
        let none: [&str; 0] = [];
        for (proxies, expected) in [
            (
                TrustedProxies::new(["10.0.0.0/33"]).x_forwarded_for(),
                "trusted proxies: `10.0.0.0/33` is not an address or a network, such as `10.0.0.0/8`",
            ),
            (
                TrustedProxies::new(["::1", "proxy.example"]).x_forwarded_for(),
                "trusted proxies: `proxy.example` is not an address or a network, such as `10.0.0.0/8`",
            ),
            (
                TrustedProxies::new(["10.0.0.1/8"]).x_forwarded_for(),
                "trusted proxies: `10.0.0.1/8` has bits behind its prefix; write `10.0.0.0/8`, or `10.0.0.1` for the address",
            ),
            (
                TrustedProxies::new(none).x_forwarded_for(),
                "trusted proxies: expected an address, a network or `.unix()`",
            ),
            (
                TrustedProxies::new(["::1"]),
                "trusted proxies: expected a header to trust, such as `.x_forwarded_for()`",
            ),
            (
                TrustedProxies::new(["::1"]).forwarded().x_forwarded_proto(),
                "trusted proxies: `Forwarded` and `X-Forwarded-…` cannot both be trusted: a proxy that sets one passes on the other as its client sent it",
            ),
        ] {
            assert_eq!(error(&proxies), expected);
        }
        let unix = TrustedProxies::new(none).unix().forwarded();
        assert_eq!(unix.check(), Ok(()));
    }

    #[test]
    fn a_mapped_network_is_one_of_ipv4() {
        let proxies = TrustedProxies::new(["::ffff:10.0.0.0/104"]);
        assert!(proxies.trusts_ip("10.1.2.3".parse().unwrap()));
        assert!(!proxies.trusts_ip("11.1.2.3".parse().unwrap()));
    }
}
