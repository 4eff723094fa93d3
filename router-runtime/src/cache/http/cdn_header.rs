//! The header field for CDNs.

use axum::http::HeaderName;

/// The field that CDNs obey before `Cache-Control` (RFC 9213, section 3).
const CDN_CACHE_CONTROL: HeaderName = HeaderName::from_static("cdn-cache-control");

/// The header field that allows CDNs to store a response of a cached route.
///
/// Browsers and other shared caches read `Cache-Control: public, max-age=0, s-maxage=60`. Browsers revalidate each time, and usually get
/// a 304, so that they show the new response after an invalidation. A CDN may also send its stale copy while it requests a new response.
/// That needs a field which browsers ignore.
///
/// ```
/// use axum::http::HeaderName;
/// use router_runtime::{CacheOptions, CdnHeader};
///
/// // For a CDN that does not know `CDN-Cache-Control`.
/// let name = HeaderName::from_static("surrogate-control");
/// let options = CacheOptions::new().cdn_header(CdnHeader::Named(name));
/// assert!(options.check().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CdnHeader {
    /// `CDN-Cache-Control: max-age=60, stale-while-revalidate=31535940` ([RFC 9213](https://www.rfc-editor.org/rfc/rfc9213)).
    #[default]
    Standard,
    /// The same value in a field with this name, such as `Surrogate-Control`.
    Named(HeaderName),
    /// No field for CDNs, and the value of Next.js for all caches: `Cache-Control: s-maxage=60, stale-while-revalidate=31535940`.
    /// Browsers that obey `stale-while-revalidate` show the old response once after an invalidation.
    NextJs,
}

impl CdnHeader {
    /// The name of the field.
    pub(super) fn name(&self) -> Option<HeaderName> {
        match self {
            Self::Standard => Some(CDN_CACHE_CONTROL),
            Self::Named(name) => Some(name.clone()),
            Self::NextJs => None,
        }
    }

    /// Returns `true` if the name is not that of a field with another meaning.
    pub(crate) fn is_usable(&self) -> bool {
        // Fields that describe the response, its connection or its age, and that responses of the cache may have.
        const OTHERS: [&str; 14] = [
            "age",
            "cache-control",
            "cache-status",
            "connection",
            "date",
            "etag",
            "expires",
            "last-modified",
            "link",
            "location",
            "set-cookie",
            "trailer",
            "transfer-encoding",
            "vary",
        ];
        match self {
            Self::Named(name) => {
                let name = name.as_str();
                !OTHERS.contains(&name) && !name.starts_with("content-")
            }
            Self::Standard | Self::NextJs => true,
        }
    }
}
