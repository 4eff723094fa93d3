//! The host of a request (RFC 9112 section 3.2, RFC 9113 section 8.3.1).

use axum::{
    extract::Request,
    http::{HeaderValue, Version, header::HOST, uri::Authority},
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
    let mut hosts = request.headers().get_all(HOST).iter();
    let host = hosts.next();
    if hosts.next().is_some() || host.is_some_and(|host| Host::parse(host.as_bytes()).is_none()) {
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

/// A valid `uri-host [":" port]`.
struct Host<'h> {
    name: &'h [u8],
    port: Option<u16>,
}

impl<'h> Host<'h> {
    fn parse(host: &'h [u8]) -> Option<Self> {
        let is_literal = host.first() == Some(&b'[');
        let end = if is_literal {
            host.iter().position(|byte| *byte == b']')? + 1
        } else {
            let colon = host.iter().position(|byte| *byte == b':');
            colon.unwrap_or(host.len())
        };
        let (name, rest) = host.split_at(end);
        let is_valid = if is_literal {
            name.len() > 2 && name[1..end - 1].iter().all(|byte| is_literal_byte(*byte))
        } else {
            // The name may be empty only without a port: the host of a target without authority.
            (!name.is_empty() || rest.is_empty()) && is_name(name)
        };
        let port = match rest {
            [] | [b':'] => None,
            [b':', digits @ ..] if digits.iter().all(u8::is_ascii_digit) => {
                Some(str::from_utf8(digits).ok()?.parse().ok()?)
            }
            _ => return None,
        };
        is_valid.then_some(Self { name, port })
    }
}

/// Returns `true` for a `reg-name` without commas (RFC 3986 section 3.2.2), which would be a list of hosts.
fn is_name(name: &[u8]) -> bool {
    name.iter().all(|byte| NAME_BYTES[usize::from(*byte)]) || is_escaped_name(name)
}

/// The bytes that a name may contain unescaped, as a table, because every request has a host.
static NAME_BYTES: [bool; 256] = {
    let bytes = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~!$&'()*+;=";
    let mut table = [false; 256];
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
};

#[cold]
fn is_escaped_name(name: &[u8]) -> bool {
    let mut bytes = name.iter();
    while let Some(byte) = bytes.next() {
        let is_valid = match byte {
            b'%' => [bytes.next(), bytes.next()]
                .iter()
                .all(|digit| digit.is_some_and(u8::is_ascii_hexdigit)),
            byte => NAME_BYTES[usize::from(*byte)],
        };
        if !is_valid {
            return false;
        }
    }
    true
}

/// Returns `true` for a byte of an IPv6 address.
fn is_literal_byte(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[test]
    fn a_host_is_valid_or_refused() {
        for (host, is_valid) in [
            ("example.org", true),
            ("EXAMPLE.org:8080", true),
            ("example.org:", true),
            ("", true),
            ("my_host-1.local", true),
            ("127.0.0.1:1", true),
            ("[::1]:443", true),
            ("[::ffff:1.2.3.4]", true),
            ("xn--bcher-kva.example", true),
            ("b%C3%BCcher.example", true),
            (":80", false),
            ("a b", false),
            ("a, b", false),
            ("a,b", false),
            ("user@a", false),
            ("a:b", false),
            ("a:80:80", false),
            ("a:65536", false),
            ("a/b", false),
            ("a?b", false),
            ("a#b", false),
            ("a\\b", false),
            ("<a>", false),
            ("a%zz", false),
            ("a%2", false),
            ("[::1", false),
            ("[]", false),
            ("[a/b]", false),
            ("[::1]x", false),
            ("bücher.example", false),
        ] {
            assert_eq!(Host::parse(host.as_bytes()).is_some(), is_valid, "{host}");
        }
    }

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
            let mut request = Request::new(Body::empty());
            *request.version_mut() = version;
            *request.uri_mut() = uri.parse().unwrap();
            for host in hosts {
                let host = HeaderValue::from_static(host);
                request.headers_mut().append(HOST, host);
            }
            let is_valid = has_valid_host(&mut request, HostRule::Required);
            let host = request.headers().get(HOST);
            let found = is_valid.then(|| host.map_or("", |host| host.to_str().unwrap()));
            assert_eq!(found, expected, "{version:?} {uri} {hosts:?}");
        }
    }
}
