//! Keys of entries: the route, the canonical path, and the parts of a request that the route declares.

use super::{policy::Policy, request_view::RequestView, variant::Variant};
use crate::matching::percent;
use axum::http::HeaderMap;
use quick_cache::Equivalent;
use std::{
    borrow::Cow,
    hash::{Hash, Hasher},
    sync::Arc,
};

/// The key of an entry. Keys are compared as a whole: equal hashes never make two requests share a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    route: usize,
    path: Arc<str>,
    variant: Option<Arc<Variant>>,
}

/// The key of a request, borrowed from it.
#[derive(Clone, Debug)]
pub(crate) struct KeyRef<'r> {
    route: usize,
    path: Cow<'r, str>,
    variant: Option<Arc<Variant>>,
}

/// The route number of data.
const DATA: usize = usize::MAX;

impl Key {
    /// Returns the key of data with that name.
    pub(crate) fn of_data(name: &str) -> Self {
        Self {
            route: DATA,
            path: name.into(),
            variant: None,
        }
    }

    /// Returns `true` if it is the key of data, not of a route's response.
    pub(crate) fn is_data(&self) -> bool {
        self.route == DATA
    }

    /// The number of the route; for data, a number above all of them.
    pub(crate) fn route(&self) -> usize {
        self.route
    }

    pub(crate) fn as_ref(&self) -> KeyRef<'_> {
        KeyRef {
            route: self.route,
            path: Cow::Borrowed(&self.path),
            variant: self.variant.clone(),
        }
    }

    /// The canonical path, without a slash at its end.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The route and the path, without the declared parts.
    pub(crate) fn without_variant(&self) -> (usize, Arc<str>) {
        (self.route, Arc::clone(&self.path))
    }

    /// The key of another variant of the same path.
    pub(crate) fn with_variant(&self, variant: &Arc<Variant>) -> Self {
        Self {
            route: self.route,
            path: Arc::clone(&self.path),
            variant: Some(Arc::clone(variant)),
        }
    }

    /// The declared parts; `None` if the route declares none.
    pub(crate) fn variant(&self) -> Option<&Arc<Variant>> {
        self.variant.as_ref()
    }

    /// Returns `true` if a response may be stored under this key: no declared part is too long.
    pub(crate) fn is_storable(&self) -> bool {
        !self.variant.as_ref().is_some_and(|it| it.is_too_long())
    }

    /// The size of the key in bytes.
    pub(crate) fn weight(&self) -> usize {
        let variant = self.variant.as_deref().map_or(0, Variant::weight);
        size_of::<Self>() + self.path.len() + variant
    }
}

impl<'r> KeyRef<'r> {
    /// Returns the key of a request that matched this route.
    pub(crate) fn new(route: usize, request: impl Into<RequestView<'r>>, policy: &Policy) -> Self {
        let request = request.into();
        Self {
            path: canonical(request.uri.path()),
            ..Self::as_sent(route, request, policy)
        }
    }

    /// Returns the key with the path as it was sent. It finds an entry only if the path is canonical.
    #[inline]
    pub(crate) fn as_sent(
        route: usize,
        request: impl Into<RequestView<'r>>,
        policy: &Policy,
    ) -> Self {
        let RequestView { uri, headers, .. } = request.into();
        Self {
            route,
            path: Cow::Borrowed(without_last_slash(uri.path())),
            variant: policy
                .has_variants()
                .then(|| Arc::new(Variant::read(uri.query(), headers, policy))),
        }
    }

    /// Returns the key of a request for this path that has none of the declared parts.
    pub(crate) fn of_path(route: usize, path: &'r str, policy: &Policy) -> Self {
        Self {
            route,
            path: canonical(path),
            variant: policy
                .has_variants()
                .then(|| Arc::new(Variant::read(None, &HeaderMap::new(), policy))),
        }
    }

    /// Returns the key of a canonical path without declared parts.
    pub(crate) fn without_variant(route: usize, path: &'r str) -> Self {
        Self {
            route,
            path: Cow::Borrowed(path),
            variant: None,
        }
    }

    pub(crate) fn route(&self) -> usize {
        self.route
    }

    pub(crate) fn to_key(&self) -> Key {
        Key {
            route: self.route,
            path: Arc::from(&*self.path),
            variant: self.variant.clone(),
        }
    }
}

impl Hash for KeyRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.route.hash(state);
        self.path.hash(state);
        self.variant.hash(state);
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.route.hash(state);
        self.path.hash(state);
        self.variant.hash(state);
    }
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.route == key.route && *self.path == *key.path && self.variant == key.variant
    }
}

/// By byte: whether it is itself in a canonical path. These are the unreserved characters of RFC 3986, and the slash.
const IS_CANONICAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    table
};

fn without_last_slash(path: &str) -> &str {
    match path.strip_suffix('/') {
        Some("") | None => path,
        Some(shorter) => shorter,
    }
}

/// Returns the canonical spelling of a path: segments decoded and escaped again, no slash at the end.
pub(crate) fn canonical(path: &str) -> Cow<'_, str> {
    let path = without_last_slash(path);
    if path.bytes().all(|byte| IS_CANONICAL[usize::from(byte)]) {
        return Cow::Borrowed(path);
    }
    let segments = path.split('/').map(|raw| match percent::decode(raw) {
        Some(decoded) => percent::encode_segment(&decoded).into_owned(),
        None => raw.to_owned(),
    });
    Cow::Owned(segments.collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
#[path = "key/tests.rs"]
mod tests;
