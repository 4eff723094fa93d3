//! The extractor for the id of one of several sitemaps.

use crate::errors::{ErrorCause, error_response};
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode_str;
use std::{fmt, str::FromStr};

/// An extractor for the id in `/sitemap/0.xml`, usually one that `generate_sitemaps` lists.
///
/// ```
/// use router_runtime::metadata::{Sitemap, SitemapId, SitemapUrl};
///
/// pub async fn generate_sitemaps() -> Vec<u16> {
///     vec![0, 1, 2]
/// }
///
/// pub async fn sitemap(SitemapId(id): SitemapId<u16>) -> Sitemap {
///     let first = u32::from(id) * 50_000;
///     (first..first + 50_000)
///         .map(|item| SitemapUrl::new(format!("https://acme.com/items/{item}")))
///         .collect()
/// }
/// ```
///
/// The id can have any type that implements [`FromStr`]. A request whose id cannot be parsed is rejected with 404. A request with an id
/// that is not listed reaches the handler, unless the file exports `pub const dynamic_params: bool = false;`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SitemapId<T>(pub T);

/// The rejection of [`SitemapId`], a 404.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SitemapIdRejection;

impl fmt::Display for SitemapIdRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid sitemap id")
    }
}

impl std::error::Error for SitemapIdRejection {}

impl IntoResponse for SitemapIdRejection {
    fn into_response(self) -> Response {
        error_response(StatusCode::NOT_FOUND, ErrorCause::NoRoute)
    }
}

impl<S: Sync, T: FromStr> FromRequestParts<S> for SitemapId<T> {
    type Rejection = SitemapIdRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, SitemapIdRejection> {
        let name = parts.uri.path().rsplit('/').next().unwrap_or_default();
        let name = percent_decode_str(name).decode_utf8();
        let id = name
            .as_ref()
            .ok()
            .and_then(|name| name.strip_suffix(".xml"));
        let id = id.and_then(|id| id.parse().ok());
        id.map(Self).ok_or(SitemapIdRejection)
    }
}
