//! Redirects that no handler chose.

use axum::{
    body::Body,
    extract::{OriginalUri, Request},
    http::{HeaderValue, Response, StatusCode, header::LOCATION},
};
use std::borrow::Cow;

/// 308 to `path`, the query kept. Under `.nest("/api", …)` or a base path the prefix that was taken off is put back.
pub(super) fn moved(request: &Request, path: &str) -> Response<Body> {
    let prefix = prefix(request, request.uri().path());
    let query = request
        .uri()
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    redirect(
        StatusCode::PERMANENT_REDIRECT,
        &local(&format!("{prefix}{path}{query}")),
    )
}

/// With one slash at its beginning. An outer Router's parameter may have taken off anything, and what begins with two slashes, or
/// with what browsers take for them, is the name of a host.
pub(super) fn local(location: &str) -> Cow<'_, str> {
    let rest = location.trim_start_matches(['/', '\\']);
    if location.len() == rest.len() + 1 && location.starts_with('/') {
        Cow::Borrowed(location)
    } else {
        Cow::Owned(format!("/{rest}"))
    }
}

/// What was taken off before this path.
pub(super) fn prefix<'r>(request: &'r Request, local: &str) -> &'r str {
    let Some(original) = request.extensions().get::<OriginalUri>() else {
        return "";
    };
    match original.path().strip_suffix(local) {
        Some(prefix) => prefix,
        // `/api` was cut down to nothing, which is written `/`.
        None if local == "/" => original.path(),
        None => "",
    }
}

pub(super) fn redirect(status: StatusCode, location: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    match HeaderValue::try_from(location) {
        Ok(location) => {
            *response.status_mut() = status;
            response.headers_mut().insert(LOCATION, location);
        }
        // A `Uri` holds no control characters, so neither does what is made of it.
        Err(_) => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_begins_with_one_slash() {
        for (location, expected) in [
            ("/", "/"),
            ("/items/7?q=//", "/items/7?q=//"),
            ("//evil.com/", "/evil.com/"),
            ("/\\evil.com", "/evil.com"),
            ("///\\/evil.com", "/evil.com"),
            ("", "/"),
        ] {
            assert_eq!(local(location), expected);
        }
    }
}
