//! Redirects of the router.

use axum::{
    body::Body,
    extract::{OriginalUri, Request},
    http::{HeaderValue, Response, StatusCode, header::LOCATION},
};
use std::borrow::Cow;

/// Returns a 308 to `path` that keeps the query. Below `.nest("/api", …)` or a base path, the removed prefix is restored.
pub(crate) fn moved_permanently(request: &Request, path: &str) -> Response<Body> {
    let prefix = prefix(request, request.uri().path());
    // The root below a prefix is the prefix: axum routes `/api`, not `/api/`, to the root of a Router that is nested at `/api`.
    let path = if path == "/" && !prefix.is_empty() {
        ""
    } else {
        path
    };
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

/// Returns the location with exactly one slash at its beginning. A prefix of an outer Router's parameter may be anything, and browsers
/// read a location with two slashes or backslashes as the name of a host.
pub(super) fn local(location: &str) -> Cow<'_, str> {
    let rest = location.trim_start_matches(['/', '\\']);
    if location.len() == rest.len() + 1 && location.starts_with('/') {
        Cow::Borrowed(location)
    } else {
        Cow::Owned(format!("/{rest}"))
    }
}

/// Returns the prefix that was removed before this path, without a slash at its end.
pub(super) fn prefix<'r>(request: &'r Request, local: &str) -> &'r str {
    let Some(original) = request.extensions().get::<OriginalUri>() else {
        return "";
    };
    let prefix = match original.path().strip_suffix(local) {
        Some(prefix) => prefix,
        // `/api` became the empty path, which is written as `/`.
        None if local == "/" => original.path(),
        None => "",
    };
    prefix.trim_end_matches(['/', '\\'])
}

/// Returns `true` if an outer Router removed a slash with its prefix: of `/api//items`, `nest("/api", …)` leaves `/items`.
#[inline]
pub(crate) fn has_lost_slash(request: &Request) -> bool {
    // Most requests have no extensions.
    !request.extensions().is_empty() && has_lost_slash_of_nested(request)
}

fn has_lost_slash_of_nested(request: &Request) -> bool {
    let Some(original) = request.extensions().get::<OriginalUri>() else {
        return false;
    };
    let (original, path) = (original.path(), request.uri().path());
    original.len() > path.len()
        && original
            .strip_suffix(path)
            .is_some_and(|prefix| prefix.ends_with(['/', '\\']))
}

/// Returns the path of a request, with a slash that an outer Router removed.
pub(crate) fn path_as_sent(request: &Request) -> Cow<'_, str> {
    let path = request.uri().path();
    if has_lost_slash(request) {
        Cow::Owned(format!("/{path}"))
    } else {
        Cow::Borrowed(path)
    }
}

pub(super) fn redirect(status: StatusCode, location: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    match HeaderValue::try_from(location) {
        Ok(location) => {
            *response.status_mut() = status;
            response.headers_mut().insert(LOCATION, location);
        }
        // A `Uri` contains no control characters, so this is never reached.
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
