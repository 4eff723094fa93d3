//! The origin of a URL (RFC 6454 section 4).

use super::Host;
use std::{borrow::Cow, error::Error, fmt, str::FromStr};

/// Scheme, host and port of the application, as the client sees them.
///
/// As an extractor it reads `Host` and the connection, and behind a proxy the headers that
/// [`TrustedProxies`](crate::TrustedProxies) trusts. `Display` writes the beginning of an absolute link:
///
/// ```
/// use router_runtime::{extract::Origin, prelude::*};
///
/// pub async fn GET(origin: Origin) -> String {
///     format!("{origin}/items")
/// }
/// ```
///
/// 1. The scheme is `https` if the server itself uses TLS (`ServeOptions::tls`), or if a trusted proxy reports it, else `http`.
/// 2. A client can send any `Host`. For a link that is sent to others, such as in a mail, configure the origin:
///    `"https://example.org".parse::<Origin>()`. Or compare [`host`](Self::host) with the hosts of the application.
/// 3. A request without a host, which only HTTP/1.0 and calls in the same process allow, is rejected with 400.
/// 4. A cached response is sent to clients of every host. A cached `GET` with this argument does not compile, sitemaps included:
///    configure the origin, or write `pub const dynamic: &str = "force-dynamic";`.
///
/// ```
/// use router_runtime::extract::Origin;
///
/// let origin: Origin = "HTTPS://Example.org:443".parse()?;
/// assert_eq!(origin.to_string(), "https://example.org");
/// assert_eq!((origin.scheme(), origin.host(), origin.port()), ("https", "example.org", None));
/// # Ok::<(), router_runtime::extract::OriginError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    scheme: Cow<'static, str>,
    host: String,
    port: Option<u16>,
}

impl Origin {
    /// Returns the origin with the name of a host in lower case. The default port of the scheme is omitted.
    pub(super) fn new(scheme: Cow<'static, str>, host: &[u8], port: Option<u16>) -> Option<Self> {
        let host = str::from_utf8(host).ok()?.to_ascii_lowercase();
        let port = port.filter(|port| default_port(&scheme) != Some(*port));
        (!host.is_empty()).then_some(Self { scheme, host, port })
    }

    /// Returns the scheme in lower case.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Returns the host in lower case, without the port. An IPv6 address is in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the port, unless it is the default of the scheme.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Returns `true` if the client uses TLS.
    pub fn is_https(&self) -> bool {
        self.scheme == "https"
    }

    /// Returns `true` if a `Host` header has the same host and port. The port of the scheme is the default of both.
    pub(super) fn is_at(&self, host: &Host<'_>) -> bool {
        let default = default_port(&self.scheme);
        self.host.as_bytes().eq_ignore_ascii_case(host.name)
            && self.port.or(default) == host.port.or(default)
    }
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    /// Reads an origin as browsers send it: scheme, host, and a port other than the default.
    ///
    /// # Errors
    ///
    /// Returns an error for `null`, a path, a user or an invalid host.
    fn from_str(text: &str) -> Result<Self, OriginError> {
        parse(text).ok_or_else(|| OriginError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Origin> {
    let (scheme, host) = text.split_once("://")?;
    let is_scheme = scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let host = Host::parse(host.as_bytes())?;
    let scheme = Cow::Owned(scheme.to_ascii_lowercase());
    is_scheme.then(|| Origin::new(scheme, host.name, host.port))?
}

/// The error of a text that is not an [`Origin`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginError(String);

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not an origin: expected a scheme, a host and maybe a port, such as `https://example.org:8443`",
            self.0.escape_debug()
        )
    }
}

impl Error for OriginError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_read_and_written() {
        for (text, expected) in [
            ("http://a", Some("http://a")),
            ("http://a:80", Some("http://a")),
            ("https://a:80", Some("https://a:80")),
            ("HTTPS://A.example:443", Some("https://a.example")),
            ("https://[::1]:8443", Some("https://[::1]:8443")),
            ("capacitor://localhost", Some("capacitor://localhost")),
            ("null", None),
            ("", None),
            ("a", None),
            ("://a", None),
            ("1://a", None),
            ("http://", None),
            ("http://a/", None),
            ("http://u@a", None),
            ("http://a:b", None),
        ] {
            let origin = text.parse::<Origin>().ok();
            assert_eq!(
                origin.map(|origin| origin.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn a_host_is_compared_with_the_default_port_of_the_scheme() {
        for (origin, host, expected) in [
            ("http://a", "a", true),
            ("https://a", "A:443", true),
            ("https://a", "a:80", false),
            ("https://a:8443", "a", false),
            ("https://a:8443", "a:8443", true),
            ("https://a", "b", false),
            ("capacitor://a", "a", true),
        ] {
            let origin: Origin = origin.parse().unwrap();
            let host = Host::parse(host.as_bytes()).unwrap();
            assert_eq!(origin.is_at(&host), expected, "{origin}");
        }
    }
}
