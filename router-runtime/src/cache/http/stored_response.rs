//! Stored responses, ready to be sent many times.

use super::{
    cache_control::decide_for_stored, cache_status::CACHE_STATUS, etag::etag_of,
    headers::remove_unstorable_headers,
};
use crate::{
    cache::{options::CdnHeader, policy::Policy, tag::Tag},
    errors::{ErrorCause, Unrendered},
};
use axum::{
    body::Bytes,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{AGE, CONTENT_LENGTH, ETAG, LAST_MODIFIED, VARY},
        response::Parts,
    },
};
use std::time::SystemTime;

/// A response in the form that is sent, with the tags that invalidate it; or data, which has only a body.
#[derive(Clone, Debug)]
pub(crate) struct StoredResponse {
    pub(crate) status: StatusCode,
    /// All headers. Those of `Age` and `Cache-Status` are placeholders.
    pub(crate) headers: HeaderMap,
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
        if status != StatusCode::NO_CONTENT {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        }
        // Placeholders, overwritten in place when the response is sent: a cloned map has no room to grow.
        headers.insert(AGE, HeaderValue::from_static("0"));
        headers.insert(CACHE_STATUS, HeaderValue::from_static(""));
        let tags = policy.tags_at(path);
        // A copy, because a slice of a larger buffer would keep that alive. The clone of the copy makes `Bytes` count references,
        // which makes later clones cheaper.
        let body = Bytes::copy_from_slice(body).clone();
        Self {
            // Each of the two prepared heads is at most as large as the headers.
            weight: 3 * weight_of_headers(&headers)
                + body.len()
                + weight_of_tags(&tags)
                + cause.as_ref().map_or(0, weight_of_cause),
            status,
            headers,
            body,
            etag,
            last_modified: unix_seconds(last_modified),
            cause,
            cdn_header: cdn_header.clone(),
            tags,
        }
    }

    /// Creates data to store: a body that is never sent to clients.
    pub(crate) fn of_data(body: &[u8], policy: &Policy) -> Self {
        Self {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::copy_from_slice(body),
            etag: HeaderValue::from_static(""),
            last_modified: 0,
            cause: None,
            cdn_header: CdnHeader::NextJs,
            tags: policy.tags.clone(),
            weight: body.len() + weight_of_tags(&policy.tags),
        }
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

fn weight_of_headers(headers: &HeaderMap) -> usize {
    // The overhead of a header in a map: a bucket and two positions in its index.
    const HEADER: usize = 112;
    let texts = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + HEADER);
    texts.sum()
}

fn unix_seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

#[cfg(test)]
#[path = "stored_response/tests.rs"]
mod tests;
