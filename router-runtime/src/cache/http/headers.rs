//! Headers that are never stored.

use super::cache_status::CACHE_STATUS;
use axum::http::{
    HeaderMap, HeaderName,
    header::{AGE, CONNECTION, DATE, SET_COOKIE, TE, TRAILER, TRANSFER_ENCODING, UPGRADE},
};

/// Removes headers that belong to one connection, one client or one moment.
pub(crate) fn remove_unstorable_headers(headers: &mut HeaderMap) {
    remove_connection_headers(headers);
    for name in [SET_COOKIE, DATE, AGE, CACHE_STATUS] {
        headers.remove(name);
    }
}

/// Removes headers that belong to one connection (RFC 9110, section 7.6.1).
pub(crate) fn remove_connection_headers(headers: &mut HeaderMap) {
    let listed: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|names| names.split(','))
        .filter_map(|name| HeaderName::from_bytes(name.trim().as_bytes()).ok())
        .collect();
    for name in listed {
        headers.remove(name);
    }
    for name in [CONNECTION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE] {
        headers.remove(name);
    }
    for name in [
        "keep-alive",
        "proxy-connection",
        "proxy-authenticate",
        "proxy-authorization",
    ] {
        headers.remove(name);
    }
}
