//! `Forwarded` (RFC 7239) and its predecessors, read from the end, where trusted proxies append.

use axum::http::{HeaderMap, HeaderName};
use std::{
    borrow::Cow,
    net::{IpAddr, Ipv6Addr, SocketAddr},
};

/// Returns the elements of a list in one or several fields, the last one first.
///
/// A quotation mark that a client opens, and does not close, cannot hide an element that a proxy appends.
pub(super) fn from_the_end<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = &'h [u8]> {
    let fields = headers.get_all(name).iter().rev();
    let elements = fields.flat_map(|field| Elements(Some(field.as_bytes())));
    let elements = elements.map(<[u8]>::trim_ascii);
    elements.filter(|element| !element.is_empty())
}

/// The rest of a field whose last elements were read.
struct Elements<'h>(Option<&'h [u8]>);

impl<'h> Iterator for Elements<'h> {
    type Item = &'h [u8];

    fn next(&mut self) -> Option<&'h [u8]> {
        let rest = self.0.take()?;
        let mut is_quoted = false;
        let comma = (0..rest.len()).rev().find(|at| {
            is_quoted ^= is_quote(rest, *at);
            rest[*at] == b',' && !is_quoted
        });
        match comma {
            Some(comma) => {
                self.0 = Some(&rest[..comma]);
                Some(&rest[comma + 1..])
            }
            None => Some(rest),
        }
    }
}

/// Returns `true` for a quotation mark that begins or ends a quoted string (RFC 9110 section 5.6.4). An escaped one is part of the string.
fn is_quote(text: &[u8], at: usize) -> bool {
    let escapes = text[..at].iter().rev().take_while(|byte| **byte == b'\\');
    text[at] == b'"' && escapes.count().is_multiple_of(2)
}

/// Returns the value of a parameter of an element of `Forwarded`, unless it is absent, malformed or occurs twice.
pub(super) fn parameter<'h>(element: &'h [u8], name: &str) -> Option<&'h str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let pairs = element.split(|byte| {
        is_quoted ^= *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        *byte == b';' && !is_quoted
    });
    let mut values = pairs.filter_map(|pair| {
        let (found, value) = str::from_utf8(pair).ok()?.split_once('=')?;
        found.trim().eq_ignore_ascii_case(name).then_some(value)
    });
    let value = values.next()?.trim();
    if values.next().is_some() {
        return None;
    }
    match value.strip_prefix('"') {
        // No address and no host contains an escaped character.
        Some(quoted) => quoted
            .strip_suffix('"')
            .filter(|text| !text.contains(['"', '\\'])),
        None => Some(value),
    }
}

/// Reads an address with or without a port (RFC 7239 section 6). IPv6 addresses may lack their brackets.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    let bracketed = || -> Option<Ipv6Addr> {
        let text = text.strip_prefix('[')?.strip_suffix(']')?;
        text.parse().ok()
    };
    let address = text.parse::<IpAddr>().ok();
    let address = address.or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()));
    let address = address.or_else(|| Some(bracketed()?.into()))?;
    Some(address.to_canonical())
}

/// Reads the scheme of a page. Some proxies name the protocol of a WebSocket.
pub(super) fn scheme(text: &str) -> Option<Cow<'static, str>> {
    let is = |name: &str| text.eq_ignore_ascii_case(name);
    if is("https") || is("wss") {
        Some("https".into())
    } else if is("http") || is("ws") {
        Some("http".into())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header::FORWARDED};

    #[test]
    fn a_list_is_read_from_its_end() {
        for (fields, expected) in [
            (&[""][..], &[][..]),
            (&["a"], &["a"]),
            (&["a, b ,,c"], &["c", "b", "a"]),
            (&["a, b", "c"], &["c", "b", "a"]),
            (&["a, b=\"x,y\";c=d"], &["b=\"x,y\";c=d", "a"]),
            (&["evil=\"x, for=a"], &["for=a", "evil=\"x"]),
            (&["evil=\"x, for=\"a\""], &["for=\"a\"", "evil=\"x"]),
            (&["evil=\"x, a=\"b\\\"\""], &["a=\"b\\\"\"", "evil=\"x"]),
            (&["evil=\"x, a=\"b\\\\\""], &["a=\"b\\\\\"", "evil=\"x"]),
            (&["evil=\"\\, a=\"b\""], &["a=\"b\"", "evil=\"\\"]),
        ] {
            let mut headers = HeaderMap::new();
            for field in fields {
                headers.append(FORWARDED, HeaderValue::from_static(field));
            }
            let elements = from_the_end(&headers, &FORWARDED);
            let elements: Vec<_> = elements.map(|it| str::from_utf8(it).unwrap()).collect();
            assert_eq!(elements, expected, "{fields:?}");
        }
    }

    #[test]
    fn a_parameter_is_found() {
        for (element, expected) in [
            ("for=1.2.3.4", Some("1.2.3.4")),
            ("For=\"[::1]:80\";proto=https", Some("[::1]:80")),
            ("proto=https; for=a", Some("a")),
            ("by=\"x;for=b\";for=a", Some("a")),
            ("by=\"\\\";for=b;x=\\\"\";for=a", Some("a")),
            ("for=\"\"", Some("")),
            ("proto=https", None),
            ("for", None),
            ("for=a;for=b", None),
            ("for=\"a", None),
            ("for=\"a\\\"b\"", None),
        ] {
            assert_eq!(parameter(element.as_bytes(), "for"), expected, "{element}");
        }
    }

    #[test]
    fn an_address_is_read() {
        for (text, expected) in [
            ("1.2.3.4", Some("1.2.3.4")),
            ("1.2.3.4:80", Some("1.2.3.4")),
            ("::1", Some("::1")),
            ("[::1]", Some("::1")),
            ("[2001:db8::1]:80", Some("2001:db8::1")),
            ("::ffff:1.2.3.4", Some("1.2.3.4")),
            ("unknown", None),
            ("_hidden", None),
            ("1.2.3.4:_port", None),
            ("1.2.3", None),
            ("example.org", None),
            ("", None),
        ] {
            let found = address(text).map(|address| address.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
