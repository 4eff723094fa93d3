//! Headers of stored responses. Those with the same names usually share a map, and each has only the values in which it differs from
//! that map.

use super::cache_status::CACHE_STATUS;
use axum::{
    body::Bytes,
    http::{
        HeaderMap, HeaderName, HeaderValue,
        header::{AGE, CACHE_CONTROL, CONTENT_TYPE, ETAG, LAST_MODIFIED},
    },
};
use foldhash::fast::FixedState;
use std::{
    hash::{BuildHasher, Hasher},
    sync::{Arc, Mutex, PoisonError, Weak},
};

/// The most headers that a record may have. A `HeaderMap` with more than 24,576 panics.
#[cfg(feature = "second-tier")]
const MAX_HEADERS: usize = 4096;

/// The length in bytes from which a value is not shared, so that a shared map is small although one response has a long value.
const MIN_OWN_BYTES: usize = 128;

/// The maps that new responses can share: 256 sets of four, selected by a hash.
static MAPS: [Mutex<MapSet>; 256] = [const { Mutex::new([const { Weak::new() }; 4]) }; 256];

type MapSet = [Weak<HeaderMap>; 4];

/// Headers of a stored response, with blanks for `Age` and `Cache-Status`.
#[derive(Debug)]
pub(crate) struct StoredHeaders {
    /// The blanks, then all names, with the values that several responses may have; those that differ between responses are empty.
    shared: Arc<HeaderMap>,
    own: Box<[OwnValue]>,
    weight: usize,
}

/// A value in place of that of the shared map.
#[derive(Debug)]
struct OwnValue {
    /// Its position in the map's order.
    position: usize,
    value: HeaderValue,
}

/// A header of a response that is to be stored.
#[derive(Clone, Copy)]
struct Field<'a> {
    name: &'a [u8],
    value: &'a [u8],
    is_sensitive: bool,
}

impl StoredHeaders {
    /// Creates the headers of a response, from which the caller has removed `Age` and `Cache-Status`.
    pub(super) fn new(headers: &HeaderMap) -> Self {
        let fields = || {
            headers.iter().map(|(name, value)| Field {
                name: name.as_str().as_bytes(),
                value: value.as_bytes(),
                is_sensitive: value.is_sensitive(),
            })
        };
        let found = Self::of(fields, || Some(with_blanks(headers.iter())));
        // Not reached: all values are valid, and a map has the same order as its copy.
        found.unwrap_or_else(|| Self {
            shared: Arc::new(with_blanks(headers.iter())),
            own: Box::default(),
            weight: weight_of_map(headers),
        })
    }

    /// Reads headers from names and values. Returns `None` if one of them is malformed, or is `Age` or `Cache-Status`, or if there are too
    /// many.
    #[cfg(feature = "second-tier")]
    pub(crate) fn read(headers: &[(&[u8], &[u8])]) -> Option<Self> {
        if headers.len() > MAX_HEADERS {
            return None;
        }
        let fields = || {
            headers.iter().map(|(name, value)| Field {
                name,
                value,
                is_sensitive: false,
            })
        };
        Self::of(fields, || {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                let name = HeaderName::from_bytes(name).ok()?;
                let value = HeaderValue::from_bytes(value).ok()?;
                map.try_append(name, value).ok()?;
            }
            let has_blank = BLANKS.iter().any(|name| map.contains_key(name));
            (!has_blank).then(|| with_blanks(map.iter()))
        })
    }

    /// Finds or creates the shared map of these fields. Returns `None` if `map` returns `None`, if the new map has another order of names,
    /// or if a value is malformed.
    fn of<'a, F, I>(fields: F, map: impl FnOnce() -> Option<HeaderMap>) -> Option<Self>
    where
        F: Fn() -> I,
        I: Iterator<Item = Field<'a>>,
    {
        let hash = hash_of(fields());
        let mut maps = MAPS[hash % MAPS.len()]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut found = maps.iter().filter_map(Weak::upgrade);
        let found = found.find(|shared| has_names(shared, fields()));
        let shared = if let Some(shared) = found {
            shared
        } else {
            let shared = Arc::new(shareable(map()?));
            if !has_names(&shared, fields()) {
                return None;
            }
            let unused = maps.iter().position(|map| map.strong_count() == 0);
            let number = unused.unwrap_or(hash / MAPS.len() % maps.len());
            maps[number] = Arc::downgrade(&shared);
            shared
        };
        drop(maps);
        let own = own_values(&shared, fields())?;
        let share = weight_of_map(&shared) / Arc::strong_count(&shared);
        Some(Self {
            weight: share + weight_of_values(&own),
            shared,
            own,
        })
    }

    /// Returns a map that begins with the blanks.
    #[inline]
    pub(super) fn to_map(&self) -> HeaderMap {
        let mut map = HeaderMap::clone(&self.shared);
        let own = &mut self.own.iter().peekable();
        for (position, value) in map.values_mut().enumerate() {
            if let Some(own) = own.next_if(|own| own.position == position) {
                *value = own.value.clone();
            }
        }
        map
    }

    /// Returns changed headers.
    pub(super) fn changed(&self, change: impl FnOnce(&mut HeaderMap)) -> Self {
        let headers = self
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()));
        let mut map = headers.collect();
        change(&mut map);
        Self::new(&map)
    }

    /// Returns the first value of that name.
    pub(super) fn get(&self, name: &HeaderName) -> Option<&HeaderValue> {
        self.iter()
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// The headers without the blanks.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        let mut own = self.own.iter().peekable();
        let headers = self.shared.iter().enumerate().skip(BLANKS.len());
        headers.map(move |(position, (name, value))| {
            let own = own.next_if(|own| own.position == position);
            (name, own.map_or(value, |own| &own.value))
        })
    }

    /// The size of a map of all headers in bytes, an upper bound.
    pub(super) fn size(&self) -> usize {
        weight_of_map(&self.shared) + weight_of_values(&self.own)
    }

    /// The size of the own values in bytes, and that of the map divided by the number of its users at the time of creation.
    pub(super) fn weight(&self) -> usize {
        self.weight
    }
}

/// The headers of the time of a hit, with which a map begins.
const BLANKS: [HeaderName; 2] = [AGE, CACHE_STATUS];

/// Returns a map that begins with the blanks. A map without removals iterates in the order of the insertions.
pub(super) fn with_blanks<'h>(
    headers: impl Iterator<Item = (&'h HeaderName, &'h HeaderValue)>,
) -> HeaderMap {
    let blanks = BLANKS.map(|name| (name, HeaderValue::from_static("")));
    let headers = headers.map(|(name, value)| (name.clone(), value.clone()));
    blanks.into_iter().chain(headers).collect()
}

/// Returns the map with blanks for values that differ between responses, are sensitive, or are long.
fn shareable(mut map: HeaderMap) -> HeaderMap {
    for (name, value) in &mut map {
        let differs = *name == ETAG || *name == LAST_MODIFIED;
        *value = if differs || value.is_sensitive() || value.len() >= MIN_OWN_BYTES {
            HeaderValue::from_static("")
        } else {
            // A copy, because a slice of a larger buffer would keep that alive.
            HeaderValue::from_bytes(value.as_bytes()).unwrap_or_else(|_| value.clone())
        };
    }
    // A copy has no spare room.
    map.clone()
}

/// Returns the values in place of those of the shared map. Their texts are in one buffer. `None` if one of them is malformed.
fn own_values<'a>(
    shared: &HeaderMap,
    fields: impl Iterator<Item = Field<'a>>,
) -> Option<Box<[OwnValue]>> {
    let mut texts = Vec::new();
    let mut found = Vec::new();
    let values = shared.values().enumerate().skip(BLANKS.len());
    for ((position, value), field) in values.zip(fields) {
        if field.is_sensitive || value.as_bytes() != field.value {
            let start = texts.len();
            texts.extend_from_slice(field.value);
            found.push((position, start..texts.len(), field.is_sensitive));
        }
    }
    let texts = Bytes::from(texts.into_boxed_slice());
    let values = found.into_iter().map(|(position, text, is_sensitive)| {
        let mut value = HeaderValue::from_maybe_shared(texts.slice(text)).ok()?;
        value.set_sensitive(is_sensitive);
        Some(OwnValue { position, value })
    });
    values.collect()
}

/// Returns `true` if these are the names of the shared map, in its order.
fn has_names<'a>(shared: &HeaderMap, fields: impl Iterator<Item = Field<'a>>) -> bool {
    let names = shared.iter().skip(BLANKS.len());
    let names = names.map(|(name, _)| name.as_str().as_bytes());
    names.eq(fields.map(|field| field.name))
}

/// Returns the hash of these names, and of the values that differ between routes and not between responses.
#[expect(
    clippy::cast_possible_truncation,
    reason = "any bits of a hash will do"
)]
fn hash_of<'a>(fields: impl Iterator<Item = Field<'a>>) -> usize {
    let mut hasher = FixedState::default().build_hasher();
    for field in fields {
        hasher.write(field.name);
        if [CACHE_CONTROL, CONTENT_TYPE]
            .iter()
            .any(|name| name.as_str().as_bytes() == field.name)
        {
            hasher.write(field.value);
        }
    }
    hasher.finish() as usize
}

/// The size of a map in bytes: a bucket and two positions in its index for each header, and the texts.
fn weight_of_map(map: &HeaderMap) -> usize {
    const HEADER: usize = 112;
    let headers = map.iter();
    let headers = headers.map(|(name, value)| HEADER + name.as_str().len() + value.len());
    size_of::<HeaderMap>() + headers.sum::<usize>()
}

/// The size of own values in bytes, with the buffer of their texts.
fn weight_of_values(own: &[OwnValue]) -> usize {
    /// The bytes of a buffer in addition to its text.
    const BUFFER: usize = 64;
    let texts = own.iter().map(|own| own.value.len()).sum::<usize>();
    size_of_val(own) + if own.is_empty() { 0 } else { BUFFER + texts }
}

#[cfg(test)]
#[path = "stored_headers/tests.rs"]
mod tests;
