//! Public files. They take precedence over routes with parameters, and static routes over them.

#[cfg(feature = "compression")]
mod compress;
mod encoding;
mod file;
mod folder;
mod loaded;
mod memory;
mod place;
mod send;
mod serve_dir;

pub(crate) use folder::{MissingFolder, PublicFolder};
pub use place::BuiltWithPublic;

use self::memory::Memory;
use crate::{
    cache::Clock,
    errors::{ErrorCause, error_response},
    matching::{Matcher, Resolution, Segment},
    routing::handler::{Call, ResponseFuture, empty},
    table::RouteTable,
};
use axum::{
    body::Body,
    http::{HeaderValue, Method, Response, StatusCode, header::ALLOW},
};
use std::sync::Arc;

const ALLOWED_METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

/// The public files of an application.
pub(crate) struct PublicFiles {
    folder: Arc<PublicFolder>,
    memory: Arc<Memory>,
}

impl PublicFiles {
    /// Creates the files of a folder, whose changes are noticed by this clock.
    pub(crate) fn new(folder: Arc<PublicFolder>, clock: Clock) -> Self {
        Self {
            memory: Arc::new(Memory::new(folder.len(), clock)),
            folder,
        }
    }

    /// Returns for each route whether its pattern matches the path of a file, which then takes precedence.
    pub(crate) fn shadowed_routes(&self, matcher: &Matcher, routes: &RouteTable) -> Vec<bool> {
        let mut shadowed = vec![false; routes.len()];
        for path in self.folder.paths() {
            let resolution = match matcher.resolve(path) {
                // To a path with an added slash, or without a superfluous escape.
                Resolution::Redirect(path) => matcher.resolve(&path),
                resolution => resolution,
            };
            let Resolution::Route(route) = resolution else {
                continue;
            };
            let mut segments = routes.as_slice()[route].segments.iter();
            if segments.all(|segment| matches!(segment, Segment::Static(_))) {
                tracing::warn!("public file `{path}` is never sent: a route has the same path");
            } else {
                shadowed[route] = true;
            }
        }
        shadowed
    }

    /// Returns the response with the file of this path, if there is one.
    pub(crate) fn respond<S: Send + Sync + 'static>(
        &self,
        call: &mut Call<'_, S>,
    ) -> Option<ResponseFuture> {
        let file = self.folder.file(call.request().uri().path())?;
        let method = call.request().method();
        if method == Method::GET || method == Method::HEAD {
            if let Some(response) = self.memory.respond(file, call.request()) {
                return Some(ResponseFuture::ready(response));
            }
            let request = call.error_request();
            let response = send::send(Arc::clone(file), Arc::clone(&self.memory), call.take());
            return Some(request.render_later(response));
        }
        if method == Method::OPTIONS {
            return Some(ResponseFuture::ready(with_allow(empty(
                StatusCode::NO_CONTENT,
            ))));
        }
        let (status, cause) = (StatusCode::METHOD_NOT_ALLOWED, ErrorCause::MethodNotAllowed);
        Some(call.respond(with_allow(error_response(status, cause))))
    }
}

fn with_allow(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(ALLOW, ALLOWED_METHODS);
    response
}
