//! Redirects within the application.

use axum::http::{Method, StatusCode, header::LOCATION, response::Parts};

/// The host name of the application under test.
pub(super) const OWN_HOST: &str = "localhost";

/// Returns the path and query that a response redirects to, or `None` if it does not redirect or redirects to another host.
pub(super) fn target(from: &str, response: &Parts) -> Option<String> {
    if !matches!(response.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers.get(LOCATION)?.to_str().ok()?;
    let location = location.split('#').next().unwrap_or_default();
    let path = from.split('?').next().unwrap_or_default();
    let (scheme, after) = location.split_once("://").unwrap_or(("", location));
    if scheme == "http" || scheme == "https" {
        let rest = after.strip_prefix(OWN_HOST)?;
        return match rest.as_bytes().first() {
            None => Some("/".to_owned()),
            Some(b'/') => Some(rest.to_owned()),
            _ => None,
        };
    }
    match location.as_bytes() {
        [b'/', b'/', ..] => None,
        [b'/', ..] => Some(location.to_owned()),
        [] => Some(from.to_owned()),
        [b'?', ..] => Some(format!("{path}{location}")),
        _ => {
            let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
            Some(format!("{folder}{location}"))
        }
    }
}

/// Returns `true` if the redirected request becomes a `GET`, as in browsers (Fetch, HTTP-redirect fetch, step 12).
pub(super) fn becomes_get(status: StatusCode, method: &Method) -> bool {
    match status {
        StatusCode::SEE_OTHER => method != Method::HEAD,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => method == Method::POST,
        _ => false,
    }
}
