//! Differences for requests that the two servers, or the two parsers, treat differently.

use crate::{compare::Difference, exchange::Exchange};
use serde_json::Value;

/// A method that no handler can have.
pub(crate) fn has_no_such_method(exchange: &Exchange<'_>, _: &Difference) -> bool {
    !exchange.has_supported_method()
        && exchange.refuses_method()
        && matches!(exchange.recorded.status, 400 | 500)
}

/// More than 16 KiB in the request line and the headers.
pub(crate) fn has_many_headers(exchange: &Exchange<'_>, _: &Difference) -> bool {
    let request = exchange.request;
    let headers = request.headers.iter();
    let bytes: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
    exchange.recorded.status == 431
        && exchange.response.status == 200
        && bytes + request.path.len() > 16 << 10
}

/// The path is that of the target. The host of the target contradicts the `Host` header that the runner adds.
pub(crate) fn has_absolute_form(exchange: &Exchange<'_>, _: &Difference) -> bool {
    exchange.request.path.starts_with("http://")
        && exchange.recorded.status == 308
        && matches!(exchange.response.status, 200 | 400)
        && exchange.recorded_location().starts_with("http:/")
}

/// hyper rejects some characters of ASCII, Node.js all bytes beyond it.
pub(crate) fn has_bytes_that_must_be_escaped(exchange: &Exchange<'_>, _: &Difference) -> bool {
    let path = &exchange.request.path;
    match (exchange.recorded.status, exchange.response.status) {
        (400, 400) => false,
        (_, 400) => path.contains(['"', '<', '>', '`']),
        (400, _) => !path.is_ascii(),
        _ => false,
    }
}

/// The body is not JSON: Next.js sends a 500, or reads bytes that are not UTF-8 as U+FFFD. A byte order mark is neither.
pub(crate) fn has_malformed_json(exchange: &Exchange<'_>, _: &Difference) -> bool {
    let body = exchange.request.body.as_deref().unwrap_or_default();
    let has_mark = body.starts_with("\u{feff}".as_bytes());
    let is_expected = match exchange.recorded.status {
        500 => !has_mark,
        200 => str::from_utf8(body).is_err(),
        _ => false,
    };
    is_expected
        && exchange.response.status == 400
        && exchange.handler_contains(&["request.json()"])
        && serde_json::from_slice::<Value>(body).is_err()
}

/// `Transfer-Encoding` next to `Content-Length`, or with a malformed chunk.
pub(crate) fn has_conflicting_framing(exchange: &Exchange<'_>, _: &Difference) -> bool {
    let has = |wanted: &str| {
        let mut headers = exchange.request.headers.iter();
        headers.any(|(name, _)| name.eq_ignore_ascii_case(wanted))
    };
    has("transfer-encoding")
        && exchange.recorded.status == 400
        && match exchange.response.status {
            200 => has("content-length"),
            400 => !has("content-length"),
            _ => false,
        }
}
