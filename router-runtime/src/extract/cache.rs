//! The extractors of the cache: `Cache`, `CacheEntry`, `DataCache` and `Fetch`.
//!
//! The router passes these arguments to handlers directly. The implementations here are for extractors that wrap them.

use super::{RequestContext, UncachedRejection, UnroutedRejection};
#[cfg(feature = "fetch")]
use crate::fetch::Fetch;
use crate::{
    cache::{Cache, CacheEntry},
    data::DataCache,
};
use axum::{
    extract::FromRequestParts,
    http::{Extensions, request::Parts},
};

impl<S: Sync> FromRequestParts<S> for Cache {
    type Rejection = UnroutedRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, UnroutedRejection> {
        Ok(context(&parts.extensions, "Cache")?.cache.clone())
    }
}

impl<S: Sync> FromRequestParts<S> for CacheEntry {
    type Rejection = UncachedRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, UncachedRejection> {
        let entry = parts.extensions.get().cloned();
        entry.ok_or(UncachedRejection(()))
    }
}

impl<S: Sync> FromRequestParts<S> for DataCache {
    type Rejection = UnroutedRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, UnroutedRejection> {
        let request = &parts.extensions;
        Ok(context(request, "DataCache")?.data_cache(request))
    }
}

#[cfg(feature = "fetch")]
impl<S: Sync> FromRequestParts<S> for Fetch {
    type Rejection = UnroutedRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, UnroutedRejection> {
        let request = &parts.extensions;
        Ok(context(request, "Fetch")?.fetch(request))
    }
}

fn context<'r>(
    request: &'r Extensions,
    extractor: &'static str,
) -> Result<&'r RequestContext, UnroutedRejection> {
    RequestContext::of(request).ok_or(UnroutedRejection(extractor))
}
