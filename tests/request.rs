//! Requests in one line.

use axum::{body::Body, http::Request};

/// A request with headers and without a body. Without a `host` header, the host is `here`.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = request_with_body(method, path, headers, "");
    let host = axum::http::HeaderValue::from_static("here");
    request.headers_mut().entry("host").or_insert(host);
    request
}

/// A request whose line is `GET /path`, or only `/path` for a `GET`.
pub fn request_line(line: &str, headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let (method, path) = line.split_once(' ').unwrap_or(("GET", line));
    request_with_body(method, path, headers, body)
}

/// A request with exactly these headers and this body.
pub fn request_with_body(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}
