//! Stored responses, ready to be sent many times.

use super::{
    cache_control::{decide_for_stored, is_for_cdns},
    etag::etag_of,
    headers::remove_unstorable_headers,
    timed_head::TimedHead,
};
use crate::{
    cache::{options::CdnHeader, policy::Policy, tag::Tag},
    errors::{ErrorCause, Unrendered},
};
use axum::{
    body::Bytes,
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_LENGTH, CONTENT_LOCATION, ETAG, EXPIRES, LAST_MODIFIED, VARY,
        },
        response::Parts,
    },
};
use std::{sync::OnceLock, time::SystemTime};
#[cfg(feature = "second-tier")]
use {super::cache_status::CACHE_STATUS, axum::http::header::AGE};

/// Returns `true` for a header that a 304 repeats.
fn is_in_not_modified(name: &HeaderName, cdn_header: &CdnHeader) -> bool {
    const NAMES: [HeaderName; 5] = [CACHE_CONTROL, CONTENT_LOCATION, ETAG, EXPIRES, VARY];
    NAMES.contains(name) || is_for_cdns(name, cdn_header)
}

/// A response in the form that is sent, with the tags that invalidate it; or data, which has only a body.
#[derive(Debug)]
pub(crate) struct StoredResponse {
    pub(crate) status: StatusCode,
    /// The status, and all headers except `Content-Length`.
    head: TimedHead,
    /// The head of the 304, from the first request for it on.
    not_modified: OnceLock<Box<TimedHead>>,
    pub(crate) body: Bytes,
    pub(crate) etag: HeaderValue,
    /// `Last-Modified`, in seconds since the Unix epoch.
    pub(crate) last_modified: u64,
    /// The cause of an error that is rendered for each request. It has no validator, since its forms have the same headers.
    pub(crate) cause: Option<ErrorCause>,
    /// The field for CDNs that it may have.
    pub(crate) cdn_header: CdnHeader,
    tags: Vec<Tag>,
    weight: usize,
}

/// The fields of a stored response, as [`StoredResponse`] describes them.
pub(crate) struct StoredParts {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) etag: HeaderValue,
    pub(crate) last_modified: u64,
    pub(crate) cause: Option<ErrorCause>,
    pub(crate) cdn_header: CdnHeader,
    pub(crate) tags: Vec<Tag>,
}

impl StoredResponse {
    /// Creates the response to store for this canonical path. `ended` is the end of its generation. The caller has found that the
    /// response is storable.
    pub(crate) fn new(
        parts: Parts,
        body: &[u8],
        policy: &Policy,
        path: &str,
        ended: SystemTime,
        cdn_header: &CdnHeader,
    ) -> Self {
        let Parts {
            status,
            mut headers,
            mut extensions,
            ..
        } = parts;
        let cause = extensions.remove().map(|Unrendered(cause)| cause);
        remove_unstorable_headers(&mut headers);
        decide_for_stored(&mut headers, policy, cdn_header);
        headers.remove(VARY);
        if let Some(vary) = &policy.vary_header {
            headers.insert(VARY, vary.clone());
        }
        let etag = match headers.get(ETAG) {
            _ if cause.is_some() => {
                headers.remove(ETAG);
                HeaderValue::from_static("")
            }
            Some(etag) if !etag.is_empty() => etag.clone(),
            _ => {
                let etag = etag_of(&headers, body);
                headers.insert(ETAG, etag.clone());
                etag
            }
        };
        let last_modified = headers
            .get(LAST_MODIFIED)
            .and_then(|value| httpdate::parse_http_date(value.to_str().ok()?).ok())
            .unwrap_or(ended);
        if cause.is_some() {
            headers.remove(LAST_MODIFIED);
        } else if let Ok(value) = HeaderValue::from_str(&httpdate::fmt_http_date(last_modified)) {
            headers.insert(LAST_MODIFIED, value);
        }
        headers.remove(CONTENT_LENGTH);
        let tags = policy.tags_at(path);
        // A copy, because a slice of a larger buffer would keep that alive. The clone of the copy makes `Bytes` count references,
        // which makes later clones cheaper.
        let body = Bytes::copy_from_slice(body).clone();
        Self::from_parts(StoredParts {
            status,
            headers,
            body,
            etag,
            last_modified: unix_seconds(last_modified),
            cause,
            cdn_header: cdn_header.clone(),
            tags,
        })
    }

    /// Creates data to store: a body that is never sent to clients.
    pub(crate) fn of_data(body: &[u8], policy: &Policy) -> Self {
        Self::from_parts(StoredParts {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::copy_from_slice(body),
            etag: HeaderValue::from_static(""),
            last_modified: 0,
            cause: None,
            cdn_header: CdnHeader::NextJs,
            tags: policy.tags.clone(),
        })
    }

    pub(crate) fn from_parts(parts: StoredParts) -> Self {
        let StoredParts {
            status,
            headers,
            body,
            etag,
            last_modified,
            cause,
            cdn_header,
            tags,
        } = parts;
        Self {
            weight: weight_of_headers(&headers, &cdn_header)
                + body.len()
                + weight_of_tags(&tags)
                + cause.as_ref().map_or(0, weight_of_cause),
            status,
            head: TimedHead::new(status, headers),
            not_modified: OnceLock::new(),
            body,
            etag,
            last_modified,
            cause,
            cdn_header,
            tags,
        }
    }

    /// All headers except `Content-Length`, `Age` and `Cache-Status`.
    #[cfg(feature = "second-tier")]
    pub(crate) fn headers(&self) -> HeaderMap {
        let is_stored = |name: &HeaderName| *name != AGE && *name != CACHE_STATUS;
        self.head.select(is_stored)
    }

    /// The head of the whole response.
    pub(super) fn head(&self) -> &TimedHead {
        &self.head
    }

    /// The head of a 304, with the headers of RFC 9110, section 15.4.5, and those that CDNs read in place of `Cache-Control`.
    pub(super) fn not_modified(&self) -> &TimedHead {
        self.not_modified.get_or_init(|| {
            let is_sent = |name: &HeaderName| is_in_not_modified(name, &self.cdn_header);
            let status = StatusCode::NOT_MODIFIED;
            Box::new(TimedHead::new(status, self.head.select(is_sent)))
        })
    }

    pub(crate) fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// The size in bytes.
    pub(crate) fn weight(&self) -> usize {
        self.weight
    }
}

/// The size of the tags with their states. Those of the route are shared by all its responses and count as references.
fn weight_of_tags(tags: &[Tag]) -> usize {
    /// The bytes of a registered tag in addition to its name.
    const STATE: usize = 128;
    let users = tags.iter().filter(|tag| tag.is_user());
    let users = users.map(|tag| STATE + tag.bytes()).sum::<usize>();
    // The last one is that of the path.
    let path = tags.last().filter(|tag| !tag.is_user());
    let path = path.map_or(0, |tag| STATE + tag.bytes());
    tags.len() * (size_of::<Tag>() + size_of::<usize>()) + users + path
}

/// The size of a cause, whose text a rejection has twice.
fn weight_of_cause(cause: &ErrorCause) -> usize {
    size_of::<ErrorCause>() + 2 * cause.message().map_or(0, str::len)
}

/// The size of the headers with those of the time, and of those of the 304, which shares their texts.
fn weight_of_headers(headers: &HeaderMap, cdn_header: &CdnHeader) -> usize {
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

fn unix_seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

#[cfg(test)]
#[path = "stored_response/tests.rs"]
mod tests;
