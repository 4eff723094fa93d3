//! The method, the URI and the headers of a request, for the log of a failure and the response to it.

use super::options::ResponseOptions;
use crate::{
    errors::ErrorCause,
    respond::{ErrorRequest, render},
    table::RouteInfo,
};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, Response, Uri, header::ACCEPT},
};
use std::mem;

/// The parts of a request that the log of a failure and its response contain.
///
/// If the handler takes its request, that is copied before, else it is moved from what the handler leaves.
pub(crate) struct RequestLine {
    pub(super) method: Method,
    /// Without scheme and authority, if it is a copy that no function of `render_error` sees.
    uri: Uri,
    client: Client,
}

/// The headers of a request that the renderer of an error reads.
enum Client {
    /// `Accept`, of a request that was taken.
    Accept(Option<HeaderValue>),
    /// All headers.
    Headers(HeaderMap),
}

impl RequestLine {
    /// Moves what a handler left of its request.
    #[inline]
    pub(super) fn of_remaining(request: &mut Request) -> Self {
        Self {
            method: mem::take(request.method_mut()),
            uri: mem::take(request.uri_mut()),
            client: Client::Headers(mem::take(request.headers_mut())),
        }
    }

    /// Copies what is necessary of a request that is about to be taken: everything for the function of `render_error`.
    pub(super) fn of(request: &Request, options: Option<&ResponseOptions>) -> Self {
        let method = request.method().clone();
        if options.is_some_and(|options| options.render_error.is_some()) {
            return Self {
                method,
                uri: request.uri().clone(),
                client: Client::Headers(request.headers().clone()),
            };
        }
        let path = request.uri().path_and_query().cloned();
        Self {
            method,
            uri: path.map(Uri::from).unwrap_or_default(),
            client: Client::Accept(accept(request.headers())),
        }
    }

    pub(super) fn path(&self) -> &str {
        self.uri.path()
    }

    /// Renders the response to an error.
    #[cold]
    pub(super) fn render(
        &self,
        response: Response<Body>,
        cause: ErrorCause,
        route: Option<&'static RouteInfo>,
        options: Option<&ResponseOptions>,
    ) -> Response<Body> {
        let copy;
        let headers = match &self.client {
            Client::Headers(headers) => headers,
            Client::Accept(accept) => {
                copy = accept.iter().map(|it| (ACCEPT, it.clone())).collect();
                &copy
            }
        };
        let request = ErrorRequest {
            method: &self.method,
            uri: &self.uri,
            headers,
            route,
            near_routes: None,
        };
        let render_error = options.and_then(|options| options.render_error.as_ref());
        render(response, cause, request, render_error)
    }
}

/// Returns the fields of `Accept` as one.
fn accept(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut values = headers.get_all(ACCEPT).iter();
    let first = values.next()?;
    let Some(second) = values.next() else {
        return Some(first.clone());
    };
    let all = [first, second].into_iter().chain(values);
    let all: Vec<_> = all.map(HeaderValue::as_bytes).collect();
    HeaderValue::from_bytes(&all.join(&b","[..])).ok()
}
