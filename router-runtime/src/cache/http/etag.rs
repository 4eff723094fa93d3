//! Entity tags.

use axum::http::{
    HeaderMap, HeaderValue,
    header::{CONTENT_ENCODING, CONTENT_TYPE},
};
use xxhash_rust::xxh3::Xxh3;

/// Returns a strong entity tag: 128 bits of XXH3 over body, `Content-Type` and `Content-Encoding`. Equal responses have equal tags,
/// whenever they were generated.
pub(crate) fn etag_of(headers: &HeaderMap, body: &[u8]) -> HeaderValue {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let header = |name| headers.get(name).map_or(&b""[..], HeaderValue::as_bytes);
    let mut hasher = Xxh3::new();
    for part in [body, header(CONTENT_TYPE), header(CONTENT_ENCODING)] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.digest128();
    let digits = (0..22).map(|index| {
        // 128 bits are 21 digits of 6 bits and one of 2.
        let shift = 122_u32.saturating_sub(6 * index);
        let bits = if index == 21 {
            digest << 4
        } else {
            digest >> shift
        };
        char::from(DIGITS[(bits & 63) as usize])
    });
    let mut text = String::with_capacity(24);
    text.push('"');
    text.extend(digits);
    text.push('"');
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("\"\""))
}
