//! The responses of the cached routes by hand: they are prepared, and cloned for each request.

/// The file `src/prepared.rs` of the applications.
pub const SOURCE: &str = r#"
use axum::{body::{Body, Bytes}, http::{HeaderMap, HeaderName, HeaderValue, StatusCode}, response::Response};

pub struct Prepared {
    status: StatusCode,
    pub headers: HeaderMap,
    body: Bytes,
}

/// The response with this body, the headers that the cache adds, and these of the handler.
pub fn prepare(body: String, own: &[(&'static str, &'static str)]) -> Prepared {
    let headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("cache-control", "public, max-age=0, s-maxage=3600"),
        ("cdn-cache-control", "max-age=3600, stale-while-revalidate=31532400"),
        ("etag", "\"0123456789abcdefghijkl\""),
        ("last-modified", "Mon, 23 Nov 2026 10:00:00 GMT"),
        ("age", "7"),
        ("cache-status", "rcache; hit; ttl=3593"),
    ];
    let headers = headers.iter().chain(own);
    let headers = headers.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    Prepared { status: StatusCode::OK, headers: headers.collect(), body: body.into() }
}

pub fn send(prepared: &Prepared) -> Response {
    let mut response = Response::new(Body::from(prepared.body.clone()));
    *response.status_mut() = prepared.status;
    *response.headers_mut() = prepared.headers.clone();
    response
}
"#;
