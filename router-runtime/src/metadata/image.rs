//! Images with a content type.

use axum::{
    body::Bytes,
    http::{HeaderValue, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};

/// The response of `icon.rs`, `apple-icon.rs`, `opengraph-image.rs` and `twitter-image.rs`.
///
/// These files can also return bytes. The content type is then detected from the first bytes.
///
/// ```
/// use router_runtime::metadata::Image;
///
/// pub async fn icon() -> Image {
///     Image::svg(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>"#)
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    content_type: HeaderValue,
    bytes: Bytes,
}

macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident = $content_type:literal;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(bytes: impl Into<Bytes>) -> Self {
                Self::new(HeaderValue::from_static($content_type), bytes)
            }
        )*
    };
}

impl Image {
    /// Creates an image with any content type.
    pub fn new(content_type: HeaderValue, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self {
            content_type,
            bytes,
        }
    }

    constructors! {
        /// Creates an image with the content type `image/png`.
        png = "image/png";
        /// Creates an image with the content type `image/jpeg`.
        jpeg = "image/jpeg";
        /// Creates an image with the content type `image/gif`.
        gif = "image/gif";
        /// Creates an image with the content type `image/svg+xml`.
        svg = "image/svg+xml";
        /// Creates an image with the content type `image/webp`.
        webp = "image/webp";
        /// Creates an image with the content type `image/x-icon`.
        ico = "image/x-icon";
    }
}

impl IntoResponse for Image {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, self.content_type)], self.bytes).into_response()
    }
}

/// Returns the content type of an image, detected from its first bytes (<https://mimesniff.spec.whatwg.org/#image-type-pattern-matching-algorithm>).
pub(crate) fn sniffed(bytes: &[u8]) -> Option<HeaderValue> {
    let known: [(&[u8], &'static str); 6] = [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"\0\0\x01\0", "image/x-icon"),
        (b"<svg", "image/svg+xml"),
        (b"<?xml", "image/svg+xml"),
    ];
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(HeaderValue::from_static("image/webp"));
    }
    let found = known.iter().find(|(start, _)| bytes.starts_with(start));
    found.map(|(_, content_type)| HeaderValue::from_static(content_type))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_detected_from_the_first_bytes() {
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0"[..], Some("image/png")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"GIF89a", Some("image/gif")),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", Some("image/webp")),
            (b"RIFF", None),
            (b"\0\0\x01\0\x01", Some("image/x-icon")),
            (b"<svg xmlns=", Some("image/svg+xml")),
            (b"hello", None),
            (b"", None),
        ] {
            let found = sniffed(bytes);
            let found = found.as_ref().map(|it| it.to_str().unwrap());
            assert_eq!(found, expected, "{bytes:?}");
        }
    }
}
