//! The response to paths that no route matches.

use super::Layouts;
use crate::{
    errors::ErrorCause,
    routing::{
        entry::PublicFiles,
        handler::{Call, Handler, HandlerFuture, ResponseFuture, Shared},
    },
};
use axum::{
    body::Body,
    extract::Request,
    http::{Method, Response, StatusCode},
};
use std::sync::Arc;

/// The response to paths that no route matches: a public file, else the not-found page.
pub(crate) struct NotFound<S> {
    pub(crate) shared: Arc<Shared<S>>,
    pub(crate) public_files: Option<Arc<PublicFiles>>,
    pub(crate) handler: Option<NotFoundHandler<S>>,
    /// The layouts around `not-found.rs`.
    pub(crate) layouts: Option<Arc<Layouts<S>>>,
}

/// The handler of the not-found page.
pub(crate) enum NotFoundHandler<S> {
    /// `not-found.rs`.
    File(Handler<S>),
    /// `builder().not_found(…)`.
    Custom(Arc<dyn Fn(Request, S) -> HandlerFuture + Send + Sync>),
}

impl<S> Clone for NotFoundHandler<S> {
    fn clone(&self) -> Self {
        match self {
            Self::File(handler) => Self::File(*handler),
            Self::Custom(handler) => Self::Custom(Arc::clone(handler)),
        }
    }
}

impl<S: Clone + Send + Sync + 'static> NotFound<S> {
    /// Responds with a public file, or with the not-found page.
    pub(crate) fn respond(&self, mut call: Call<'_, S>) -> ResponseFuture {
        if let Some(files) = &self.public_files
            && let Some(response) = files.respond(&mut call)
        {
            return response;
        }
        self.respond_with_page(call)
    }

    /// Responds with the not-found page.
    pub(crate) fn respond_with_page(&self, mut call: Call<'_, S>) -> ResponseFuture {
        let without_body = call.request().method() == Method::HEAD;
        match &self.handler {
            None => call.error(StatusCode::NOT_FOUND, ErrorCause::NoRoute),
            Some(NotFoundHandler::File(handler)) => {
                // The extensions of axum's Router are specific to the matched route.
                let call = call.with_route(None).with_axum_extensions(false);
                match &self.layouts {
                    Some(layouts) => call.run(
                        |call| with_status(layouts.wrap(call, handler)),
                        None,
                        without_body,
                    ),
                    None => call.run(|call| with_status(handler(call)), None, without_body),
                }
            }
            Some(NotFoundHandler::Custom(handler)) => {
                let line = call.request_line();
                let future = with_status(handler(call.take(), self.shared.state.clone()));
                self.shared
                    .supervise(future, None, line, without_body, without_body)
            }
        }
    }
}

/// The handler of unmatched paths need not set the status.
fn with_status(response: impl Future<Output = Response<Body>> + Send + 'static) -> HandlerFuture {
    HandlerFuture::new(async move {
        let mut response = response.await;
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        response
    })
}
