use axum::{extract::FromRequestParts, http::request::Parts};
use std::convert::Infallible;

/// Of the same name.
pub struct CacheEntry;

impl<S: Sync> FromRequestParts<S> for CacheEntry {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self)
    }
}

pub async fn GET(_: CacheEntry) {}
