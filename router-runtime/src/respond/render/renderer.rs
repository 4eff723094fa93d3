//! The rendering of one error.

use super::{
    accept::{ErrorFormat, accepts_anything},
    context::{ErrorContext, ErrorRequest},
};
use crate::{
    errors::{ErrorCause, Unrendered},
    observe::Indented,
    respond::{InternalError, panic_message},
};
use axum::{
    body::Body,
    http::{
        HeaderMap, HeaderName, HeaderValue, Response, StatusCode,
        header::{
            ACCEPT, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, SET_COOKIE,
            VARY,
        },
    },
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// The function that was passed to `builder().render_error`.
pub(crate) type RenderError = Arc<dyn Fn(&ErrorContext) -> Response<Body> + Send + Sync>;

/// The headers that describe the text which the rendered body replaces.
const OF_BODY: [HeaderName; 4] = [
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_TYPE,
];

/// Returns `true` if a client accepts everything alike, so that the error is a line of text. Nothing is parsed.
#[inline]
pub(crate) fn wants_text(headers: &HeaderMap) -> bool {
    if headers.is_empty() {
        return true;
    }
    let mut accept = headers.get_all(ACCEPT).iter();
    accepts_anything(accept.next()) && accept.next().is_none()
}

/// Renders the response to an error, which is a line of text with the headers of the error.
#[cold]
pub(crate) fn render(
    mut response: Response<Body>,
    cause: ErrorCause,
    request: ErrorRequest<'_>,
    render_error: Option<&RenderError>,
) -> Response<Body> {
    let is_text =
        || request.near_routes.is_none() && ErrorFormat::of(request.headers) == ErrorFormat::Text;
    if render_error.is_some() || !is_text() {
        let context = ErrorContext::new(response.status(), cause, request);
        let rendered = match render_error {
            Some(render_error) => call(render_error, &context),
            None => context.default_response(),
        };
        response = join(response, rendered);
    }
    vary_by_accept(response.headers_mut());
    response
}

/// Calls the user's function. No caller would catch a panic, and the connection would close without a response.
fn call(render_error: &RenderError, context: &ErrorContext) -> Response<Body> {
    catch_unwind(AssertUnwindSafe(|| render_error(context))).unwrap_or_else(|panic| {
        let message = panic_message(&*panic);
        tracing::error!("`render_error` panicked: {}", Indented(message));
        context.default_response()
    })
}

/// Returns the rendered response with the headers of the error that it does not set itself, such as `Allow`.
pub(crate) fn join(error: Response<Body>, rendered: Response<Body>) -> Response<Body> {
    let status = error.status();
    let mut headers = error.into_parts().0.headers;
    let (mut parts, body) = rendered.into_parts();
    for name in OF_BODY.iter().chain(parts.headers.keys()) {
        if ![SET_COOKIE, VARY].contains(name) {
            headers.remove(name);
        }
    }
    for (name, value) in &parts.headers {
        headers.append(name, value.clone());
    }
    parts.headers = headers;
    if parts.status == StatusCode::OK {
        // The function need not set the status.
        parts.status = status;
    }
    // It may have returned an error of the prelude.
    parts.extensions.remove::<Unrendered>();
    parts.extensions.remove::<InternalError>();
    Response::from_parts(parts, body)
}

/// Adds `Accept` to `Vary`.
fn vary_by_accept(headers: &mut HeaderMap) {
    let varies = headers.get_all(VARY).iter().any(|value| {
        let mut names = value.as_bytes().split(|byte| *byte == b',');
        names.any(|name| {
            let name = name.trim_ascii();
            name == b"*" || name.eq_ignore_ascii_case(ACCEPT.as_str().as_bytes())
        })
    });
    if !varies {
        headers.append(VARY, HeaderValue::from_static("accept"));
    }
}
