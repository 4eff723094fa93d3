//! `Age` and `Cache-Status`, the headers that change every second.

use super::cache_status::{self, CACHE_STATUS, HIT_WITH_TTL};
use crate::cache::{clock::nanoseconds, freshness::Lifetime, outcome::Outcome};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header::AGE},
};
use std::time::Duration;

/// `Age` and `Cache-Status` of one response.
#[derive(Clone, Debug)]
pub(crate) struct TimeHeaders {
    age: HeaderValue,
    cache_status: HeaderValue,
    /// The nanoseconds since `Age` changed.
    since_change: u32,
}

/// A second within which `Age` does not change, by its start in nanoseconds. The start wraps below zero for an entry of another process,
/// which may be older than the clock of this one.
#[derive(Clone, Copy, Debug)]
pub(super) struct AgeSecond(u64);

impl AgeSecond {
    #[inline]
    pub(super) fn contains(self, now: Duration) -> bool {
        nanoseconds(now).wrapping_sub(self.0) < 1_000_000_000
    }
}

impl TimeHeaders {
    /// Returns the headers of a stored response of that age.
    pub(crate) fn new(
        status: StatusCode,
        lifetime: Lifetime,
        age: Duration,
        outcome: Outcome,
    ) -> Self {
        let ttl = lifetime.revalidate.map(|fresh| ttl(fresh, age));
        let of_hit = match ttl {
            Some(ttl) if outcome == Outcome::Hit && age.as_secs() > 0 => of_hit(age, ttl),
            _ => None,
        };
        let [value, cache_status] =
            of_hit.unwrap_or_else(|| [age_header(age), cache_status::of(outcome, status, ttl)]);
        Self {
            age: value,
            cache_status,
            since_change: age.subsec_nanos(),
        }
    }

    /// Inserts the headers into a map without them.
    pub(super) fn insert_into(self, headers: &mut HeaderMap) {
        headers.insert(AGE, self.age);
        headers.insert(CACHE_STATUS, self.cache_status);
    }

    /// Replaces the headers in a map that begins with them. An insertion would hash their names.
    pub(super) fn replace_in(self, headers: &mut HeaderMap) {
        for (value, new) in headers.values_mut().zip([self.age, self.cache_status]) {
            *value = new;
        }
    }

    /// Returns the second that contains `now`, the time of their creation.
    pub(super) fn second(&self, now: Duration) -> AgeSecond {
        AgeSecond(nanoseconds(now).wrapping_sub(self.since_change.into()))
    }
}

/// Returns both headers of a hit, with their texts in one allocation: they are created for each entry and second.
fn of_hit(age: Duration, ttl: i64) -> Option<[HeaderValue; 2]> {
    let mut digits = itoa::Buffer::new();
    let mut text = Vec::with_capacity(64);
    text.extend_from_slice(digits.format(age.as_secs()).as_bytes());
    let length = text.len();
    text.extend_from_slice(HIT_WITH_TTL.as_bytes());
    text.extend_from_slice(digits.format(ttl).as_bytes());
    let mut cache_status = Bytes::from(text);
    let age = cache_status.split_to(length);
    let value = |text| HeaderValue::from_maybe_shared(text).ok();
    Some([value(age)?, value(cache_status)?])
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
