//! Redirects to the clean path.

use axum::{
    body::Body,
    extract::{OriginalUri, Request},
    http::{HeaderValue, Response, StatusCode, header::LOCATION},
};

/// 308 to `path`, the query kept. Under `.nest("/api", …)` the prefix that axum took off is put back.
pub(super) fn moved(request: &Request, path: &str) -> Response<Body> {
    let local = request.uri().path();
    let original = request.extensions().get::<OriginalUri>();
    let prefix = original
        .and_then(|uri| uri.path().strip_suffix(local))
        .unwrap_or_default();
    let query = request
        .uri()
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let mut response = Response::new(Body::empty());
    match HeaderValue::try_from(format!("{prefix}{path}{query}")) {
        Ok(location) => {
            *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
            response.headers_mut().insert(LOCATION, location);
        }
        // A `Uri` holds no control characters, so neither does what is made of it.
        Err(_) => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    response
}
