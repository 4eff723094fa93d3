//! The host of a request (RFC 9112 section 3.2, RFC 9113 section 8.3.1).

use crate::client::Host;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Version, header::HOST, uri::Authority},
};

/// The rule about the host of a request: required or optional.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostRule {
    /// The request came over a connection.
    Required,
    /// The request may be a call in the same process, such as a test, which need not name a host.
    Optional,
}

/// Returns `false` if the host of a request is invalid, or missing although it is required. The response is 400.
///
/// Afterwards the `Host` header has the authority of the target, if the target has one: in the absolute form of HTTP/1.1, and as
/// `:authority` in HTTP/2. Everything that reads the host reads that header.
#[inline]
pub(crate) fn has_valid_host(request: &mut Request, rule: HostRule) -> bool {
    if request.headers().is_empty()
        && rule == HostRule::Optional
        && request.uri().authority().is_none()
    {
        return true;
    }
    check(request, rule)
}

fn check(request: &mut Request, rule: HostRule) -> bool {
    let (host, is_unique) = first_host(request.headers());
    if !is_unique || host.is_some_and(|host| Host::parse(host.as_bytes()).is_none()) {
        return false;
    }
    let lacks_host = host.is_none() && rule == HostRule::Required;
    match request.uri().authority() {
        None => !lacks_host || request.version() < Version::HTTP_11,
        Some(_) if lacks_host && request.version() == Version::HTTP_11 => false,
        Some(authority) => match host_of(authority, host, request.uri().scheme_str()) {
            Some(host) => {
                request.headers_mut().insert(HOST, host);
                true
            }
            None => false,
        },
    }
}

/// Returns the first `Host` of a request, and `true` if it is the only one.
#[inline]
fn first_host(headers: &HeaderMap) -> (Option<&HeaderValue>, bool) {
    /// As many headers are compared in less time than the hash of a name takes.
    const FEW: usize = 4;
    if headers.len() <= FEW {
        let mut hosts = headers.iter().filter(|(name, _)| *name == HOST);
        let host = hosts.next().map(|(_, host)| host);
        return (host, host.is_none() || hosts.next().is_none());
    }
    let mut hosts = headers.get_all(HOST).iter();
    (hosts.next(), hosts.next().is_none())
}

/// Returns the host of a target; `None` if it is invalid or contradicts the header.
#[cold]
fn host_of(
    authority: &Authority,
    header: Option<&HeaderValue>,
    scheme: Option<&str>,
) -> Option<HeaderValue> {
    let target = Host::parse(authority.as_str().as_bytes())?;
    if let Some(header) = header {
        let header = Host::parse(header.as_bytes())?;
        let default = match scheme {
            Some("http") => Some(80),
            Some("https") => Some(443),
            _ => target.port.or(header.port),
        };
        let is_same = target.name.eq_ignore_ascii_case(header.name)
            && target.port.or(default) == header.port.or(default);
        if !is_same {
            return None;
        }
    }
    HeaderValue::from_str(authority.as_str()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, http::header::FORWARDED};

    #[test]
    fn the_host_of_the_target_becomes_the_header() {
        use Version as V;
        for (version, uri, hosts, expected) in [
            (V::HTTP_11, "/", &[][..], None),
            (V::HTTP_11, "/", &["a"], Some("a")),
            (V::HTTP_11, "/", &["a", "a"], None),
            (V::HTTP_11, "/", &["a", "b"], None),
            (V::HTTP_11, "http://a/", &["b"], None),
            (V::HTTP_11, "http://a/", &[], None),
            (V::HTTP_11, "http://a/", &["A:80"], Some("a")),
            (V::HTTP_11, "http://a:80/", &["a"], Some("a:80")),
            (V::HTTP_11, "http://a:81/", &["a"], None),
            (V::HTTP_11, "http://u@a/", &["a"], None),
            (V::HTTP_10, "/", &[], Some("")),
            (V::HTTP_10, "http://a/", &[], Some("a")),
            (V::HTTP_2, "https://a/", &[], Some("a")),
            (V::HTTP_2, "https://a/", &["a:443"], Some("a")),
            (V::HTTP_2, "https://a/", &["b"], None),
            (V::HTTP_2, "/", &["b"], Some("b")),
            (V::HTTP_2, "/", &[], None),
        ] {
            // The host is found in another way among many headers.
            for others in [0, 5] {
                let mut request = Request::new(Body::empty());
                *request.version_mut() = version;
                *request.uri_mut() = uri.parse().unwrap();
                for _ in 0..others {
                    let other = HeaderValue::from_static("b");
                    request.headers_mut().append(FORWARDED, other);
                }
                for host in hosts {
                    let host = HeaderValue::from_static(host);
                    request.headers_mut().append(HOST, host);
                }
                let is_valid = has_valid_host(&mut request, HostRule::Required);
                let host = request.headers().get(HOST);
                let found = is_valid.then(|| host.map_or("", |host| host.to_str().unwrap()));
                assert_eq!(found, expected, "{version:?} {uri} {hosts:?} {others}");
            }
        }
    }
}
