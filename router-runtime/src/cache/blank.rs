//! The blank request of a fill.

use super::{key::Key, policy::Policy};
use axum::{body::Body, http::Request};

/// The request that a cached handler sees: GET, the canonical path, and what its route declares.
///
/// `None` if that is too long for a URI: escaped again, a path may take three times the room in which it was sent.
pub(crate) fn blank(key: &Key, policy: &Policy) -> Option<Request<Body>> {
    let mut request = Request::new(Body::empty());
    if key.is_data() {
        return Some(request);
    }
    let target = match key.dims() {
        Some(dims) if !dims.query.is_empty() => format!("{}?{}", key.path(), dims.query),
        _ => key.path().to_owned(),
    };
    *request.uri_mut() = target.parse().ok()?;
    if let Some(dims) = key.dims() {
        for (name, value) in policy.vary.iter().zip(&dims.headers) {
            if let Some(value) = value {
                request.headers_mut().insert(name, value.clone());
            }
        }
    }
    Some(request)
}
