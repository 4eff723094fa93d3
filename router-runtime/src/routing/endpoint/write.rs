//! The invalidation after a successful write (RFC 9111 section 4.4).

use crate::{
    cache::{Engine, Invalidation},
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
        outcome: Outcome::Unknown,
    };
    ResponseFuture::unwatched(Box::pin(async move {
        let response = response.response().await;
        guard.outcome = if is_success(response.status()) {
            Outcome::Written(guard.target.others(&response))
        } else {
            Outcome::Failed
        };
        drop(guard);
        response
    }))
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

/// The outcome of a write.
enum Outcome {
    /// The client disconnected before the response. The write may have taken effect.
    Unknown,
    Failed,
    /// The write took effect, also on these other paths.
    Written(Vec<String>),
}

/// A write in progress. A client that disconnects drops the response.
struct ExpireOnDrop {
    cache: Arc<Engine>,
    target: WriteTarget,
    outcome: Outcome,
}

impl Drop for ExpireOnDrop {
    fn drop(&mut self) {
        let path = &self.target.path;
        match &self.outcome {
            Outcome::Unknown => {
                let soft = Invalidation::Soft { deadline: None };
                self.cache.expire_written(path, &[], soft);
            }
            Outcome::Failed => {}
            Outcome::Written(others) => {
                self.cache.expire_written(path, others, Invalidation::Hard);
            }
        }
    }
}
