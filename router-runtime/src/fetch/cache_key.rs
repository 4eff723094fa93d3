//! What a fetched answer is kept under, and how a request is named where people read it.

use super::exchange::Exchange;
use axum::http::{
    HeaderName, Method,
    header::{AUTHORIZATION, COOKIE},
};
use reqwest::Url;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What traces carry from service to service; it differs each time and changes no answer.
const OF_TRACES: [HeaderName; 2] = [
    HeaderName::from_static("traceparent"),
    HeaderName::from_static("tracestate"),
];
/// The most letters of a name for people.
const LONGEST: usize = 300;

/// The request without what may be a secret: its query, its credentials.
pub(super) fn shown(method: &Method, url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // Refused where a URL has no host, and then it has neither.
    let _ = url.set_password(None);
    let _ = url.set_username("");
    cut(method, url.as_str())
}

/// The same of what is no URL.
pub(super) fn shown_as_told(method: &Method, told: &str) -> String {
    let told = told.split(['?', '#']).next().unwrap_or_default();
    let told = told.rsplit('@').next().unwrap_or_default();
    cut(method, told)
}

fn cut(method: &Method, url: &str) -> String {
    let letters = url.chars().filter(|letter| !letter.is_control());
    letters
        .take(LONGEST)
        .fold(format!("{method} "), |name, letter| {
            name + letter.encode_utf8(&mut [0; 4])
        })
}

/// Whether it asks for what everybody may see.
pub(super) fn is_plain(exchange: &Exchange) -> bool {
    let Exchange {
        method,
        url,
        headers,
        ..
    } = exchange;
    let has_credentials = headers.contains_key(AUTHORIZATION)
        || headers.contains_key(COOKIE)
        || !url.username().is_empty()
        || url.password().is_some();
    matches!(*method, Method::GET | Method::HEAD) && !has_credentials
}

/// A name for people, and a hash of all that tells one answer from another: what is sent, and how long and by which tags the
/// answer is kept. The cache compares names and logs them, so the secrets of a request are in the hash alone.
pub(super) fn name(exchange: &Exchange, period: Option<u32>, tags: &[String]) -> String {
    let mut hash = Sha256::new();
    let mut add = |field: &[u8]| {
        hash.update(field.len().to_le_bytes());
        hash.update(field);
    };
    let mut url = exchange.url.clone();
    url.set_fragment(None);
    add(exchange.method.as_str().as_bytes());
    add(url.as_str().as_bytes());
    let mut headers: Vec<_> = exchange.headers.iter().collect();
    headers.retain(|(name, _)| !OF_TRACES.contains(name));
    // Stable: values of one name keep their order.
    headers.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        add(name.as_str().as_bytes());
        add(value.as_bytes());
    }
    // No name is empty: what follows is no header.
    add(b"");
    add(exchange.body.as_deref().unwrap_or_default());
    add(format!("{period:?}").as_bytes());
    let mut tags: Vec<&String> = tags.iter().collect();
    tags.sort_unstable();
    tags.dedup();
    for tag in tags {
        add(tag.as_bytes());
    }
    let mut name = format!("fetch {} ", exchange.asked.0);
    for byte in hash.finalize() {
        // A `String` takes all that is written.
        let _ = write!(name, "{byte:02x}");
    }
    name
}

#[cfg(test)]
#[path = "name/tests.rs"]
mod tests;
