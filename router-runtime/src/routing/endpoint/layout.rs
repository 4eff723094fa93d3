//! Layouts: `layout.rs` wraps the HTML of the pages below its folder.

use crate::{
    extract::response_effects,
    respond::{Error, effects::ResponseEffects},
    routing::handler::{
        AxumExtensions, Call, Handler, HandlerFuture, PlainExtractor, Shared, StaticInput,
    },
    table::{RouteInfo, RouteKind},
};
use axum::{
    body::{Body, to_bytes},
    extract::{FromRequestParts, Request},
    http::{
        HeaderName, Response, StatusCode,
        header::{
            ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
            LAST_MODIFIED, SET_COOKIE, VARY,
        },
        request::Parts,
    },
    response::IntoResponse,
};
use std::{fmt, sync::Arc};

/// The limit of a page inside a layout: 4 MiB.
const MAX_PAGE_BYTES: usize = 4 << 20;

/// The content of a layout: the HTML of a page, or of the layout below.
///
/// It is already HTML, so a template must not escape it: `(PreEscaped(children))` in maud, `{{ children|safe }}` in askama.
///
/// ```
/// use router_runtime::prelude::*;
///
/// pub async fn layout(children: Children) -> Html<String> {
///     Html(format!("<!doctype html><main>{children}</main>"))
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Children(Arc<String>);

impl Children {
    /// Returns the HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Children {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Children {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<Children> for String {
    fn from(children: Children) -> Self {
        Arc::unwrap_or_clone(children.0)
    }
}

/// For tests that call a layout.
impl From<&str> for Children {
    fn from(html: &str) -> Self {
        Self(Arc::new(html.to_owned()))
    }
}

impl PlainExtractor for Children {}
impl StaticInput for Children {}

impl<S: Sync> FromRequestParts<S> for Children {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get().cloned().ok_or_else(|| {
            io_error("`Children` can be extracted only by a `layout` function".to_owned())
        })
    }
}

/// One `layout.rs`, from generated code.
pub struct Layout<S> {
    /// Its folder, relative to the crate's folder, with a slash at the end: `app/shop/`.
    pub folder: &'static str,
    /// The number of URL segments that lead to the folder.
    pub depth: u32,
    /// Its export.
    pub handler: Handler<S>,
}

impl<S> fmt::Debug for Layout<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Layout").field(&self.folder).finish()
    }
}

/// The layouts around one page, innermost first.
pub(crate) struct Layouts<S> {
    shared: Arc<Shared<S>>,
    layouts: Box<[(Handler<S>, u32)]>,
}

impl<S> Layouts<S> {
    /// Selects the layouts above a page from those of all folders, in which outer folders come first.
    pub(crate) fn of_page(
        route: &RouteInfo,
        layouts: &[Layout<S>],
        shared: &Arc<Shared<S>>,
    ) -> Option<Arc<Self>> {
        (route.kind == RouteKind::Page)
            .then(|| Self::above(route.file, layouts, shared))
            .flatten()
    }

    /// Selects the layouts above a file or folder.
    pub(super) fn above(
        path: &str,
        layouts: &[Layout<S>],
        shared: &Arc<Shared<S>>,
    ) -> Option<Arc<Self>> {
        let above = layouts.iter().rev();
        let above = above
            .filter(|it| path.starts_with(it.folder))
            .map(|it| (it.handler, it.depth));
        let layouts: Box<[_]> = above.collect();
        let shared = Arc::clone(shared);
        (!layouts.is_empty()).then(|| Arc::new(Self { shared, layouts }))
    }
}

impl<S: Send + Sync + 'static> Layouts<S> {
    /// Calls a page and wraps its HTML.
    pub(super) fn wrap(
        self: &Arc<Self>,
        mut call: Call<'_, S>,
        page: impl FnOnce(Call<'_, S>) -> HandlerFuture,
    ) -> HandlerFuture {
        // The effects apply to the complete response. Middleware further out has set them up already.
        let effects = match response_effects(call.request().extensions()) {
            Some(_) => None,
            None => Some(ResponseEffects::outermost(
                call.request(),
                &self.shared.pending,
                self.shared.client.proxies.as_deref(),
            )),
        };
        let (route, axum_extensions) = (call.route(), call.axum_extensions());
        let (parts, body) = call.take().into_parts();
        let request = parts.clone();
        call.map_request(|_| Request::from_parts(parts, body));
        let page = page(call);
        let layouts = Arc::clone(self);
        let response = async move {
            let page = page.await;
            layouts
                .wrap_response(page, route, request, axum_extensions)
                .await
        };
        match effects {
            Some(effects) => HandlerFuture::new(effects.apply(response)),
            None => HandlerFuture::new(response),
        }
    }

    /// Wraps the HTML of a page in each layout.
    async fn wrap_response(
        &self,
        mut response: Response<Body>,
        route: Option<usize>,
        request: Parts,
        axum_extensions: AxumExtensions,
    ) -> Response<Body> {
        let mut request = Some(request);
        for (index, (layout, depth)) in self.layouts.iter().enumerate() {
            if !is_html(&response) {
                break;
            }
            // The outermost layout needs no copy.
            let is_last = index + 1 == self.layouts.len();
            let parts = if is_last {
                request.take()
            } else {
                request.clone()
            };
            let Some(parts) = parts else { break };
            let (head, body) = response.into_parts();
            let children = match read(body).await {
                Ok(children) => children,
                Err(error) => return error.into_response(),
            };
            let mut request = Request::from_parts(parts, Body::empty());
            let mut call = Call::new(&self.shared, &mut request)
                .with_route(route)
                .with_depth(*depth)
                .with_axum_extensions(axum_extensions);
            call.request().extensions_mut().insert(children);
            let wrapped = layout(call).await;
            if wrapped.status() != StatusCode::OK {
                // The redirect or error of a layout replaces the page.
                return wrapped;
            }
            response = join(head, wrapped);
        }
        response
    }
}

/// The content type of axum's `Html`.
const HTML: &str = "text/html; charset=utf-8";

fn is_html(response: &Response<Body>) -> bool {
    let headers = response.headers();
    let kind = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let is_html = kind.is_some_and(|kind| {
        kind == HTML || {
            let name = kind.split(';').next().unwrap_or_default().trim();
            name.eq_ignore_ascii_case("text/html")
        }
    });
    let is_whole = response.status() != StatusCode::PARTIAL_CONTENT;
    is_html
        && is_whole
        && !response.status().is_redirection()
        && (headers.len() == 1 || !headers.contains_key(CONTENT_ENCODING))
}

async fn read(body: Body) -> Result<Children, Error> {
    let bytes = match to_bytes(body, MAX_PAGE_BYTES).await {
        Ok(bytes) => bytes,
        Err(error) => {
            return Err(io_error(format!(
                "the page inside a layout cannot be read: {error}"
            )));
        }
    };
    match String::from_utf8(bytes.into()) {
        Ok(html) => Ok(Children(Arc::new(html))),
        Err(error) => Err(io_error(format!(
            "the page inside a layout is not UTF-8: {error}"
        ))),
    }
}

fn io_error(message: String) -> Error {
    std::io::Error::other(message).into()
}

/// The headers that describe the bytes of the page, which are not the bytes that are sent.
const DESCRIBE_BYTES: [HeaderName; 5] = [
    ACCEPT_RANGES,
    CONTENT_LENGTH,
    CONTENT_RANGE,
    ETAG,
    LAST_MODIFIED,
];

/// Returns the body of the layout with the status and headers of the page, and with those headers that only the layout has. `Vary`
/// and `Set-Cookie` are combined.
fn join(mut page: axum::http::response::Parts, layout: Response<Body>) -> Response<Body> {
    let (layout, body) = layout.into_parts();
    // The only header of most pages is their content type.
    if page.headers.len() > 1 {
        for name in DESCRIBE_BYTES {
            page.headers.remove(name);
        }
    }
    for (name, value) in &layout.headers {
        let joins = [SET_COOKIE, VARY].contains(name) || !page.headers.contains_key(name);
        if joins && *name != CONTENT_LENGTH {
            page.headers.append(name, value.clone());
        }
    }
    Response::from_parts(page, body)
}
