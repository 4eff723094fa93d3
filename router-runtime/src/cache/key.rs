//! What an answer is kept under: its route, the canonical path, and the parts of a request that the route declares.

use super::{policy::Policy, request_view::RequestView};
use crate::matching::percent;
use axum::http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;
use quick_cache::Equivalent;
use std::{
    borrow::Cow,
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
};

/// The most bytes of one declared part.
const LONGEST_PART: usize = 256;
/// The most combinations of declared parts that are kept for one path.
const MOST_VARIANTS: usize = 16;
/// The most paths whose combinations are counted.
const MOST_COUNTED: usize = 65_536;

/// What an answer is kept under. It is compared whole: no two requests share an answer because of a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    route: usize,
    path: Arc<str>,
    dims: Option<Arc<Dims>>,
}

/// The key of a request, not yet kept anywhere.
#[derive(Clone, Debug)]
pub(crate) struct KeyRef<'r> {
    route: usize,
    path: Cow<'r, str>,
    dims: Option<Arc<Dims>>,
}

/// The declared parts of a request; of everything else a cached handler sees nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Dims {
    /// `a=1&b=2`: the declared names, sorted, in one spelling.
    pub(crate) query: String,
    /// By declared header: its value, trimmed and in lower case.
    pub(crate) headers: Vec<Option<HeaderValue>>,
    /// Whether a part is too long to be kept.
    too_long: bool,
}

/// Where routes have their number.
const DATA: usize = usize::MAX;

impl Key {
    /// The key of data that a user named.
    pub(crate) fn of_data(name: &str) -> Self {
        Self {
            route: DATA,
            path: name.into(),
            dims: None,
        }
    }

    /// Whether data is kept under it, and no answer of a route.
    pub(crate) fn is_data(&self) -> bool {
        self.route == DATA
    }

    /// The number of its route; beyond all of them for data.
    pub(crate) fn route(&self) -> usize {
        self.route
    }

    pub(crate) fn as_ref(&self) -> KeyRef<'_> {
        KeyRef {
            route: self.route,
            path: Cow::Borrowed(&self.path),
            dims: self.dims.clone(),
        }
    }

    /// The canonical path: one spelling, no slash at its end.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn dims(&self) -> Option<&Dims> {
        self.dims.as_deref()
    }

    /// The bytes that it takes.
    pub(crate) fn weight(&self) -> usize {
        size_of::<Self>() + self.path.len() + self.dims.as_deref().map_or(0, Dims::weight)
    }
}

impl<'r> KeyRef<'r> {
    /// The key of a request that this route matched.
    pub(crate) fn new(route: usize, request: impl Into<RequestView<'r>>, policy: &Policy) -> Self {
        let RequestView { uri, headers, .. } = request.into();
        let dims = policy
            .has_dims()
            .then(|| Arc::new(Dims::read(uri.query(), headers, policy)));
        Self {
            route,
            path: canonical(uri.path()),
            dims,
        }
    }

    /// The key of a path that this route matches, for a request without declared parts.
    pub(crate) fn of_path(route: usize, path: &'r str, policy: &Policy) -> Self {
        let dims = policy
            .has_dims()
            .then(|| Arc::new(Dims::read(None, &HeaderMap::new(), policy)));
        Self {
            route,
            path: canonical(path),
            dims,
        }
    }

    pub(crate) fn route(&self) -> usize {
        self.route
    }

    /// Whether an answer may be kept under it: no part is too long.
    pub(crate) fn can_be_kept(&self) -> bool {
        !self.dims.as_ref().is_some_and(|dims| dims.too_long)
    }

    pub(crate) fn to_key(&self) -> Key {
        Key {
            route: self.route,
            path: Arc::from(&*self.path),
            dims: self.dims.clone(),
        }
    }
}

impl Hash for KeyRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.route.hash(state);
        self.path.hash(state);
        self.dims.hash(state);
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.route.hash(state);
        self.path.hash(state);
        self.dims.hash(state);
    }
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.route == key.route && *self.path == *key.path && self.dims == key.dims
    }
}

/// By byte: whether a path may hold it in its one spelling: RFC 3986's unreserved characters, and slashes.
const IS_PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        plain[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    plain
};

/// The one spelling of a path: segments decoded and escaped again, no slash at the end.
pub(crate) fn canonical(path: &str) -> Cow<'_, str> {
    let path = match path.strip_suffix('/') {
        Some("") | None => path,
        Some(shorter) => shorter,
    };
    if path.bytes().all(|byte| IS_PLAIN[usize::from(byte)]) {
        return Cow::Borrowed(path);
    }
    let segments = path.split('/').map(|raw| match percent::decode(raw) {
        Some(decoded) => percent::encode_segment(&decoded).into_owned(),
        None => raw.to_owned(),
    });
    Cow::Owned(segments.collect::<Vec<_>>().join("/"))
}

impl Dims {
    fn read(query: Option<&str>, headers: &HeaderMap, policy: &Policy) -> Self {
        let mut dims = Self::default();
        let mut pairs: Vec<(Cow<'_, str>, String)> = query
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (form_decoded(name), value))
            .filter(|(name, _)| policy.query.contains(&&**name))
            .map(|(name, value)| (name, form_decoded(value).into_owned()))
            .collect();
        // Stable: values of one name keep their order, which a handler may read.
        pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (name, value) in &pairs {
            dims.too_long |= value.len() > LONGEST_PART;
            if !dims.query.is_empty() {
                dims.query.push('&');
            }
            dims.query.extend(form_encoded(name));
            dims.query.push('=');
            dims.query.extend(form_encoded(value));
        }
        dims.too_long |= dims.query.len() > LONGEST_PART * MOST_VARIANTS;
        for name in &policy.vary {
            let values: Vec<&[u8]> = headers
                .get_all(name)
                .iter()
                .map(|value| value.as_bytes().trim_ascii())
                .collect();
            let value = (!values.is_empty()).then(|| values.join(&b", "[..]).to_ascii_lowercase());
            dims.too_long |= value.as_ref().is_some_and(|it| it.len() > LONGEST_PART);
            dims.headers
                .push(value.and_then(|bytes| HeaderValue::from_bytes(&bytes).ok()));
        }
        dims
    }

    fn weight(&self) -> usize {
        let headers = self
            .headers
            .iter()
            .map(|value| value.as_ref().map_or(0, HeaderValue::len));
        size_of::<Self>()
            + self.query.len()
            + headers
                .map(|len| len + size_of::<HeaderValue>())
                .sum::<usize>()
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

fn form_encoded(text: &str) -> percent_encoding::PercentEncode<'_> {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
}

/// Counts the combinations of declared parts of each path, so that a client cannot fill the cache with them.
#[derive(Debug, Default)]
pub(crate) struct Variants {
    by_path: Mutex<HashMap<Base, Vec<Arc<Dims>>, foldhash::fast::RandomState>>,
}

/// A route and a path.
type Base = (usize, Arc<str>);

impl Variants {
    /// Whether this combination is among the first of its path.
    pub(crate) fn admit(&self, key: &Key) -> bool {
        let Some(dims) = &key.dims else {
            return true;
        };
        let mut by_path = self.by_path.lock().unwrap_or_else(PoisonError::into_inner);
        let base = (key.route, Arc::clone(&key.path));
        if by_path.len() >= MOST_COUNTED && !by_path.contains_key(&base) {
            // What was admitted stays bounded by the bytes of the store.
            by_path.clear();
        }
        let known = by_path.entry(base).or_default();
        if known.contains(dims) {
            return true;
        }
        if known.len() >= MOST_VARIANTS {
            return false;
        }
        known.push(Arc::clone(dims));
        true
    }

    /// Makes room for another combination when this one is not kept any more.
    pub(crate) fn forget(&self, key: &Key) {
        let Some(dims) = &key.dims else {
            return;
        };
        let mut by_path = self.by_path.lock().unwrap_or_else(PoisonError::into_inner);
        let base = (key.route, Arc::clone(&key.path));
        if let Some(known) = by_path.get_mut(&base) {
            known.retain(|other| other != dims);
            if known.is_empty() {
                by_path.remove(&base);
            }
        }
    }
}

#[cfg(test)]
#[path = "key/tests.rs"]
mod tests;
