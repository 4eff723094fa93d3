//! Stored responses, ready to be sent many times.

use super::{
    cache_control::decide_for_stored,
    cdn_header::CdnHeader,
    coding::{varies_by_coding, vary_by_coding},
    compression::Forms,
    etag::etag_of,
    headers::remove_unstorable_headers,
    representation::Representation,
    stored_headers::StoredHeaders,
};
#[cfg(feature = "compression")]
use super::{coding::Coding, compression::compressed};
use crate::{
    cache::{policy::Policy, tag::Tag},
    errors::{ErrorCause, Unrendered},
};
use axum::{
    body::Bytes,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_LENGTH, ETAG, LAST_MODIFIED, VARY},
        response::Parts,
    },
};
use std::time::SystemTime;

/// A response in the form that is sent, with the tags that invalidate it; or data, which has only a body.
#[derive(Debug)]
pub(crate) struct StoredResponse {
    pub(crate) status: StatusCode,
    /// The body as the handler sent it.
    pub(crate) uncompressed: Representation,
    pub(crate) forms: Forms,
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
    pub(crate) headers: StoredHeaders,
    pub(crate) body: Bytes,
    pub(crate) last_modified: u64,
    pub(crate) cause: Option<ErrorCause>,
    pub(crate) cdn_header: CdnHeader,
    pub(crate) tags: Vec<Tag>,
    /// `true` if it may have compressed forms.
    pub(crate) compress: bool,
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
        compress: bool,
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
        if cause.is_some() {
            headers.remove(ETAG);
        } else if headers.get(ETAG).is_none_or(HeaderValue::is_empty) {
            let etag = etag_of(&headers, body);
            headers.insert(ETAG, etag);
        }
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
            headers: StoredHeaders::new(&headers),
            body,
            last_modified: unix_seconds(last_modified),
            cause,
            cdn_header: cdn_header.clone(),
            tags,
            compress,
        })
    }

    /// Creates data to store: a body that is never sent to clients.
    pub(crate) fn of_data(body: &[u8], policy: &Policy) -> Self {
        Self::from_parts(StoredParts {
            status: StatusCode::OK,
            headers: StoredHeaders::new(&HeaderMap::new()),
            body: Bytes::copy_from_slice(body),
            last_modified: 0,
            cause: None,
            cdn_header: CdnHeader::NextJs,
            tags: policy.tags.clone(),
            compress: false,
        })
    }

    pub(crate) fn from_parts(parts: StoredParts) -> Self {
        let StoredParts {
            status,
            headers,
            body,
            last_modified,
            cause,
            cdn_header,
            tags,
            compress,
        } = parts;
        let forms = if compress && cause.is_none() {
            Forms::of(status, &headers, body.len())
        } else {
            Forms::default()
        };
        let headers = if forms.exist() {
            varied_by_coding(headers)
        } else {
            headers
        };
        let uncompressed = Representation::new(headers, body);
        Self {
            weight: uncompressed.weight()
                + weight_of_tags(&tags)
                + cause.as_ref().map_or(0, weight_of_cause),
            status,
            uncompressed,
            forms,
            last_modified,
            cause,
            cdn_header,
            tags,
        }
    }

    /// Makes the compressed form of a coding; `None` if it would not be smaller.
    #[cfg(feature = "compression")]
    pub(crate) fn compressed(&self, coding: Coding) -> Option<Representation> {
        compressed(&self.uncompressed, coding)
    }

    pub(crate) fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// The size in bytes, without the compressed forms.
    pub(crate) fn weight(&self) -> usize {
        self.weight
    }
}

/// Returns headers with `Vary: Accept-Encoding`.
fn varied_by_coding(headers: StoredHeaders) -> StoredHeaders {
    let vary = headers.iter().filter(|(name, _)| *name == VARY);
    if varies_by_coding(vary.map(|(_, value)| value)) {
        return headers;
    }
    headers.changed(vary_by_coding)
}

/// The size of the tags with their states. Those of the route are shared by all its responses and count as references.
fn weight_of_tags(tags: &[Tag]) -> usize {
    /// The bytes of a registered tag in addition to its name, with its place in the table.
    const STATE: usize = 240;
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

fn unix_seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

#[cfg(test)]
#[path = "stored_response/tests.rs"]
mod tests;
