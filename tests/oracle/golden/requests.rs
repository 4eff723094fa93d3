//! Differences for requests and handlers that the two servers, or the two languages, treat differently.

use crate::{compare::Difference, exchange::Exchange, paths::query_of};
use serde_json::Value;

/// The handler's status is one for which JavaScript has no `Response`: 101, 204 or one of 600 and above.
pub(crate) fn has_a_status_that_javascript_rejects(
    exchange: &Exchange<'_>,
    _: &Difference,
) -> bool {
    let status = exchange.response.status;
    let written = format!("status: {status}");
    let is_written = |source: &String| {
        let mut behind = source.split(&written).skip(1);
        behind.any(|it| !it.starts_with(|next: char| next.is_ascii_digit()))
    };
    exchange.recorded.status == 500
        && matches!(status, 101 | 204 | 600..)
        && exchange.case.handler.values().any(is_written)
}

/// A response header of the handler contains a letter beyond Latin-1, which is sent as UTF-8.
pub(crate) fn has_header_bytes_beyond_latin1(exchange: &Exchange<'_>, _: &Difference) -> bool {
    let is_written = |letter: char| {
        let escaped = format!("\\u{:04x}", u32::from(letter));
        exchange.handler_contains(&[&escaped, &letter.to_string()])
    };
    let mut values = exchange.response.headers.iter().map(|(_, value)| value);
    exchange.recorded.status == 500
        && exchange.response.status == 200
        && values.any(|value| {
            // Each character is a byte.
            let bytes = value.chars().map(u8::try_from);
            let bytes: Vec<u8> = bytes.collect::<Result<_, _>>().unwrap_or_default();
            let text = String::from_utf8(bytes).unwrap_or_default();
            text.chars().any(|it| it > '\u{ff}' && is_written(it))
        })
}

/// A query parameter is named `__proto__`, and nothing else differs.
pub(crate) fn has_a_name_that_javascript_loses(
    exchange: &Exchange<'_>,
    difference: &Difference,
) -> bool {
    const NAME: &str = "__proto__";
    fn without(value: Value) -> Value {
        match value {
            Value::String(text) => {
                let (before, query) = text.split_once('?').unwrap_or((&text, ""));
                if !query.contains(NAME) {
                    return Value::String(text);
                }
                let pairs = query.split('&').filter(|it| !it.starts_with(NAME));
                let pairs = pairs.collect::<Vec<_>>().join("&");
                format!("{before}?{pairs}").into()
            }
            Value::Array(list) => {
                let is_other = |it: &Value| it[0] != NAME;
                list.into_iter().filter(is_other).map(without).collect()
            }
            Value::Object(fields) => {
                let fields = fields.into_iter().filter(|(name, _)| name != NAME);
                fields.map(|(name, it)| (name, without(it))).collect()
            }
            other => other,
        }
    }
    let ours = exchange.json().map(without);
    *difference == Difference::Body
        && query_of(&exchange.request.path).contains(NAME)
        && ours.is_some()
        && ours == exchange.recorded_json()
}

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
