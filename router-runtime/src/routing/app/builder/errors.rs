//! The options for errors.

use super::AppBuilder;
use crate::{
    respond::ErrorContext,
    routing::{endpoint::ErrorHandler, handler::HandlerFuture},
};
use axum::{handler::Handler, response::IntoResponse};
use std::sync::Arc;

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    /// Sets the handler of paths that no route matches, and of pages that return `not_found()`, in place of the `not-found.rs` of the app
    /// folder. Its status 200 becomes 404. It has no layouts.
    #[must_use]
    pub fn not_found<H, T>(mut self, handler: H) -> Self
    where
        H: Handler<T, S> + Sync,
    {
        let call = move |request, state| -> HandlerFuture {
            HandlerFuture::new(handler.clone().call(request, state))
        };
        self.options.not_found = Some(ErrorHandler::Custom(Arc::new(call)));
        self
    }

    /// Sets the function that renders errors: the body and the headers of every error that the router responds with.
    ///
    /// | status | cause |
    /// |---|---|
    /// | 404, 405 | no route matches, or the route lacks the method |
    /// | 400, 413, 414, 408 | the request is invalid, too long, or too slow |
    /// | 400, 413, 415, 422 | an extractor of axum or of the prelude rejected the request |
    /// | 401, 403, 404, any | the handler returned the prelude's [`Error`](crate::respond::Error), such as `not_found()` |
    /// | 500, 504 | the handler returned another error, panicked, or took longer than `max_duration` |
    /// | 503 | too many requests wait for the response |
    ///
    /// Responses that handlers create themselves, and rejections of other extractors, are not changed.
    ///
    /// ```no_run
    /// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
    /// use axum::response::{Html, IntoResponse};
    /// use router_runtime::{ErrorContext, ErrorFormat};
    ///
    /// let service = app::builder()
    ///     .render_error(|error: &ErrorContext| match error.format() {
    ///         ErrorFormat::Html => Html(format!("<h1>{}</h1>", error.reason())).into_response(),
    ///         _ => error.default_response(),
    ///     })
    ///     .service();
    /// ```
    ///
    /// 1. If the function returns the status 200, the response has the status of the error. Other statuses are sent unchanged.
    /// 2. Headers of the error that the function does not set, such as `Allow` and `Retry-After`, are added to the response, and so is
    ///    `Vary: Accept`.
    /// 3. Without this function, or if it panics, the response is [`ErrorContext::default_response`].
    /// 4. A cached error is stored without its body, and rendered for each request.
    /// 5. The function must not block: load templates when the application starts.
    #[must_use]
    pub fn render_error<F, R>(mut self, render: F) -> Self
    where
        F: Fn(&ErrorContext) -> R + Send + Sync + 'static,
        R: IntoResponse,
    {
        let render = move |error: &ErrorContext| render(error).into_response();
        self.options.render_error = Some(Arc::new(render));
        self
    }
}
