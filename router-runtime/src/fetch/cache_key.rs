//! The cache key of a request.

use super::send::PreparedRequest;
use axum::http::HeaderName;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The headers of distributed tracing, which differ for each request and do not affect the response.
const TRACE_HEADERS: [HeaderName; 2] = [
    HeaderName::from_static("traceparent"),
    HeaderName::from_static("tracestate"),
];

/// Returns the label of a request followed by a hash of everything that distinguishes it: method, URL, headers, body, period and
/// tags. The cache logs its keys, so secrets are only part of the hash.
pub(super) fn cache_key(request: &PreparedRequest, period: Option<u32>, tags: &[String]) -> String {
    let mut hash = Sha256::new();
    let mut add = |field: &[u8]| {
        hash.update(field.len().to_le_bytes());
        hash.update(field);
    };
    let mut url = request.url.clone();
    url.set_fragment(None);
    add(request.method.as_str().as_bytes());
    add(url.as_str().as_bytes());
    let mut headers: Vec<_> = request.headers.iter().collect();
    headers.retain(|(name, _)| !TRACE_HEADERS.contains(name));
    // The sort is stable: the values of one name keep their order.
    headers.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        add(name.as_str().as_bytes());
        add(value.as_bytes());
    }
    // Header names are not empty, so an empty field ends the headers.
    add(b"");
    add(request.body.as_deref().unwrap_or_default());
    add(format!("{period:?}").as_bytes());
    let mut tags: Vec<&String> = tags.iter().collect();
    tags.sort_unstable();
    tags.dedup();
    for tag in tags {
        add(tag.as_bytes());
    }
    let mut key = format!("fetch {} ", request.label);
    for byte in hash.finalize() {
        // Writing to a `String` cannot fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}

#[cfg(test)]
#[path = "cache_key/tests.rs"]
mod tests;
