//! Storability: which responses may be stored and sent to others.

use super::{http::cache_control, policy::Policy};
use axum::http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, COOKIE, SET_COOKIE, VARY},
};
use std::fmt;

/// The reason why a response was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unstorable {
    /// Its status is not storable.
    Status(StatusCode),
    /// It sets a cookie.
    SetCookie,
    /// Its `Cache-Control` has `private`, `no-store` or `no-cache`.
    CacheControl,
    /// It varies by a header that the route does not declare.
    Vary,
    /// It is a part of a body.
    ContentRange,
    /// It is a stream of events.
    EventStream,
    /// Its body is longer than `max_entry`.
    TooLarge,
    /// Its body ended with an error.
    Broken,
    /// Its handler forbids it, with `CacheEntry`.
    NoStore,
    /// A tag that its handler added was refused.
    Tag,
}

impl Unstorable {
    /// Returns `true` if the handler failed. Then old entries stay, and the key does not become uncacheable.
    pub(crate) fn is_failure(self) -> bool {
        match self {
            Self::Status(status) => is_failure(status),
            Self::Broken => true,
            _ => false,
        }
    }
}

#[cfg(feature = "metrics")]
impl Unstorable {
    /// The `reason` in metrics.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Status(_) => "status",
            Self::SetCookie => "set-cookie",
            Self::CacheControl => "cache-control",
            Self::Vary => "vary",
            Self::ContentRange => "content-range",
            Self::EventStream => "event-stream",
            Self::TooLarge => "too-large",
            Self::Broken => "broken",
            Self::NoStore => "no-store",
            Self::Tag => "tag",
        }
    }
}

impl fmt::Display for Unstorable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Status(status) => return write!(f, "its status is {}", status.as_u16()),
            Self::SetCookie => "it has a `Set-Cookie` header, which is for one client",
            Self::CacheControl => "its `Cache-Control` has `private`, `no-store` or `no-cache`",
            Self::Vary => {
                "its `Vary` has a header that neither `cache_vary` nor `cache_cookies` declares"
            }
            Self::ContentRange => "it has a `Content-Range` header",
            Self::EventStream => "it is a stream of events",
            Self::TooLarge => "its body is longer than `max_entry`",
            Self::Broken => "its body ended with an error",
            Self::NoStore => "its handler called `CacheEntry::no_store` or `revalidate(0)`",
            Self::Tag => "`CacheEntry::tag` refused a tag, of more than 256 bytes or beyond 128",
        })
    }
}

/// Returns `true` if a status means that the handler failed.
pub(crate) fn is_failure(status: StatusCode) -> bool {
    status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED
        || status == StatusCode::TOO_MANY_REQUESTS
}

/// Checks that a response with this status and these headers may be stored. The error is the reason against it.
pub(crate) fn storable(
    status: StatusCode,
    headers: &HeaderMap,
    policy: &Policy,
) -> Result<(), Unstorable> {
    let is_storable = matches!(
        status.as_u16(),
        200 | 203 | 204 | 300 | 301 | 302 | 303 | 307 | 308 | 404 | 410 | 414 | 501
    );
    if !is_storable {
        return Err(Unstorable::Status(status));
    }
    if headers.contains_key(SET_COOKIE) {
        return Err(Unstorable::SetCookie);
    }
    let mut cache_controls = headers.get_all(CACHE_CONTROL).iter();
    if cache_controls.any(cache_control::forbids_storing) {
        return Err(Unstorable::CacheControl);
    }
    if !varies_as_declared(headers, policy) {
        return Err(Unstorable::Vary);
    }
    if headers.contains_key(CONTENT_RANGE) {
        return Err(Unstorable::ContentRange);
    }
    let content_type = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let essence = content_type.and_then(|value| value.split(|byte| *byte == b';').next());
    if essence.is_some_and(|it| it.trim_ascii().eq_ignore_ascii_case(b"text/event-stream")) {
        return Err(Unstorable::EventStream);
    }
    Ok(())
}

fn varies_as_declared(headers: &HeaderMap, policy: &Policy) -> bool {
    headers.get_all(VARY).iter().all(|value| {
        value.to_str().is_ok_and(|names| {
            names
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .all(|name| {
                    HeaderName::from_bytes(name.as_bytes())
                        .is_ok_and(|name| is_declared(&name, policy))
                })
        })
    })
}

fn is_declared(name: &HeaderName, policy: &Policy) -> bool {
    policy.vary.contains(name) || (*name == COOKIE && !policy.cookies.is_empty())
}

#[cfg(test)]
#[path = "storable/tests.rs"]
mod tests;
