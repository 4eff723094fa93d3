//! The syntax of a host (RFC 9110 section 7.2).

use crate::decimal::decimal;

/// A valid `uri-host [":" port]`.
#[derive(Clone, Copy)]
pub(crate) struct Host<'h> {
    pub(crate) name: &'h [u8],
    pub(crate) port: Option<u16>,
}

impl<'h> Host<'h> {
    pub(crate) fn parse(host: &'h [u8]) -> Option<Self> {
        let is_literal = host.first() == Some(&b'[');
        let end = if is_literal {
            host.iter().position(|byte| *byte == b']')? + 1
        } else {
            end_of_name(host)?
        };
        let (name, rest) = host.split_at(end);
        let is_valid = if is_literal {
            name.len() > 2 && name[1..end - 1].iter().all(|byte| is_literal_byte(*byte))
        } else {
            // The name may be empty only without a port: the host of a target without authority.
            !name.is_empty() || rest.is_empty()
        };
        let port = match rest {
            [] | [b':'] => None,
            [b':', digits @ ..] => Some(u16::try_from(decimal(digits)?).ok()?),
            _ => return None,
        };
        is_valid.then_some(Self { name, port })
    }
}

/// Returns the end of a `reg-name` without commas (RFC 3986 section 3.2.2), which would be a list of hosts. `None` if it is malformed.
fn end_of_name(host: &[u8]) -> Option<usize> {
    let mut bytes = host.iter();
    match bytes.position(|byte| !NAME_BYTES[usize::from(*byte)]) {
        None => Some(host.len()),
        Some(end) if host[end] == b':' => Some(end),
        Some(_) => end_of_escaped_name(host),
    }
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
fn end_of_escaped_name(host: &[u8]) -> Option<usize> {
    let colon = host.iter().position(|byte| *byte == b':');
    let end = colon.unwrap_or(host.len());
    let mut bytes = host[..end].iter();
    while let Some(byte) = bytes.next() {
        let is_valid = match byte {
            b'%' => [bytes.next(), bytes.next()]
                .iter()
                .all(|digit| digit.is_some_and(u8::is_ascii_hexdigit)),
            byte => NAME_BYTES[usize::from(*byte)],
        };
        if !is_valid {
            return None;
        }
    }
    Some(end)
}

/// Returns `true` for a byte of an IPv6 address.
fn is_literal_byte(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.')
}

#[cfg(test)]
mod tests {
    use super::Host;

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
            ("a:65535", true),
            ("a:65536", false),
            ("a:8x", false),
            ("a%C3%BC:80", true),
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
}
