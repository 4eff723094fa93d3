//! Static metadata files, which are compiled into the executable.

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, header::CONTENT_TYPE},
};
use std::{fmt, sync::OnceLock};

/// A static metadata file. Generated code contains one for each.
pub struct Asset {
    name: &'static str,
    bytes: &'static [u8],
    headers: OnceLock<HeaderMap>,
}

impl Asset {
    /// Creates the asset of a file. Its content type follows from the name.
    pub const fn new(name: &'static str, bytes: &'static [u8]) -> Self {
        Self {
            name,
            bytes,
            headers: OnceLock::new(),
        }
    }

    pub(crate) fn bytes(&self) -> Bytes {
        Bytes::from_static(self.bytes)
    }

    /// Returns the headers of the response. `complete` adds to the content type when they are created.
    pub(crate) fn headers(&self, complete: impl FnOnce(&mut HeaderMap, &[u8])) -> &HeaderMap {
        self.headers.get_or_init(|| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, content_type(self.name));
            complete(&mut headers, self.bytes);
            headers
        })
    }
}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Asset").field(&self.name).finish()
    }
}

fn content_type(name: &str) -> HeaderValue {
    let extension = name.rsplit('.').next().unwrap_or_default();
    HeaderValue::from_static(match extension {
        "xml" => "application/xml",
        "txt" => "text/plain",
        "json" | "webmanifest" => "application/manifest+json",
        "ico" => "image/x-icon",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    })
}
