//! Errors that the router responds with where no handler runs.

use super::{
    Call,
    future::ResponseFuture,
    request_head::RequestHead,
    respond::{with_true_length, without_body},
    shared::Shared,
};
use crate::{
    errors::{ErrorCause, error_response, text_headers, text_response, unrendered},
    respond::{ErrorRequest, RenderError, RouteList, render, wants_text},
    table::RouteInfo,
};
use axum::{
    body::Body,
    extract::Request,
    http::{Method, Response, StatusCode},
};
use std::sync::{Arc, atomic::Ordering};

impl<S> Shared<S> {
    fn info(&self, route: Option<usize>) -> Option<&'static RouteInfo> {
        route.map(|route| self.patterns[route].info)
    }

    pub(super) fn render_error(&self) -> Option<&RenderError> {
        self.response_options.as_ref()?.render_error.as_ref()
    }

    /// Returns `true` if an error is a line of text for this client: without `render_error`, and without a preference of the client.
    #[inline]
    fn is_text(&self, request: &Request) -> bool {
        self.response_options.is_none() && wants_text(request.headers())
    }

    /// Returns `true` if the response to an error lists the routes: that of a server of a debug build, if no route matches.
    #[inline]
    fn lists_routes(&self, route: Option<usize>, cause: &ErrorCause) -> bool {
        cfg!(debug_assertions)
            && route.is_none()
            && matches!(cause, ErrorCause::NoRoute)
            && self.is_served.load(Ordering::Relaxed)
    }

    fn near_routes(
        &self,
        request: &Request,
        route: Option<usize>,
        cause: &ErrorCause,
    ) -> Option<RouteList> {
        self.lists_routes(route, cause).then(|| {
            let routes = self.patterns.iter().map(|pattern| pattern.info);
            let options = self.response_options.as_ref();
            let links = options.and_then(|options| options.links.clone());
            RouteList::near(request.uri().path(), routes, links)
        })
    }

    /// Renders a response, if it is an unrendered error, for this request to the route.
    #[inline]
    pub(crate) fn render(
        &self,
        request: &Request,
        route: Option<usize>,
        mut response: Response<Body>,
    ) -> Response<Body> {
        match unrendered(&mut response) {
            Some(cause) => self.render_cause(request, route, response, cause),
            None => response,
        }
    }

    #[cold]
    pub(crate) fn render_cause(
        &self,
        request: &Request,
        route: Option<usize>,
        response: Response<Body>,
        cause: ErrorCause,
    ) -> Response<Body> {
        let near_routes = self.near_routes(request, route, &cause);
        let error = ErrorRequest {
            method: request.method(),
            uri: request.uri(),
            headers: request.headers(),
            route: self.info(route),
            near_routes: near_routes.as_ref(),
        };
        let response = render(response, cause, error, self.render_error());
        complete(response, request.method())
    }

    /// Returns the response to an error that has no headers of its own.
    pub(crate) fn error(
        &self,
        request: &Request,
        route: Option<usize>,
        status: StatusCode,
        cause: ErrorCause,
    ) -> Response<Body> {
        if self.is_text(request) && !self.lists_routes(route, &cause) {
            let response = text_response(status, text_headers());
            return for_method(response, request.method());
        }
        self.render_cause(request, route, error_response(status, cause.clone()), cause)
    }
}

impl<S> Call<'_, S> {
    /// Returns the response to an error that has no headers of its own.
    pub(crate) fn error(&mut self, status: StatusCode, cause: ErrorCause) -> ResponseFuture {
        let route = self.route();
        ResponseFuture::ready(self.shared().error(self.request(), route, status, cause))
    }

    /// Renders a response, if it is an unrendered error.
    pub(crate) fn respond(&mut self, response: Response<Body>) -> ResponseFuture {
        let (shared, route) = (self.shared(), self.route());
        ResponseFuture::ready(shared.render(self.request(), route, response))
    }

    /// Copies what is necessary of the request, for a response that another future returns.
    pub(crate) fn error_request(&self) -> RequestOfError<S> {
        RequestOfError {
            shared: Arc::clone(self.shared()),
            head: self.request_head(),
            route: self.route(),
        }
    }

    /// Returns the response to an error with headers of its own: `text` for a client without a preference, else `unrendered`.
    pub(crate) fn error_with(
        &mut self,
        text: impl FnOnce() -> Response<Body>,
        unrendered: impl FnOnce() -> Response<Body>,
    ) -> ResponseFuture {
        let (shared, route) = (self.shared(), self.route());
        let request = &*self.request();
        ResponseFuture::ready(if shared.is_text(request) {
            for_method(text(), request.method())
        } else {
            shared.render(request, route, unrendered())
        })
    }
}

/// A request whose response may turn out to be an error.
pub(crate) struct RequestOfError<S> {
    shared: Arc<Shared<S>>,
    head: RequestHead,
    route: Option<usize>,
}

impl<S: Send + Sync + 'static> RequestOfError<S> {
    /// Renders the response of a future, if it is an unrendered error.
    pub(crate) fn render_later(
        self,
        response: impl Future<Output = Response<Body>> + Send + 'static,
    ) -> ResponseFuture {
        ResponseFuture::unwatched(async move {
            let mut response = response.await;
            let Some(cause) = unrendered(&mut response) else {
                return response;
            };
            let Self {
                shared,
                head,
                route,
            } = self;
            let (method, options) = (head.method.clone(), shared.response_options.as_deref());
            let response = head.render(response, cause, shared.info(route), options);
            complete(response, &method)
        })
    }
}

/// Removes the body of a response to HEAD, and corrects the length that the function of `render_error` declares.
fn complete(response: Response<Body>, method: &Method) -> Response<Body> {
    if *method == Method::HEAD {
        without_body(response)
    } else {
        with_true_length(response)
    }
}

/// Removes the body of a response to HEAD.
fn for_method(response: Response<Body>, method: &Method) -> Response<Body> {
    if *method == Method::HEAD {
        without_body(response)
    } else {
        response
    }
}
