//! Variants of a response: the declared parts of a request.

use super::{choice::choose, policy::Policy};
use crate::{
    cookie_header::{CookiePair, cookie},
    matching::percent::NOT_UNRESERVED,
};
use axum::http::{HeaderMap, HeaderValue};
use percent_encoding::{PercentEncode, percent_decode, percent_encode};
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
    /// The value of each declared header as it was sent, trimmed, or the one chosen among the declared values.
    pub(crate) headers: Vec<Option<HeaderValue>>,
    /// The declared cookies, sorted by name: `a=1; b=2`.
    pub(crate) cookies: Option<HeaderValue>,
    is_too_long: bool,
}

impl Variant {
    /// Reads the parts that the route declares.
    pub(crate) fn read(query: Option<&str>, headers: &HeaderMap, policy: &Policy) -> Self {
        let mut variant = Self::default();
        variant.read_query(query.unwrap_or_default(), policy);
        variant.read_headers(headers, policy);
        if !policy.cookies.is_empty() {
            variant.read_cookies(headers, policy);
        }
        variant
    }

    /// Returns `true` if a part is too long to be stored.
    pub(crate) fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    /// Returns `true` if the headers and cookies are those of another variant.
    pub(crate) fn has_headers_of(&self, other: &Self) -> bool {
        self.headers == other.headers && self.cookies == other.cookies
    }

    /// The size in bytes.
    pub(crate) fn weight(&self) -> usize {
        let headers = self
            .headers
            .iter()
            .map(|value| value.as_ref().map_or(0, HeaderValue::len) + size_of::<HeaderValue>());
        let headers = headers.chain(self.cookies.iter().map(HeaderValue::len));
        size_of::<Self>() + self.query.len() + headers.sum::<usize>()
    }

    fn read_query(&mut self, query: &str, policy: &Policy) {
        let mut pairs: Vec<(&str, Cow<'_, [u8]>)> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .filter_map(|(name, value)| {
                let sent = form_decoded(name);
                let name = policy.query.iter().find(|name| name.as_bytes() == &*sent)?;
                Some((*name, form_decoded(value)))
            })
            .collect();
        // A stable sort: values of one name keep their order, which a handler may read.
        pairs.sort_by_key(|(name, _)| *name);
        for (name, value) in &pairs {
            self.is_too_long |= value.len() > MAX_PART;
            if !self.query.is_empty() {
                self.query.push('&');
            }
            self.query.extend(form_encoded(name.as_bytes()));
            self.query.push('=');
            self.query.extend(form_encoded(value));
        }
        self.is_too_long |= self.query.len() > MAX_QUERY;
    }

    fn read_headers(&mut self, headers: &HeaderMap, policy: &Policy) {
        for (name, choices) in policy.vary.iter().zip(&policy.vary_choices) {
            let values: Vec<&[u8]> = headers
                .get_all(name)
                .iter()
                .map(|value| value.as_bytes().trim_ascii())
                .collect();
            let value = (!values.is_empty()).then(|| values.join(&b", "[..]));
            if !choices.is_empty() {
                let sent = value.as_deref().unwrap_or_default();
                self.headers.push(choose(name, sent, choices).cloned());
                continue;
            }
            self.is_too_long |= value.as_ref().is_some_and(|it| it.len() > MAX_PART);
            let value = value.and_then(|bytes| HeaderValue::from_bytes(&bytes).ok());
            self.headers.push(value);
        }
    }
}

impl Variant {
    /// Reads the declared cookies, of several with one name the one that the `Cookies` extractor reads.
    fn read_cookies(&mut self, headers: &HeaderMap, policy: &Policy) {
        let mut text = Vec::new();
        for name in &policy.cookies {
            let Some(CookiePair { name, value }) = cookie(headers, name) else {
                continue;
            };
            self.is_too_long |= value.len() > MAX_PART;
            if !text.is_empty() {
                text.extend_from_slice(b"; ");
            }
            text.extend_from_slice(name.as_bytes());
            text.push(b'=');
            text.extend_from_slice(value.as_bytes());
        }
        if !text.is_empty() {
            self.cookies = HeaderValue::from_bytes(&text).ok();
        }
    }
}

/// Decodes a name or value of a query. Bytes that are not UTF-8 stay as they are.
fn form_decoded(text: &str) -> Cow<'_, [u8]> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Cow::Borrowed(text.as_bytes());
    }
    let spaced = text.replace('+', " ");
    Cow::Owned(percent_decode(spaced.as_bytes()).collect())
}

pub(super) fn form_encoded(bytes: &[u8]) -> PercentEncode<'_> {
    percent_encode(bytes, NOT_UNRESERVED)
}
