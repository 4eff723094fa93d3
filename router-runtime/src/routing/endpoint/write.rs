//! The invalidation after a successful write (RFC 9111 section 4.4).

use crate::{cache::Engine, routing::handler::ResponseFuture};
use axum::http::Method;
use std::sync::Arc;

pub(super) fn is_write(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(method)
}

/// Expires the cached response of the path once a write to it succeeded, before its response is sent.
pub(super) fn expire_after(
    response: ResponseFuture,
    cache: Arc<Engine>,
    path: String,
) -> ResponseFuture {
    let mut guard = ExpireOnDrop {
        cache,
        path,
        may_have_changed: true,
    };
    ResponseFuture::unwatched(Box::pin(async move {
        let response = response.response().await;
        let status = response.status();
        guard.may_have_changed = status.is_success() || status.is_redirection();
        drop(guard);
        response
    }))
}

/// A write in progress. A client that disconnects drops the response, but the write may have taken effect.
struct ExpireOnDrop {
    cache: Arc<Engine>,
    path: String,
    may_have_changed: bool,
}

impl Drop for ExpireOnDrop {
    fn drop(&mut self) {
        if self.may_have_changed {
            self.cache.expire_written(&self.path);
        }
    }
}
