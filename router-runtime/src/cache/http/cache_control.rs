//! The decision of `Cache-Control`, and of the field next to it that only CDNs read (RFC 9111, RFC 9213).
//!
//! | response | function |
//! |---|---|
//! | stored | [`decide_for_stored`], when it is stored |
//! | of a cached route, but not stored | [`decide_for_unstored`], when it is sent |
//! | a public file or a metadata file | [`decide_for_file`] |
//! | changed by middleware or by header rules | [`BeforeChanges`], before and after the changes |

use super::cdn_header::CdnHeader;
use crate::cache::{
    freshness::Lifetime,
    policy::{ONE_YEAR, Policy},
};
use axum::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{CACHE_CONTROL, EXPIRES, SET_COOKIE},
};
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// The value for responses that no cache may store.
const NO_STORE: HeaderValue =
    HeaderValue::from_static("private, no-cache, no-store, max-age=0, must-revalidate");

/// The value for stored responses that no shared cache may store. Browsers revalidate it each time, and get a 304.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, max-age=0");

/// The value for public files, that of Next.js.
const PUBLIC_FILE: HeaderValue = HeaderValue::from_static("public, max-age=0");

/// The value for metadata files, that of Next.js.
const METADATA_FILE: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");

/// The kinds of files with a default `Cache-Control`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CachedFile {
    Public,
    Metadata,
}

/// Marks a response whose `Cache-Control` is the default of its kind of file, not one of the handler.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IsDefault;

/// Decides for a response that is stored: the handler's own value, or the times of the route.
pub(crate) fn decide_for_stored(headers: &mut HeaderMap, policy: &Policy, cdn_header: &CdnHeader) {
    if !policy.is_shared {
        return make_private(headers, cdn_header);
    }
    if headers.contains_key(CACHE_CONTROL) {
        return;
    }
    let Times { fresh, stale } = Times::of(policy.lifetime);
    let stale = stale.map(|stale| format!(", stale-while-revalidate={stale}"));
    let stale = stale.unwrap_or_default();
    // Browsers would obey `stale-while-revalidate`, and show the old body after an invalidation.
    let (cache_control, cdn) = match cdn_header {
        CdnHeader::NextJs => (format!("s-maxage={fresh}{stale}"), None),
        _ => (
            format!("public, max-age=0, s-maxage={fresh}"),
            Some(format!("max-age={fresh}{stale}")),
        ),
    };
    let value = |text: String| HeaderValue::try_from(text).unwrap_or(NO_STORE);
    headers.insert(CACHE_CONTROL, value(cache_control));
    if let (Some(name), Some(cdn)) = (cdn_header.name(), cdn) {
        headers.entry(name).or_insert_with(|| value(cdn));
    }
}

/// Decides for a response of a cached route that was not stored. Other caches must not store it either, unless the handler allows it.
pub(crate) fn decide_for_unstored(
    headers: &mut HeaderMap,
    is_failure: bool,
    policy: &Policy,
    cdn_header: &CdnHeader,
) {
    if is_failure || !headers.contains_key(CACHE_CONTROL) {
        forbid_storing(headers, cdn_header);
    } else if !policy.is_shared {
        make_private(headers, cdn_header);
    }
}

/// Replaces the headers of the handler so that no cache may store the response.
pub(crate) fn forbid_storing(headers: &mut HeaderMap, cdn_header: &CdnHeader) {
    remove_for_cdn(headers, cdn_header);
    headers.insert(CACHE_CONTROL, NO_STORE);
}

/// Decides for a file: its own value, or the default. Returns `true` for the default.
pub(crate) fn decide_for_file(headers: &mut HeaderMap, file: CachedFile, is_shared: bool) -> bool {
    let is_default = !headers.contains_key(CACHE_CONTROL);
    if !is_shared {
        make_private(headers, &CdnHeader::Standard);
    } else if is_default {
        let default = match file {
            CachedFile::Public => PUBLIC_FILE,
            CachedFile::Metadata => METADATA_FILE,
        };
        headers.insert(CACHE_CONTROL, default);
    }
    is_default
}

/// The decision for a response, before middleware or header rules change it. The fields for CDNs are removed until the changes are done:
/// a CDN obeys them before `Cache-Control`, so middleware that sets only `Cache-Control` would have no effect on CDNs.
#[derive(Debug)]
pub(crate) struct BeforeChanges {
    cache_control: Few<HeaderValue>,
    for_cdn: Few<(HeaderName, HeaderValue)>,
    cookies: usize,
}

impl BeforeChanges {
    /// Takes the fields for CDNs out of a response of a cached route. A response of another route has a decision only if it is that of
    /// a file.
    pub(crate) fn take(
        headers: &mut HeaderMap,
        is_of_cached_route: bool,
        cdn_header: &CdnHeader,
    ) -> Option<Self> {
        let (mut cache_control, mut for_cdn, mut cookies) = (Few::new(), Few::new(), 0);
        for (name, value) in &*headers {
            if name == CACHE_CONTROL {
                cache_control.push(value.clone());
            } else if name == SET_COOKIE {
                cookies += 1;
            } else if is_for_cdns(name, cdn_header) {
                for_cdn.push((name.clone(), value.clone()));
            }
        }
        let is_of_file = || {
            let first = cache_control.first.as_ref();
            cache_control.more.is_empty()
                && first.is_some_and(|it| [PUBLIC_FILE, METADATA_FILE].contains(it))
        };
        if !is_of_cached_route && !is_of_file() {
            return None;
        }
        for (name, _) in for_cdn.iter() {
            headers.remove(name);
        }
        Some(Self {
            cache_control,
            for_cdn,
            cookies,
        })
    }

    /// Completes the response after the changes. The fields for CDNs come back only if `Cache-Control` is still the same. A response
    /// that received a cookie is for one client.
    pub(crate) fn complete(self, headers: &mut HeaderMap, cdn_header: &CdnHeader) {
        let (mut expected, mut is_same, mut cookies) = (self.cache_control.iter(), true, 0);
        for (name, value) in &*headers {
            if name == CACHE_CONTROL {
                is_same &= expected.next() == Some(value);
            } else if name == SET_COOKIE {
                cookies += 1;
            }
        }
        if !is_same || expected.next().is_some() {
            return;
        }
        if cookies > self.cookies {
            return make_private(headers, cdn_header);
        }
        let Few { first, mut more } = self.for_cdn;
        more.retain(|(name, _)| !headers.contains_key(name));
        if let Some((name, value)) = first {
            headers.entry(name).or_insert(value);
        }
        for (name, value) in more {
            headers.append(name, value);
        }
    }
}

/// A list that takes no allocation for one element.
#[derive(Debug)]
struct Few<T> {
    first: Option<T>,
    more: Vec<T>,
}

impl<T> Few<T> {
    fn new() -> Self {
        Self {
            first: None,
            more: Vec::new(),
        }
    }

    fn push(&mut self, value: T) {
        match &self.first {
            None => self.first = Some(value),
            Some(_) => self.more.push(value),
        }
    }

    fn iter(&self) -> impl Iterator<Item = &T> {
        self.first.iter().chain(&self.more)
    }
}

/// Keeps a response out of shared caches.
fn make_private(headers: &mut HeaderMap, cdn_header: &CdnHeader) {
    remove_for_cdn(headers, cdn_header);
    let mut values = headers.get_all(CACHE_CONTROL).iter();
    if !values.any(|value| has_directive(value, &["private", "no-store"])) {
        headers.insert(CACHE_CONTROL, PRIVATE);
    }
}

/// Removes the fields that CDNs obey before `Cache-Control`.
fn remove_for_cdn(headers: &mut HeaderMap, cdn_header: &CdnHeader) {
    let names = headers.keys().filter(|name| is_for_cdns(name, cdn_header));
    let names: Vec<_> = names.cloned().collect();
    for name in names {
        headers.remove(name);
    }
}

/// Returns `true` for the cache's own field, and for those of other CDNs, which handlers may set: `Surrogate-Control`, and targeted
/// fields such as `Cloudflare-CDN-Cache-Control` (RFC 9213, section 2.4).
pub(super) fn is_for_cdns(name: &HeaderName, cdn_header: &CdnHeader) -> bool {
    let text = name.as_str();
    text.ends_with("-cache-control")
        || text == "surrogate-control"
        || matches!(cdn_header, CdnHeader::Named(own) if own == name)
}

/// The lifetime of a response for other caches, in seconds.
struct Times {
    fresh: u32,
    /// The time after that for which it may be sent while a new one is requested.
    stale: Option<u32>,
}

impl Times {
    fn of(lifetime: Lifetime) -> Self {
        let seconds = |time: Duration| u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
        let expire = lifetime.expire.map_or(ONE_YEAR, seconds);
        match lifetime.revalidate.map(|fresh| seconds(fresh).max(1)) {
            Some(fresh) if fresh < expire => Self {
                fresh,
                stale: Some(expire - fresh),
            },
            Some(fresh) if lifetime.expire.is_none() => Self { fresh, stale: None },
            _ => Self {
                fresh: expire,
                stale: None,
            },
        }
    }
}

/// Returns `true` if a value forbids storing the response in a shared cache.
pub(crate) fn forbids_storing(value: &HeaderValue) -> bool {
    // A value that is not text may contain such a directive.
    value.to_str().is_err() || has_directive(value, &["private", "no-store", "no-cache"])
}

fn has_directive(value: &HeaderValue, wanted: &[&str]) -> bool {
    let text = value.to_str().unwrap_or_default();
    directives(text).any(|(name, _)| wanted.iter().any(|it| name.eq_ignore_ascii_case(it)))
}

/// The words by which a handler says that its response is stale at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StaleAtOnce {
    SharedMaxAge,
    MaxAge,
    Expires,
}

impl fmt::Display for StaleAtOnce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SharedMaxAge => "its `Cache-Control` has `s-maxage=0`",
            Self::MaxAge => "its `Cache-Control` has `max-age=0`",
            Self::Expires => "its `Expires` is not in the future",
        })
    }
}

/// Returns the words by which the handler's own headers say that the response is stale at once (RFC 9111, section 4.2.1).
pub(crate) fn stale_at_once(headers: &HeaderMap, now: SystemTime) -> Option<StaleAtOnce> {
    let seconds_of = |wanted: &str| {
        let mut values = headers.get_all(CACHE_CONTROL).iter();
        values.find_map(|value| {
            let mut directives = directives(value.to_str().ok()?);
            let (_, seconds) = directives.find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
            seconds?.trim_matches('"').parse::<u64>().ok()
        })
    };
    if let Some(seconds) = seconds_of("s-maxage") {
        return (seconds == 0).then_some(StaleAtOnce::SharedMaxAge);
    }
    if let Some(seconds) = seconds_of("max-age") {
        return (seconds == 0).then_some(StaleAtOnce::MaxAge);
    }
    let expires = headers.get(EXPIRES)?;
    // A value that is not a date, such as `0`, is in the past (RFC 9111, section 5.3).
    let date = expires.to_str().ok().map(httpdate::parse_http_date);
    let is_later = matches!(date, Some(Ok(date)) if date > now);
    (!is_later).then_some(StaleAtOnce::Expires)
}

/// The directives of a value: their names, and what follows the equals sign.
fn directives(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    text.split(',').map(|directive| {
        let (name, value) = match directive.split_once('=') {
            Some((name, value)) => (name, Some(value.trim())),
            None => (directive, None),
        };
        (name.trim(), value)
    })
}

#[cfg(test)]
#[path = "cache_control/tests.rs"]
mod tests;
