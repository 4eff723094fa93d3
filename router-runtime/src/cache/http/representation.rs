//! Representations of a stored response: its body as the handler sent it, or a compressed form (RFC 9110, section 3.2).

use super::{
    cache_control::is_for_cdns,
    cdn_header::CdnHeader,
    timed_head::{StoredHeaders, TimedHead},
};
use axum::{
    body::Bytes,
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_LOCATION, ETAG, EXPIRES, VARY},
    },
};
use std::sync::OnceLock;

/// A body, with the headers and the entity tag that describe it.
#[derive(Debug)]
pub(crate) struct Representation {
    /// The status, and all headers except `Content-Length`.
    head: TimedHead,
    /// The head of the 304, from the first request for it on.
    not_modified: OnceLock<Box<TimedHead>>,
    pub(crate) body: Bytes,
    pub(crate) etag: HeaderValue,
    weight: usize,
}

impl Representation {
    /// Creates a representation. The body is never a slice of a larger buffer.
    pub(super) fn new(
        status: StatusCode,
        headers: &StoredHeaders,
        etag: HeaderValue,
        body: Bytes,
        cdn_header: &CdnHeader,
    ) -> Self {
        Self {
            weight: weight_of_headers(headers, cdn_header) + body.len(),
            head: TimedHead::new(status, headers),
            not_modified: OnceLock::new(),
            body,
            etag,
        }
    }

    /// The head of the whole response.
    pub(super) fn head(&self) -> &TimedHead {
        &self.head
    }

    /// The head of the 304, with the headers of RFC 9110, section 15.4.5, and those that CDNs read in place of `Cache-Control`.
    pub(super) fn not_modified(&self, cdn_header: &CdnHeader) -> &TimedHead {
        self.not_modified.get_or_init(|| {
            let is_sent = |name: &HeaderName| is_in_not_modified(name, cdn_header);
            let status = StatusCode::NOT_MODIFIED;
            let headers = StoredHeaders::from(self.head.select(is_sent));
            Box::new(TimedHead::new(status, &headers))
        })
    }

    /// The size in bytes.
    pub(crate) fn weight(&self) -> usize {
        self.weight
    }
}

/// Returns `true` for a header that a 304 repeats.
fn is_in_not_modified(name: &HeaderName, cdn_header: &CdnHeader) -> bool {
    const NAMES: [HeaderName; 5] = [CACHE_CONTROL, CONTENT_LOCATION, ETAG, EXPIRES, VARY];
    NAMES.contains(name) || is_for_cdns(name, cdn_header)
}

/// The size of the headers with those of the time, and of those of the 304, which shares their texts.
fn weight_of_headers(headers: &StoredHeaders, cdn_header: &CdnHeader) -> usize {
    /// The bytes of a header in a map: a bucket and two positions in its index.
    const HEADER: usize = 112;
    /// The headers of the time, in both maps, and the second map itself.
    const TIME: usize = 4 * HEADER + 64 + size_of::<TimedHead>();
    let weights = headers.iter().map(|(name, value)| {
        let is_repeated = is_in_not_modified(name, cdn_header);
        name.as_str().len() + value.len() + HEADER * (1 + usize::from(is_repeated))
    });
    weights.sum::<usize>() + TIME
}
