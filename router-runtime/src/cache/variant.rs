//! Variants of a response: the declared parts of a request.

use super::policy::Policy;
use crate::matching::percent::NOT_UNRESERVED;
use axum::http::{HeaderMap, HeaderValue};
use percent_encoding::{PercentEncode, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// The maximum length in bytes of one declared part.
const MAX_PART: usize = 256;
/// The maximum length in bytes of all declared parts of the query.
const MAX_QUERY: usize = 16 * MAX_PART;

/// The declared parts of a request. A cached handler sees no others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Variant {
    /// The declared parameters of the query, sorted by name, in one spelling: `a=1&b=2`.
    pub(crate) query: String,
    /// The value of each declared header, trimmed and in lower case.
    pub(crate) headers: Vec<Option<HeaderValue>>,
    is_too_long: bool,
}

impl Variant {
    /// Reads the parts that the route declares.
    pub(crate) fn read(query: Option<&str>, headers: &HeaderMap, policy: &Policy) -> Self {
        let mut variant = Self::default();
        variant.read_query(query.unwrap_or_default(), policy);
        variant.read_headers(headers, policy);
        variant
    }

    /// Returns `true` if a part is too long to be stored.
    pub(crate) fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    /// The size in bytes.
    pub(crate) fn weight(&self) -> usize {
        let headers = self
            .headers
            .iter()
            .map(|value| value.as_ref().map_or(0, HeaderValue::len) + size_of::<HeaderValue>());
        size_of::<Self>() + self.query.len() + headers.sum::<usize>()
    }

    fn read_query(&mut self, query: &str, policy: &Policy) {
        let mut pairs: Vec<(Cow<'_, str>, String)> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (form_decoded(name), value))
            .filter(|(name, _)| policy.query.contains(&&**name))
            .map(|(name, value)| (name, form_decoded(value).into_owned()))
            .collect();
        // A stable sort: values of one name keep their order, which a handler may read.
        pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (name, value) in &pairs {
            self.is_too_long |= value.len() > MAX_PART;
            if !self.query.is_empty() {
                self.query.push('&');
            }
            self.query.extend(form_encoded(name));
            self.query.push('=');
            self.query.extend(form_encoded(value));
        }
        self.is_too_long |= self.query.len() > MAX_QUERY;
    }

    fn read_headers(&mut self, headers: &HeaderMap, policy: &Policy) {
        for name in &policy.vary {
            let values: Vec<&[u8]> = headers
                .get_all(name)
                .iter()
                .map(|value| value.as_bytes().trim_ascii())
                .collect();
            let value = (!values.is_empty()).then(|| values.join(&b", "[..]).to_ascii_lowercase());
            self.is_too_long |= value.as_ref().is_some_and(|it| it.len() > MAX_PART);
            let value = value.and_then(|bytes| HeaderValue::from_bytes(&bytes).ok());
            self.headers.push(value);
        }
    }
}

fn form_decoded(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Cow::Borrowed(text);
    }
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8_lossy();
    Cow::Owned(decoded.into_owned())
}

pub(super) fn form_encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, NOT_UNRESERVED)
}
