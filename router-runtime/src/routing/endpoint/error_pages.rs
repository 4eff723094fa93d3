//! The pages for errors: `not-found.rs` and `error.rs` respond to the errors of the pages below their folders.

use super::{Layout, Layouts};
use crate::{
    errors::{ErrorCause, unrendered},
    respond::{Error, ErrorContext, ErrorRequest, join},
    routing::handler::{
        AxumExtensions, Call, Handler, HandlerFuture, PlainExtractor, RequestHead, ResponseFuture,
        ResponseOptions, Shared,
    },
    table::{RouteInfo, RouteKind},
};
use axum::{
    body::Body,
    extract::{FromRequestParts, Request},
    http::{Response, StatusCode, request::Parts},
};
use std::{fmt, sync::Arc, time::Duration};

/// One `not-found.rs` or `error.rs`, from generated code.
pub struct ErrorFile<S> {
    /// Its path, relative to the crate's folder: `app/shop/error.rs`.
    pub file: &'static str,
    /// The number of URL segments that lead to the folder.
    pub depth: u32,
    /// `true` for `not-found.rs`.
    pub is_not_found: bool,
    /// Its export.
    pub handler: Handler<S>,
}

impl<S> fmt::Debug for ErrorFile<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ErrorFile").field(&self.file).finish()
    }
}

impl<S> ErrorFile<S> {
    /// Returns its folder, with a slash at the end.
    fn folder(&self) -> &'static str {
        let length = self.file.rfind('/').map_or(0, |slash| slash + 1);
        &self.file[..length]
    }
}

/// The handler of a page for errors.
pub(crate) enum ErrorHandler<S> {
    /// `not-found.rs` or `error.rs`.
    File(Handler<S>),
    /// `builder().not_found(…)`.
    Custom(Arc<dyn Fn(Request, S) -> HandlerFuture + Send + Sync>),
}

impl<S> Clone for ErrorHandler<S> {
    fn clone(&self) -> Self {
        match self {
            Self::File(handler) => Self::File(*handler),
            Self::Custom(handler) => Self::Custom(Arc::clone(handler)),
        }
    }
}

/// A page for errors, in the layouts of its folder.
pub(crate) struct ErrorPage<S> {
    /// Empty for that of `builder().not_found(…)`.
    pub(super) folder: &'static str,
    pub(super) depth: u32,
    is_not_found: bool,
    handler: ErrorHandler<S>,
    layouts: Option<Arc<Layouts<S>>>,
    pub(super) options: Arc<ResponseOptions>,
    /// The options with which it leaves its own error to a page further out.
    leaving_errors: Arc<ResponseOptions>,
}

/// Returns the pages of all files, those of outer folders first. `not_found` replaces the `not-found.rs` of the app folder.
pub(crate) fn error_pages<S>(
    files: &[ErrorFile<S>],
    not_found: Option<ErrorHandler<S>>,
    layouts: &[Layout<S>],
    shared: &Arc<Shared<S>>,
) -> Vec<Arc<ErrorPage<S>>> {
    let page = |file, folder, depth, is_not_found, handler| {
        let options = ResponseOptions::of_file(shared.response_options.as_deref(), file);
        ErrorPage {
            folder,
            depth,
            is_not_found,
            handler,
            layouts: None,
            leaving_errors: ResponseOptions::leaving_errors(Some(&options)),
            options,
        }
    };
    let custom = not_found.map(|it| page("builder().not_found(…)", "", 0, true, it));
    let is_replaced = |file: &ErrorFile<S>| {
        custom.is_some() && file.is_not_found && file.depth == 0 && !is_group(file.folder())
    };
    let of_files = files.iter().filter(|file| !is_replaced(file));
    let of_files: Vec<_> = of_files
        .map(|it| {
            let (folder, handler) = (it.folder(), ErrorHandler::File(it.handler));
            ErrorPage {
                layouts: Layouts::above(folder, layouts, shared),
                ..page(it.file, folder, it.depth, it.is_not_found, handler)
            }
        })
        .collect();
    custom.into_iter().chain(of_files).map(Arc::new).collect()
}

/// Returns `true` if a folder is a route group, which is not in URLs.
pub(super) fn is_group(folder: &str) -> bool {
    let name = folder.trim_end_matches('/').rsplit('/').next();
    name.is_some_and(|name| name.starts_with('('))
}

impl<S: Clone + Send + Sync + 'static> ErrorPage<S> {
    pub(super) fn is_not_found(&self) -> bool {
        self.is_not_found
    }

    /// Runs the handler for a request whose error is `error`. The status may be 200.
    pub(super) fn run(
        &self,
        mut call: Call<'_, S>,
        error: ErrorOfPage,
        without_body: bool,
    ) -> ResponseFuture {
        let route = error.route;
        call.request().extensions_mut().insert(error);
        let call = call.with_depth(self.depth);
        match (&self.handler, &self.layouts) {
            (ErrorHandler::File(handler), Some(layouts)) => {
                call.run(|call| layouts.wrap(call, handler), route, without_body)
            }
            (ErrorHandler::File(handler), None) => call.run(handler, route, without_body),
            (ErrorHandler::Custom(handler), _) => {
                let handler = |mut call: Call<'_, S>| {
                    let request = call.take();
                    handler(request, call.shared().state.clone())
                };
                call.run(handler, route, without_body)
            }
        }
    }
}

/// The pages for the errors of one page.
pub(crate) struct ErrorPages<S> {
    shared: Arc<Shared<S>>,
    route: usize,
    /// Those of inner folders first.
    pages: Box<[Arc<ErrorPage<S>>]>,
    /// The limit of the page, which each of these has as well.
    max_duration: Option<Duration>,
    /// The options of the page.
    options: Arc<ResponseOptions>,
}

impl<S: Clone + Send + Sync + 'static> ErrorPages<S> {
    /// Selects the pages for the errors of a route from those of all folders. Only pages have some.
    pub(crate) fn of_page(
        route: usize,
        all: &[Arc<ErrorPage<S>>],
        max_duration: Option<Duration>,
        shared: &Arc<Shared<S>>,
    ) -> Option<Arc<Self>> {
        let info = shared.patterns[route].info;
        let above = all.iter().rev();
        let above = above
            .filter(|it| info.kind == RouteKind::Page && info.file.starts_with(it.folder))
            .cloned();
        let pages: Box<[_]> = above.collect();
        (!pages.is_empty()).then(|| {
            Arc::new(Self {
                shared: Arc::clone(shared),
                route,
                pages,
                max_duration,
                options: ResponseOptions::leaving_errors(shared.response_options.as_deref()),
            })
        })
    }

    /// Runs a page, and responds to its error.
    pub(super) fn around(
        self: &Arc<Self>,
        mut call: Call<'_, S>,
        without_body: bool,
        run: impl FnOnce(Call<'_, S>) -> ResponseFuture,
    ) -> ResponseFuture {
        let axum_extensions = call.axum_extensions();
        let version = call.request().version();
        // The page adds some. The rest of the request is in the response to an error.
        let extensions = call.request().extensions().clone();
        let response = run(call.with_error_pages()).with_options(Arc::clone(&self.options));
        let pages = Arc::clone(self);
        ResponseFuture::unwatched(async move {
            let mut response = response.response().await;
            let Some((cause, head)) = take_error(&mut response) else {
                return response;
            };
            let mut request = head.into_request();
            *request.version_mut() = version;
            *request.extensions_mut() = extensions;
            let request = RequestOfPage {
                parts: request.into_parts().0,
                axum_extensions,
                without_body,
            };
            pages.respond(response, cause, request).await
        })
    }

    /// Responds to the error of a page that did not run for this request.
    pub(super) fn finish(
        self: &Arc<Self>,
        mut response: Response<Body>,
        call: Call<'_, S>,
        without_body: bool,
    ) -> ResponseFuture {
        match unrendered(&mut response) {
            None => ResponseFuture::ready(response),
            Some(cause) => {
                let request = RequestOfPage::taken_from(call, without_body);
                let pages = Arc::clone(self);
                ResponseFuture::unwatched(
                    async move { pages.respond(response, cause, request).await },
                )
            }
        }
    }

    /// Responds to the error in a response that is not complete, if it is one.
    pub(super) fn finish_later(
        self: &Arc<Self>,
        response: impl Future<Output = Response<Body>> + Send + 'static,
        request: RequestOfPage,
    ) -> ResponseFuture {
        let pages = Arc::clone(self);
        ResponseFuture::unwatched(async move {
            let mut response = response.await;
            match unrendered(&mut response) {
                None => response,
                Some(cause) => pages.respond(response, cause, request).await,
            }
        })
    }

    /// Responds with the nearest page for the error. The error of that page is for a folder further out.
    async fn respond(
        &self,
        mut response: Response<Body>,
        mut cause: ErrorCause,
        request: RequestOfPage,
    ) -> Response<Body> {
        let info = Some(self.shared.patterns[self.route].info);
        let mut pages = &self.pages[..];
        loop {
            let Some(index) = nearest(pages, response.status()) else {
                let request = Request::from_parts(request.parts, Body::empty());
                let route = Some(self.route);
                return self.shared.render_cause(&request, route, response, cause);
            };
            let page = &pages[index];
            let error = ErrorOfPage {
                status: response.status(),
                cause,
                route: info,
            };
            let mut rendered = self.run(page, &request, error).await;
            let failure = take_error(&mut rendered);
            response = join(response, rendered);
            match failure {
                None => return response,
                Some((failure, _)) => cause = failure,
            }
            let inner = pages[index..].iter();
            let inner = inner.take_while(|it| it.folder == page.folder).count();
            pages = &pages[index + inner..];
        }
    }

    fn run(
        &self,
        page: &ErrorPage<S>,
        request: &RequestOfPage,
        error: ErrorOfPage,
    ) -> impl Future<Output = Response<Body>> + Send + use<S> {
        let mut copy = Request::from_parts(request.parts.clone(), Body::empty());
        let call = Call::new(&self.shared, &mut copy)
            .with_route(Some(self.route))
            .with_axum_extensions(request.axum_extensions)
            .behind_middleware(!request.without_body);
        let response = page.run(call, error, request.without_body);
        response
            .with_timeout(self.max_duration, self.shared.cache.clock())
            .with_options(Arc::clone(&page.leaving_errors))
            .response()
    }
}

/// Returns the index of the page for an error with this status: a 404 is for the nearest `not-found.rs`, and without one for `error.rs`.
fn nearest<S>(pages: &[Arc<ErrorPage<S>>], status: StatusCode) -> Option<usize> {
    let find = |is_not_found| pages.iter().position(|it| it.is_not_found == is_not_found);
    let not_found = (status == StatusCode::NOT_FOUND).then(|| find(true));
    not_found.flatten().or_else(|| find(false))
}

/// The request of a page, for the pages for its errors.
pub(super) struct RequestOfPage {
    parts: Parts,
    axum_extensions: AxumExtensions,
    without_body: bool,
}

impl RequestOfPage {
    /// Takes the request of a call.
    pub(super) fn taken_from<S>(mut call: Call<'_, S>, without_body: bool) -> Self {
        let axum_extensions = call.axum_extensions();
        Self {
            parts: call.take().into_parts().0,
            axum_extensions,
            without_body,
        }
    }
}

/// Removes the error, and its request, from the response of a handler whose errors are left to these pages.
fn take_error(response: &mut Response<Body>) -> Option<(ErrorCause, RequestHead)> {
    let cause = unrendered(response)?;
    let head = response.extensions_mut().remove();
    Some((cause, head.unwrap_or_default()))
}

/// The error of a request to a page for errors: an extension of the request.
#[derive(Clone)]
pub(super) struct ErrorOfPage {
    pub(super) status: StatusCode,
    pub(super) cause: ErrorCause,
    pub(super) route: Option<&'static RouteInfo>,
}

impl PlainExtractor for ErrorContext {}

impl<S: Sync> FromRequestParts<S> for ErrorContext {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let Some(error) = parts.extensions.get::<ErrorOfPage>() else {
            let message = "`ErrorContext` can be extracted only by `error` and `not_found`";
            return Err(std::io::Error::other(message).into());
        };
        let request = ErrorRequest {
            method: &parts.method,
            uri: &parts.uri,
            headers: &parts.headers,
            route: error.route,
            near_routes: None,
        };
        Ok(Self::new(error.status, error.cause.clone(), request))
    }
}
