//! The invalidation after a successful write (RFC 9111 section 4.4).

use crate::{
    cache::{Effect, Engine},
    routing::handler::ResponseFuture,
};
use axum::{
    body::Body,
    extract::Request,
    http::{
        HeaderValue, Method, Response, StatusCode, Uri,
        header::{CONTENT_LOCATION, HOST, LOCATION},
    },
};
use std::sync::Arc;

pub(super) fn is_write(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(method)
}

/// Expires the cached response of the path once a write to it succeeded, before its response is sent.
pub(super) fn expire_after(
    response: ResponseFuture,
    cache: Arc<Engine>,
    target: WriteTarget,
) -> ResponseFuture {
    let mut guard = ExpireOnDrop {
        cache,
        target,
        is_complete: false,
    };
    ResponseFuture::unwatched(async move {
        let response = response.response().await;
        guard.is_complete = true;
        if is_success(response.status()) {
            let (path, others) = (&guard.target.path, guard.target.others(&response));
            let tags = guard.cache.expire_written(path, &others, Effect::Hard);
            // The write has taken effect, with or without a second tier.
            let _ = guard.cache.accept(tags, Effect::Hard).await;
        }
        response
    })
}

/// Returns `true` if the status means that something was written. 307 and 308 ask the client to repeat the request elsewhere.
fn is_success(status: StatusCode) -> bool {
    status.is_success()
        || [
            StatusCode::MOVED_PERMANENTLY,
            StatusCode::FOUND,
            StatusCode::SEE_OTHER,
        ]
        .contains(&status)
}

/// The target of a write.
pub(super) struct WriteTarget {
    path: String,
    host: Option<HeaderValue>,
}

impl WriteTarget {
    pub(super) fn of(request: &Request) -> Self {
        Self {
            path: request.uri().path().to_owned(),
            host: request.headers().get(HOST).cloned(),
        }
    }

    /// Returns the other paths on this host that the response names: its `Content-Location`, and the `Location` of a 201. The
    /// `Location` of a redirect may come from the request.
    fn others(&self, response: &Response<Body>) -> Vec<String> {
        let headers = response.headers();
        let location = headers
            .get(LOCATION)
            .filter(|_| response.status() == StatusCode::CREATED);
        let texts = headers.get(CONTENT_LOCATION).into_iter().chain(location);
        texts.filter_map(|text| self.path_of(text)).collect()
    }

    fn path_of(&self, text: &HeaderValue) -> Option<String> {
        let text = text.to_str().ok()?;
        let text = text.split('#').next()?;
        let uri: Uri = text.parse().ok()?;
        let is_on_this_host = match uri.authority() {
            Some(authority) => self.host.as_ref().is_some_and(|host| {
                let host = host.as_bytes();
                host.eq_ignore_ascii_case(authority.as_str().as_bytes())
            }),
            None => text.starts_with('/'),
        };
        is_on_this_host.then(|| uri.path().to_owned())
    }
}

/// A write in progress. A client that disconnects drops it before the response; the write may have taken effect.
struct ExpireOnDrop {
    cache: Arc<Engine>,
    target: WriteTarget,
    /// `true` if there is a response.
    is_complete: bool,
}

impl Drop for ExpireOnDrop {
    fn drop(&mut self) {
        if !self.is_complete {
            let path = &self.target.path;
            let tags = self.cache.expire_written(path, &[], Effect::Soft);
            self.cache.accept_later(tags, Effect::Soft);
        }
    }
}
