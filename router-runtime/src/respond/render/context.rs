//! An error and its request, for renderers.

use super::{accept::ErrorFormat, html, json, routes::RouteList};
use crate::{
    errors::{ErrorCause, TEXT, text_body},
    observe::{self, RequestId},
    table::RouteInfo,
};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header::CONTENT_TYPE},
    response::Response,
};

/// The request of an error.
#[derive(Clone, Copy)]
pub(crate) struct ErrorRequest<'r> {
    pub(crate) method: &'r Method,
    pub(crate) uri: &'r Uri,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) route: Option<&'static RouteInfo>,
    /// The routes for a 404 of a debug build.
    pub(crate) near_routes: Option<&'r RouteList>,
}

/// An error that the router responds with, and its request: the argument of
/// [`render_error`](crate::AppBuilder::render_error), and an extractor for `error.rs` and `not-found.rs`.
///
/// As in handlers, the path of the request does not contain the [base path](crate::AppBuilder::base_path).
///
/// ```
/// use router_runtime::prelude::*;
///
/// // app/shop/error.rs
/// pub async fn error(error: ErrorContext) -> Html<String> {
///     Html(format!("<h1>{}</h1>", error.reason()))
/// }
/// ```
#[derive(Clone, Debug)]
pub struct ErrorContext {
    status: StatusCode,
    cause: ErrorCause,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    route: Option<&'static RouteInfo>,
    request_id: Option<RequestId>,
    format: ErrorFormat,
    near_routes: Option<RouteList>,
}

impl ErrorContext {
    pub(crate) fn new(status: StatusCode, cause: ErrorCause, request: ErrorRequest<'_>) -> Self {
        Self {
            status,
            cause,
            method: request.method.clone(),
            uri: request.uri.clone(),
            headers: request.headers.clone(),
            route: request.route,
            request_id: observe::request_id(),
            format: ErrorFormat::of(request.headers),
            near_routes: request.near_routes.cloned(),
        }
    }

    /// Returns the status of the response.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the cause of the error.
    pub fn cause(&self) -> &ErrorCause {
        &self.cause
    }

    /// Returns the method of the request.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the URI of the request.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns the headers of the request.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the route that matched the request, if there is one.
    pub fn route(&self) -> Option<&'static RouteInfo> {
        self.route
    }

    /// Returns the id of the request, if the application has [`request_ids`](crate::AppBuilder::request_ids).
    pub fn request_id(&self) -> Option<&RequestId> {
        self.request_id.as_ref()
    }

    /// Returns the form that the client prefers by its `Accept` header (RFC 9110, section 12.5.1). Without a preference it is text.
    pub fn format(&self) -> ErrorFormat {
        self.format
    }

    /// Returns the reason phrase of the status, such as `Not Found`.
    pub fn reason(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Error")
    }

    /// Returns one or two sentences for people: the text of the [cause](ErrorCause::message), or else an explanation of the status.
    ///
    /// The text may contain parts of the request. Escape it in HTML.
    pub fn message(&self) -> &str {
        let explained = match self.status.as_u16() {
            401 => "Please sign in to continue.",
            403 => "You do not have permission to do this.",
            404 => "There is nothing at this address.",
            405 => "This address does not support the method of the request.",
            408 => "The request took too long to arrive. Please try again.",
            413 => "The request is too large.",
            414 => "The address is too long.",
            415 => "The format of the request is not supported.",
            429 => "There were too many requests. Please try again later.",
            503 => "The server is busy. Please try again in a moment.",
            504 => "The response took too long. Please try again.",
            400..=499 => "The request is not valid.",
            _ => "Something went wrong on the server. Please try again later.",
        };
        self.cause.message().unwrap_or(explained)
    }

    /// Returns the response that is sent without a renderer: text, a page or problem details, as the client prefers.
    ///
    /// In a debug build, the 404 of `serve()` for a path without a route lists the routes, unless a `not-found.rs` or the handler of
    /// [`not_found`](crate::AppBuilder::not_found) responds to it.
    pub fn default_response(&self) -> Response {
        let (kind, body) = match self.format {
            ErrorFormat::Text => (TEXT, self.text()),
            ErrorFormat::Html => {
                let kind = HeaderValue::from_static("text/html; charset=utf-8");
                (
                    kind,
                    Body::from(html::page(
                        (self.status, self.reason(), self.message()),
                        self.near_routes.as_ref(),
                    )),
                )
            }
            ErrorFormat::Json => {
                let kind = HeaderValue::from_static("application/problem+json");
                (
                    kind,
                    Body::from(json::problem(
                        self.status,
                        self.reason(),
                        self.cause.message(),
                        self.near_routes.as_ref(),
                    )),
                )
            }
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        response.headers_mut().insert(CONTENT_TYPE, kind);
        response
    }

    fn text(&self) -> Body {
        let text = text_body(self.status, &self.cause);
        let Some(routes) = &self.near_routes else {
            return Body::from(text);
        };
        let mut text = String::from_utf8_lossy(&text).into_owned();
        // A `String` never fails.
        _ = routes.write_text(&mut text);
        Body::from(text)
    }
}
