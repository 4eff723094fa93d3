//! Heads of responses, in which `Age` and `Cache-Status` change every second.

use super::cache_status::{self, CACHE_STATUS};
use crate::cache::{freshness::Lifetime, outcome::Outcome};
use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header::AGE, response::Parts,
};
use std::{
    sync::{PoisonError, RwLock, RwLockReadGuard},
    time::Duration,
};

/// `Age` and `Cache-Status` of one response.
#[derive(Clone, Debug)]
pub(super) struct TimeHeaders {
    age: HeaderValue,
    cache_status: HeaderValue,
}

impl TimeHeaders {
    /// Returns the headers of a stored response of that age.
    pub(super) fn new(
        status: StatusCode,
        lifetime: Lifetime,
        age: Duration,
        outcome: Outcome,
    ) -> Self {
        let ttl = lifetime.revalidate.map(|fresh| ttl(fresh, age));
        Self {
            age: age_header(age),
            cache_status: cache_status::of(outcome, status, ttl),
        }
    }

    /// Inserts the headers into a map without them.
    pub(super) fn insert_into(self, headers: &mut HeaderMap) {
        headers.insert(AGE, self.age);
        headers.insert(CACHE_STATUS, self.cache_status);
    }

    /// Replaces the headers in a map that begins with them. An insertion would hash their names.
    fn replace_in(self, headers: &mut HeaderMap) {
        for (value, new) in headers.values_mut().zip([self.age, self.cache_status]) {
            *value = new;
        }
    }
}

/// A stored head, with `Age` and `Cache-Status` of the last hit before all other headers. They are written once in a second, so that
/// a hit costs little more than a copy.
#[derive(Debug)]
pub(super) struct TimedHead(RwLock<AtSecond>);

#[derive(Debug)]
struct AtSecond {
    /// The age of the last hit in seconds.
    second: Option<u64>,
    parts: Parts,
}

/// Headers of a stored response, behind the places of `Age` and `Cache-Status`.
#[derive(Clone, Debug)]
pub(crate) struct StoredHeaders(HeaderMap);

impl StoredHeaders {
    /// Creates the places, with room for this number of headers.
    pub(crate) fn with_capacity(headers: usize) -> Self {
        // A map without removals iterates in the order of the insertions.
        let mut all = HeaderMap::with_capacity(headers + 2);
        all.insert(AGE, HeaderValue::from_static(""));
        all.insert(CACHE_STATUS, HeaderValue::from_static(""));
        Self(all)
    }

    /// Adds a header. Returns `None` if there are too many, or if it has a place already.
    #[cfg(feature = "second-tier")]
    pub(crate) fn append(&mut self, name: HeaderName, value: HeaderValue) -> Option<()> {
        if name == AGE || name == CACHE_STATUS {
            return None;
        }
        self.0.try_append(name, value).ok().map(|_| ())
    }

    /// The headers without the places.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.0.iter().skip(2)
    }

    pub(super) fn map(&self) -> &HeaderMap {
        &self.0
    }

    /// The map, from which no header may be removed.
    pub(super) fn map_mut(&mut self) -> &mut HeaderMap {
        &mut self.0
    }
}

impl From<HeaderMap> for StoredHeaders {
    fn from(headers: HeaderMap) -> Self {
        let mut all = Self::with_capacity(headers.len());
        all.0.extend(headers);
        all
    }
}

impl TimedHead {
    pub(super) fn new(status: StatusCode, headers: &StoredHeaders) -> Self {
        let (mut parts, ()) = Response::new(()).into_parts();
        parts.status = status;
        // A copy has no spare room.
        parts.headers = headers.0.clone();
        let second = None;
        Self(RwLock::new(AtSecond { second, parts }))
    }

    /// Returns a copy with these headers of its time.
    pub(super) fn with(&self, time: TimeHeaders) -> Parts {
        let mut parts = self.read().parts.clone();
        time.replace_in(&mut parts.headers);
        parts
    }

    /// Returns a copy for a hit at that age. Its headers of the time are created if it is the first one in its second.
    pub(super) fn at(&self, age: Duration, time: impl FnOnce() -> TimeHeaders) -> Parts {
        let second = Some(age.as_secs());
        let current = self.read();
        if current.second == second {
            return current.parts.clone();
        }
        drop(current);
        let time = time();
        let mut current = self.0.write().unwrap_or_else(PoisonError::into_inner);
        time.replace_in(&mut current.parts.headers);
        current.second = second;
        current.parts.clone()
    }

    /// Returns the stored headers that are selected, without those of the time.
    pub(super) fn select(&self, is_selected: impl Fn(&HeaderName) -> bool) -> HeaderMap {
        let current = self.read();
        let headers = current.parts.headers.iter();
        let headers = headers.filter(|(name, _)| is_selected(name));
        headers
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, AtSecond> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whole seconds, rounded down.
fn age_header(age: Duration) -> HeaderValue {
    match age.as_secs() {
        0 => HeaderValue::from_static("0"),
        seconds => HeaderValue::from(seconds),
    }
}

fn ttl(fresh: Duration, age: Duration) -> i64 {
    let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    seconds(fresh).saturating_sub(seconds(age))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::{ETAG, VARY};

    #[test]
    fn the_headers_of_the_time_are_replaced_and_no_others() {
        let lifetime = Lifetime {
            revalidate: Some(Duration::from_secs(60)),
            expire: None,
        };
        let mut headers = HeaderMap::new();
        for count in 0..40 {
            let stored = StoredHeaders::from(headers.clone());
            let head = TimedHead::new(StatusCode::CREATED, &stored);
            for (milliseconds, created) in [
                (0, true),
                (999, false),
                (1000, true),
                (999, true),
                (60_001, true),
            ] {
                let age = Duration::from_millis(milliseconds);
                let time = TimeHeaders::new(StatusCode::OK, lifetime, age, Outcome::Hit);
                let mut expected = headers.clone();
                time.clone().insert_into(&mut expected);
                let found = head.with(time.clone());
                assert_eq!(found.headers, expected, "{count} headers");
                let mut is_created = false;
                let found = head.at(age, || {
                    is_created = true;
                    time
                });
                assert_eq!(found.headers, expected, "{count} headers");
                assert_eq!(found.status, StatusCode::CREATED);
                assert_eq!(is_created, created, "{milliseconds} ms");
            }
            let name = if count % 3 == 0 { VARY } else { ETAG };
            headers.append(name, HeaderValue::from(count));
        }
    }

    #[cfg(feature = "second-tier")]
    #[test]
    fn the_headers_of_the_time_have_places_already() {
        let mut headers = StoredHeaders::with_capacity(2);
        let value = || HeaderValue::from_static("1");
        for name in [AGE, CACHE_STATUS] {
            assert_eq!(headers.append(name, value()), None);
        }
        headers.append(VARY, value()).unwrap();
        let found: Vec<_> = headers.iter().collect();
        assert_eq!(found, [(&VARY, &value())]);
    }
}
