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
/// If the handler takes its request, that is copied before, else it is moved from what the handler leaves. For a page for errors, it is an
/// extension of the response to the error.
#[derive(Clone, Default)]
pub(crate) struct RequestHead {
    pub(super) method: Method,
    /// Without scheme and authority, if it is a copy that no user's function sees. `None` before the handler is called, and without a path.
    uri: Option<Uri>,
    /// `None` before the handler is called, and for code that only panics.
    client: Option<Client>,
}

/// The ways in which code that takes a request can fail.
#[derive(Clone, Copy)]
pub(super) enum Taker {
    /// It may return errors that are rendered for the client.
    ReturnsErrors,
    /// It can only panic.
    OnlyPanics,
}

/// The headers of a request that the renderer of an error reads.
#[derive(Clone)]
enum Client {
    /// `Accept`, of a request that was taken.
    Accept(Option<HeaderValue>),
    /// All headers.
    Headers(HeaderMap),
}

impl RequestHead {
    /// Moves what a handler left of its request into an empty head.
    #[inline]
    pub(super) fn take_remaining(&mut self, request: &mut Request) {
        mem::swap(&mut self.method, request.method_mut());
        // Part by part, since a move of all of them would be a call of `memcpy`; and swapped, since `mem::take` moves twice.
        if let none @ None = &mut self.uri {
            mem::swap(none.insert(Uri::default()), request.uri_mut());
        }
        if let none @ None = &mut self.client
            && let Client::Headers(headers) = none.insert(Client::Headers(HeaderMap::new()))
        {
            mem::swap(headers, request.headers_mut());
        }
    }

    /// Copies what is necessary of a request that is about to be taken: everything for the function of `render_error`, and for a page for
    /// errors.
    pub(super) fn of(
        request: &Request,
        options: Option<&ResponseOptions>,
        has_error_pages: bool,
        taker: Taker,
    ) -> Self {
        let method = request.method().clone();
        if has_error_pages || options.is_some_and(|options| options.render_error.is_some()) {
            return Self {
                method,
                uri: Some(request.uri().clone()),
                client: Some(Client::Headers(request.headers().clone())),
            };
        }
        let path = request.uri().path_and_query().cloned();
        Self {
            method,
            uri: path.map(Uri::from),
            client: match taker {
                Taker::ReturnsErrors => Some(Client::Accept(accept(request.headers()))),
                // The response to a panic has the default form.
                Taker::OnlyPanics => None,
            },
        }
    }

    pub(super) fn path(&self) -> &str {
        self.uri.as_ref().map_or("/", Uri::path)
    }

    /// Returns the request, without its body and extensions.
    pub(crate) fn into_request(self) -> Request<()> {
        let mut request = Request::new(());
        *request.method_mut() = self.method;
        *request.uri_mut() = self.uri.unwrap_or_default();
        *request.headers_mut() = match self.client {
            Some(Client::Headers(headers)) => headers,
            Some(Client::Accept(Some(accept))) => HeaderMap::from_iter([(ACCEPT, accept)]),
            Some(Client::Accept(None)) | None => HeaderMap::new(),
        };
        request
    }

    /// Renders the response to an error.
    #[cold]
    pub(super) fn render(
        self,
        response: Response<Body>,
        cause: ErrorCause,
        route: Option<&'static RouteInfo>,
        options: Option<&ResponseOptions>,
    ) -> Response<Body> {
        let request = self.into_request();
        let request = ErrorRequest {
            method: request.method(),
            uri: request.uri(),
            headers: request.headers(),
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
