//! The `Cookie` header of a request (RFC 6265, section 5.4): one reading for extractors, rules and cache keys.
//!
//! They must agree. If a middleware and the cache read different cookies of one name, a client sends both, and receives the stored
//! response of another.

use crate::matching::decode;
use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use std::borrow::Cow;

/// A cookie as the client sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CookiePair<'h> {
    /// Not decoded: any subdomain can set `__%48ost-id`, which is not `__Host-id`.
    pub(crate) name: &'h str,
    /// Not decoded.
    pub(crate) value: &'h str,
}

impl<'h> CookiePair<'h> {
    /// Returns the decoded value; `None` if its escapes are malformed. Such a cookie is ignored.
    pub(crate) fn decoded(self) -> Option<Cow<'h, str>> {
        decode(self.value)
    }
}

/// Returns the pairs of these fields. HTTP/2 may split the header into several (RFC 9113, section 8.2.3).
pub(crate) fn cookie_pairs<'h>(
    fields: impl IntoIterator<Item = &'h HeaderValue>,
) -> impl Iterator<Item = CookiePair<'h>> {
    let pairs = fields
        .into_iter()
        .flat_map(|field| field.as_bytes().split(|byte| *byte == b';'));
    pairs.filter_map(|pair| {
        let (name, value) = str::from_utf8(pair).ok()?.split_once('=')?;
        // Browsers remove these spaces only: any subdomain can set a cookie whose name is a no-break space and `__Host-id`.
        let (name, value) = (name.trim_ascii(), value.trim_ascii());
        (!name.is_empty()).then_some(CookiePair { name, value })
    })
}

/// Returns the cookie of that name: of several the last whose value is not malformed.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<CookiePair<'h>> {
    last_cookie(headers.get_all(COOKIE), name)
}

/// Returns the same of these fields.
pub(crate) fn last_cookie<'h>(
    fields: impl IntoIterator<Item = &'h HeaderValue>,
    name: &str,
) -> Option<CookiePair<'h>> {
    let pairs = cookie_pairs(fields);
    let named = pairs.filter(|pair| pair.name == name && pair.decoded().is_some());
    named.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_cookie_that_is_not_malformed_counts() {
        for (fields, expected) in [
            (&["a=1"][..], Some("1")),
            (&["b=2; a=1 ;c"], Some("1")),
            (&["a=1; a=2"], Some("2")),
            (&["a=1", "a=2"], Some("2")),
            (&["a=1; a=%zz"], Some("1")),
            (&["a=%zz"], None),
            (&["A=1; =2; a"], None),
            (&["a="], Some("")),
            (&["a=1=2"], Some("1=2")),
            (&["%61=1"], None),
            (&["b=2;\ta = 1 "], Some("1")),
            (&["a=1; \u{a0}a=2; a\u{3000}=3"], Some("1")),
            (&["a=\u{a0}1"], Some("\u{a0}1")),
        ] {
            let mut headers = HeaderMap::new();
            for field in fields {
                let field = HeaderValue::from_bytes(field.as_bytes()).unwrap();
                headers.append(COOKIE, field);
            }
            let found = cookie(&headers, "a").map(|pair| pair.value);
            assert_eq!(found, expected, "{fields:?}");
        }
    }
}
