//! The names of methods as labels, of which clients cannot create more.

use axum::http::Method;

/// The name of a method that is not known.
pub(super) const OTHER: &str = "_OTHER";

/// Returns the method, or [`OTHER`] for one that RFC 9110 and RFC 5789 do not define, as OpenTelemetry's conventions say.
pub(super) fn method_name(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
    ];
    let known = KNOWN.into_iter().find(|name| *name == method.as_str());
    known.unwrap_or(OTHER)
}
