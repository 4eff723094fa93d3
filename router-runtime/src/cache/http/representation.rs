//! Representations of a stored response: its body as the handler sent it, or a compressed form (RFC 9110, section 3.2).

use super::{
    cache_control::is_for_cdns,
    cdn_header::CdnHeader,
    recent_heads::{HeadId, NewHead, RECENT},
    stored_headers::{StoredHeaders, with_blanks},
    time_headers::TimeHeaders,
};
use axum::{
    body::Bytes,
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_LOCATION, ETAG, EXPIRES, VARY},
        response::Parts,
    },
};
use std::time::Duration;

/// A body, with the headers and the entity tag that describe it.
#[derive(Debug)]
pub(crate) struct Representation {
    /// All headers except `Content-Length`.
    pub(crate) headers: StoredHeaders,
    pub(crate) body: Bytes,
    /// The value of `ETag`; empty without one.
    pub(crate) etag: HeaderValue,
    id: HeadId,
}

impl Representation {
    /// Creates a representation. The body must not be a slice of a larger buffer.
    pub(super) fn new(headers: StoredHeaders, body: Bytes) -> Self {
        let etag = headers.get(&ETAG).cloned();
        let id = HeadId::new(headers.size());
        Self {
            headers,
            body,
            etag: etag.unwrap_or(HeaderValue::from_static("")),
            id,
        }
    }

    /// Returns the head of the whole response.
    pub(super) fn head(&self, status: StatusCode) -> NewHead {
        NewHead {
            status,
            headers: self.headers.to_map(),
        }
    }

    /// Returns the head of the whole response for a hit at `now`.
    #[inline]
    pub(super) fn head_at(
        &self,
        now: Duration,
        status: StatusCode,
        time: impl FnOnce() -> TimeHeaders,
    ) -> Parts {
        RECENT.at(self.id, now, time, || self.head(status))
    }

    /// Returns the head of the 304, with the headers of RFC 9110, section 15.4.5, and those that CDNs read in place of
    /// `Cache-Control`.
    pub(super) fn not_modified(&self, cdn_header: &CdnHeader) -> NewHead {
        let headers = self.headers.iter();
        let headers = headers.filter(|(name, _)| is_in_not_modified(name, cdn_header));
        NewHead {
            status: StatusCode::NOT_MODIFIED,
            headers: with_blanks(headers),
        }
    }

    /// Returns the head of the 304 for a hit at `now`.
    #[inline]
    pub(super) fn not_modified_at(
        &self,
        now: Duration,
        cdn_header: &CdnHeader,
        time: impl FnOnce() -> TimeHeaders,
    ) -> Parts {
        let id = self.id.of_not_modified();
        RECENT.at(id, now, time, || self.not_modified(cdn_header))
    }

    /// The size of headers and body in bytes, without `size_of::<Self>()`.
    pub(crate) fn weight(&self) -> usize {
        /// The bytes of the allocations of a body in addition to its content.
        const BODY: usize = 64;
        self.headers.weight() + BODY + self.body.len()
    }
}

/// Returns `true` for a header that a 304 repeats.
fn is_in_not_modified(name: &HeaderName, cdn_header: &CdnHeader) -> bool {
    const NAMES: [HeaderName; 5] = [CACHE_CONTROL, CONTENT_LOCATION, ETAG, EXPIRES, VARY];
    NAMES.contains(name) || is_for_cdns(name, cdn_header)
}
