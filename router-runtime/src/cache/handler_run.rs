//! Runs of a handler for the cache: the request that it sees, and the mark by which invalidations are refused in it.

use super::{cache_entry::CacheEntry, dependencies::Dependencies, key::Key, policy::Policy};
use crate::errors::{ErrorCause, error_response};
use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header::COOKIE},
};
use std::{future::Future, pin::Pin, sync::Arc};

/// A handler that runs for the cache.
pub(crate) type GenerateFuture = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// Runs the handler of a route, or the future of data, with a request made by the cache.
pub(crate) type Generate = Arc<dyn Fn(Request<Body>) -> GenerateFuture + Send + Sync>;

tokio::task_local! {
    static IN_CACHED_RUN: ();
}

/// Returns `true` if the caller is a handler that the cache runs, even for one request only.
pub(crate) fn is_in_cached_run() -> bool {
    IN_CACHED_RUN.try_with(|()| ()).is_ok()
}

/// The purpose of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunKind {
    /// The data that it uses becomes its dependencies.
    ForCache,
    /// It is for one request.
    ForOneRequest,
}

/// Runs the handler for the cache. What it says of its entry, and the data that it uses, is noted in `dependencies`.
pub(crate) async fn run(
    generate: &Generate,
    key: &Key,
    policy: &Policy,
    dependencies: &Dependencies,
    kind: RunKind,
) -> Response<Body> {
    let Some(mut request) = request(key, policy) else {
        return error_response(StatusCode::URI_TOO_LONG, ErrorCause::InvalidPath);
    };
    let extensions = request.extensions_mut();
    if kind == RunKind::ForCache {
        extensions.insert(dependencies.clone());
    }
    if !key.is_data() {
        extensions.insert(CacheEntry::new(dependencies.clone()));
    }
    IN_CACHED_RUN.scope((), generate(request)).await
}

/// Returns the request that a cached handler sees: GET, the canonical path, and the parts that its route declares.
///
/// `None` if that is too long for a URI: escaped again, a path may be three times as long as it was sent.
fn request(key: &Key, policy: &Policy) -> Option<Request<Body>> {
    let mut request = Request::new(Body::empty());
    if key.is_data() {
        return Some(request);
    }
    let target = match key.variant() {
        Some(variant) if !variant.query.is_empty() => {
            format!("{}?{}", key.path(), variant.query)
        }
        _ => key.path().to_owned(),
    };
    *request.uri_mut() = target.parse().ok()?;
    if let Some(variant) = key.variant() {
        for (name, value) in policy.vary.iter().zip(&variant.headers) {
            if let Some(value) = value {
                request.headers_mut().insert(name, value.clone());
            }
        }
        if let Some(cookies) = &variant.cookies {
            request.headers_mut().insert(COOKIE, cookies.clone());
        }
    }
    Some(request)
}
