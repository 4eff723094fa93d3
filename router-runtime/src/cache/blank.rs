//! The blank request of a fill.

use super::{key::Key, policy::Policy};
use axum::{body::Body, http::Request};

/// The request that a cached handler sees: GET, the canonical path, and what its route declares.
pub(crate) fn blank(key: &Key, policy: &Policy) -> Request<Body> {
    let mut request = Request::new(Body::empty());
    let target = match key.dims() {
        Some(dims) if !dims.query.is_empty() => format!("{}?{}", key.path(), dims.query),
        _ => key.path().to_owned(),
    };
    if let Ok(uri) = target.parse() {
        *request.uri_mut() = uri;
    }
    if let Some(dims) = key.dims() {
        for (name, value) in policy.vary.iter().zip(&dims.headers) {
            if let Some(value) = value {
                request.headers_mut().insert(name, value.clone());
            }
        }
    }
    request
}
