//! Headers of stored responses. Those with the same names share a map, and each has only the values in which it differs from it.

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

/// The number of maps that new responses find.
const MAPS: usize = 256;

/// The length in bytes from which a value is not shared, so that a shared map is small although one response has a long value.
const LONG: usize = 128;

/// The maps that were created last.
static RECENT: [Mutex<Weak<HeaderMap>>; MAPS] = [const { Mutex::new(Weak::new()) }; MAPS];

/// Headers of a stored response, behind the places of `Age` and `Cache-Status`.
#[derive(Clone, Debug)]
pub(crate) struct StoredHeaders {
    /// The two places, then all names, with values that other responses have too.
    shared: Arc<HeaderMap>,
    own: Box<[OwnValue]>,
    weight: usize,
}

/// A value in place of that of the shared map.
#[derive(Clone, Debug)]
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
    /// Creates the headers of a response, which have neither `Age` nor `Cache-Status`.
    pub(super) fn new(headers: &HeaderMap) -> Self {
        let fields = || {
            headers.iter().map(|(name, value)| Field {
                name: name.as_str().as_bytes(),
                value: value.as_bytes(),
                is_sensitive: value.is_sensitive(),
            })
        };
        let found = Self::of(fields, || Some(with_places(headers.iter())));
        // Not reached: all values are valid.
        found.unwrap_or_else(|| Self {
            shared: Arc::new(with_places(headers.iter())),
            own: Box::default(),
            weight: weight_of_map(headers),
        })
    }

    /// Reads headers from names and values. Returns `None` if one of them is malformed, or has a place already.
    #[cfg(feature = "second-tier")]
    pub(crate) fn read(headers: &[(&[u8], &[u8])]) -> Option<Self> {
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
            let has_place = map.contains_key(AGE) || map.contains_key(CACHE_STATUS);
            (!has_place).then(|| with_places(map.iter()))
        })
    }

    /// Finds or creates the shared map of these fields. Returns `None` without one, or if a value is malformed.
    fn of<'a, F, I>(fields: F, map: impl FnOnce() -> Option<HeaderMap>) -> Option<Self>
    where
        F: Fn() -> I,
        I: Iterator<Item = Field<'a>>,
    {
        let mut recent = RECENT[place_of(fields())]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let found = recent.upgrade();
        let found = found.filter(|shared| has_names(shared, fields()));
        let (shared, own_weight) = if let Some(shared) = found {
            (shared, 0)
        } else {
            let shared = Arc::new(shareable(map()?));
            if !has_names(&shared, fields()) {
                return None;
            }
            *recent = Arc::downgrade(&shared);
            let weight = weight_of_map(&shared);
            (shared, weight)
        };
        drop(recent);
        let own = own_values(&shared, fields())?;
        Some(Self {
            weight: own_weight + weight_of_values(&own),
            shared,
            own,
        })
    }

    /// Returns a map that begins with the places.
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

    /// The headers without the places.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        let mut own = self.own.iter().peekable();
        let headers = self.shared.iter().enumerate().skip(PLACES.len());
        headers.map(move |(position, (name, value))| {
            let own = own.next_if(|own| own.position == position);
            (name, own.map_or(value, |own| &own.value))
        })
    }

    /// The size in bytes. That of a shared map counts for the response that it was created for.
    pub(super) fn weight(&self) -> usize {
        self.weight
    }
}

const PLACES: [HeaderName; 2] = [AGE, CACHE_STATUS];

/// Returns a map that begins with the places. A map without removals iterates in the order of the insertions.
pub(super) fn with_places<'h>(
    headers: impl Iterator<Item = (&'h HeaderName, &'h HeaderValue)>,
) -> HeaderMap {
    let places = PLACES.map(|name| (name, HeaderValue::from_static("")));
    let headers = headers.map(|(name, value)| (name.clone(), value.clone()));
    places.into_iter().chain(headers).collect()
}

/// Returns the map without the values that differ between responses.
fn shareable(mut map: HeaderMap) -> HeaderMap {
    for (name, value) in &mut map {
        let differs = *name == ETAG || *name == LAST_MODIFIED;
        *value = if differs || value.is_sensitive() || value.len() >= LONG {
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
    let values = shared.values().enumerate().skip(PLACES.len());
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
    let names = shared.iter().skip(PLACES.len());
    let names = names.map(|(name, _)| name.as_str().as_bytes());
    names.eq(fields.map(|field| field.name))
}

/// Returns the index of the map for these names, and for the values that differ between routes and not between responses.
fn place_of<'a>(fields: impl Iterator<Item = Field<'a>>) -> usize {
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
    usize::try_from(hasher.finish() % MAPS as u64).unwrap_or(0)
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
