//! The responses that are worth compressing, and may be.

use axum::http::{
    HeaderMap, StatusCode,
    header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE},
};

/// The size in bytes from which a body is compressed.
pub(crate) const MIN_BYTES: u16 = 1024;

/// Returns `true` for a response with a body of text that may be compressed.
///
/// `Cache-Control: no-transform` excludes it (RFC 9111, section 5.2.2.6), as does a header that digests the body.
pub(crate) fn is_suitable(status: StatusCode, headers: &HeaderMap) -> bool {
    const EXCLUDING: [&str; 4] = ["content-digest", "content-md5", "digest", "repr-digest"];
    status != StatusCode::PARTIAL_CONTENT
        && is_text(headers)
        && !headers.contains_key(CONTENT_ENCODING)
        && !headers.contains_key(CONTENT_RANGE)
        && !EXCLUDING.iter().any(|name| headers.contains_key(*name))
        && !has_no_transform(headers)
}

/// Returns `true` if the content type is one of text, except streams of events, which are for reading one at a time.
fn is_text(headers: &HeaderMap) -> bool {
    const TYPES: [&str; 5] = [
        "application/javascript",
        "application/json",
        "application/manifest+json",
        "application/xml",
        "application/x-ndjson",
    ];
    let Some(content_type) = headers.get(CONTENT_TYPE) else {
        return false;
    };
    let essence = content_type.as_bytes().split(|byte| *byte == b';').next();
    let essence = essence.map(|it| String::from_utf8_lossy(it.trim_ascii()).to_ascii_lowercase());
    let essence = essence.unwrap_or_default();
    (essence.starts_with("text/") && essence != "text/event-stream")
        || TYPES.contains(&&*essence)
        || essence.ends_with("+json")
        || essence.ends_with("+xml")
}

fn has_no_transform(headers: &HeaderMap) -> bool {
    let values = headers.get_all(CACHE_CONTROL).iter();
    let mut directives = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    directives.any(|it| it.trim_ascii().eq_ignore_ascii_case(b"no-transform"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    #[test]
    fn text_that_nothing_excludes_is_suitable() {
        let html = ("content-type", "text/html; charset=utf-8");
        for (headers, status, expected) in [
            (&[html][..], 200, true),
            (&[html], 404, true),
            (&[html], 206, false),
            (&[], 200, false),
            (&[("content-type", "Application/JSON")], 200, true),
            (&[("content-type", "application/problem+json")], 200, true),
            (&[("content-type", "image/svg+xml")], 200, true),
            (&[("content-type", "image/png")], 200, false),
            (&[("content-type", "text/event-stream")], 200, false),
            (&[html, ("content-encoding", "gzip")], 200, false),
            (&[html, ("repr-digest", "x")], 200, false),
            (
                &[html, ("cache-control", "public, No-Transform")],
                200,
                false,
            ),
            (&[html, ("cache-control", "public")], 200, true),
        ] {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.insert(
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                );
            }
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(is_suitable(status, &map), expected, "{status} {headers:?}");
        }
    }
}
