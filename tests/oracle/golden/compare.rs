//! The rules for comparing a response with the recorded one. No rule is for a single case.
//!
//! 1. The status is always compared, the reason phrase never (HTTP/2 has no reason phrase).
//! 2. Only the status is compared if Next.js itself wrote the response: an HTML page that it rendered (or the head of one),
//!    and the 400 or 404 for a path without a handler in the recorded application.
//! 3. Headers of the connection and the framing are not compared (`TRANSPORT`, with what rule 5 reads); every other header is, in both directions.
//! 4. `Content-Type` and `Vary` are compared without white space and letter case.
//! 5. `Cache-Status` reports HIT, STALE or MISS as `x-nextjs-cache` does. Where two responses in a row were recorded as STALE, the
//!    handler was still running after the first. Its duration is not specified, so only the status of the second is compared.
//! 6. A `Set-Cookie` is compared by its name and value and the set of its attributes, without letter case; an `Expires` with
//!    a `Max-Age` is ignored (RFC 6265, section 5.3).
//! 7. React's own headers in `Vary` are not compared.
//! 8. Bodies are compared as JSON where both parse as JSON, else byte for byte; long ones by length and SHA-256.
//! 9. Only the presence of `ETag` and `Last-Modified` is compared, because the values depend on the server.

use crate::{
    cached::state,
    case::{Body, Case, Recorded},
    wire::Response,
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, fmt::Write};

const TRANSPORT: [&str; 8] = [
    "cache-status",
    "connection",
    "content-length",
    "date",
    "keep-alive",
    "server",
    "transfer-encoding",
    "x-nextjs-cache",
];

/// A difference between a response and the recorded one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    Status,
    /// The lower-case name of a header.
    Header(String),
    Body,
}

pub(crate) fn differences(
    case: &Case,
    recorded: &Recorded,
    response: &Response,
) -> BTreeSet<Difference> {
    let mut differences = BTreeSet::new();
    if recorded.status != response.status {
        differences.insert(Difference::Status);
    }
    if written_by_next(case, recorded) {
        return differences;
    }
    let ours = normalized(&response.headers);
    let theirs = normalized(&recorded.headers);
    for (name, _) in ours.symmetric_difference(&theirs) {
        differences.insert(Difference::Header(name.clone()));
    }
    let both_end = recorded.is_incomplete == response.is_incomplete;
    if !both_end || !same_body(&recorded.body, &response.body) {
        differences.insert(Difference::Body);
    }
    differences
}

fn written_by_next(case: &Case, recorded: &Recorded) -> bool {
    let html = recorded
        .headers
        .iter()
        .any(|(name, value)| name == "content-type" && value.starts_with("text/html"));
    let page = match &recorded.body {
        Body::Page => true,
        Body::Text(text) => html && text.is_empty(),
        _ => false,
    };
    page || case.handler.is_empty() && matches!(recorded.status, 400 | 404)
}

fn normalized(headers: &[(String, String)]) -> BTreeSet<(String, String)> {
    let state = state(headers).map(|state| ("x-nextjs-cache".to_owned(), state.to_owned()));
    headers
        .iter()
        .filter(|(name, value)| {
            let is_of_react = name == "vary" && value.starts_with("rsc, ");
            !TRANSPORT.contains(&name.as_str()) && !is_of_react
        })
        .map(|(name, value)| match name.as_str() {
            "etag" | "last-modified" => (name.clone(), String::new()),
            "content-type" | "vary" => (name.clone(), value.replace(' ', "").to_ascii_lowercase()),
            "set-cookie" => (name.clone(), cookie(value)),
            _ => (name.clone(), value.clone()),
        })
        .chain(state)
        .collect()
}

fn cookie(text: &str) -> String {
    let mut parts = text.split(';');
    let pair = parts.next().unwrap_or_default();
    let mut attributes: BTreeSet<String> = parts.map(|it| it.trim().to_ascii_lowercase()).collect();
    if attributes.iter().any(|it| it.starts_with("max-age=")) {
        attributes.retain(|it| !it.starts_with("expires="));
    }
    let attributes: Vec<_> = attributes.into_iter().collect();
    format!("{pair}; {}", attributes.join("; "))
}

fn same_body(recorded: &Body, response: &[u8]) -> bool {
    let json = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).ok();
    match recorded {
        Body::Text(text) => {
            text.as_bytes() == response
                || json(text.as_bytes()).is_some_and(|value| json(response) == Some(value))
        }
        Body::Bytes(bytes) => bytes == response,
        Body::Digest { length, sha256 } => response.len() == *length && digest(response) == *sha256,
        Body::Page | Body::Unknown => true,
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
