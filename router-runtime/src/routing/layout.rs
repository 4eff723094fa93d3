//! Layouts: `layout.rs` stands around the HTML of the pages below it.

use super::{
    app::{App, NotFound},
    call::{Call, Handler, HandlerFuture},
    extract::PlainExtractor,
    methods::MethodMatch,
    static_input::StaticInput,
};
use crate::{
    extract::response_effects,
    respond::Error,
    respond::effects::ResponseEffects,
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
use std::{fmt, future::ready, sync::Arc};

/// The most bytes of HTML that a layout is given: 4 MiB.
const LONGEST: usize = 4 << 20;

/// What stands inside of a layout: the HTML of a page, or of the layout below.
///
/// It is HTML already, so a template must not escape it: `(PreEscaped(children))` in maud, `{{ children|safe }}` in askama.
///
/// ```
/// use router_runtime::prelude::*;
///
/// pub async fn layout(children: Children) -> Html<String> {
///     Html(format!("<!doctype html><main>{children}</main>"))
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Children(Arc<str>);

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
        children.0.as_ref().to_owned()
    }
}

/// As in a test that calls a layout.
impl From<&str> for Children {
    fn from(html: &str) -> Self {
        Self(Arc::from(html))
    }
}

impl PlainExtractor for Children {}
impl StaticInput for Children {}

impl<S: Sync> FromRequestParts<S> for Children {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get().cloned().ok_or_else(|| {
            broken("`Children` are given to `layout` alone, and this is none".to_owned())
        })
    }
}

/// One `layout.rs`, as generated code hands it over.
pub struct Layout<S> {
    /// Its folder, from the crate's folder, with a slash at the end: `app/shop/`.
    pub folder: &'static str,
    /// How many segments of a URL lead to it.
    pub depth: u32,
    /// Whether it is the app folder itself.
    pub is_root: bool,
    /// What it exports.
    pub handler: Handler<S>,
}

impl<S> fmt::Debug for Layout<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Layout").field(&self.folder).finish()
    }
}

/// The layouts around one page, innermost first.
pub(super) type Layouts<S> = Box<[(Handler<S>, u32)]>;

/// `layouts` has outer folders before inner ones.
pub(super) fn around<S>(route: &RouteInfo, layouts: &[Layout<S>]) -> Option<Layouts<S>> {
    let above = layouts.iter().rev();
    let above: Layouts<S> = above
        .filter(|it| route.kind == RouteKind::Page && route.file.starts_with(it.folder))
        .map(|it| (it.handler, it.depth))
        .collect();
    (!above.is_empty()).then_some(above)
}

/// The one around `not-found.rs`, which stands in the app folder itself.
pub(super) fn around_not_found<S>(layouts: &[Layout<S>]) -> Option<Layouts<S>> {
    let root = layouts.iter().find(|layout| layout.is_root)?;
    Some(Box::new([(root.handler, root.depth)]))
}

impl<S> App<S> {
    /// The layouts of a page, or of `not-found.rs`.
    fn layouts(&self, route: Option<usize>) -> &[(Handler<S>, u32)] {
        let layouts = match route {
            Some(route) => self.places[route]
                .special
                .as_ref()
                .and_then(|special| special.layouts.as_ref()),
            None => self.not_found_layouts.as_ref(),
        };
        layouts.map_or(&[], |layouts| layouts)
    }

    /// Calls what they stand around.
    fn page(mut call: Call<'_, S>) -> Option<HandlerFuture> {
        let app = call.app;
        match (call.route, &app.options.not_found) {
            (Some(route), _) => match app.places[route].methods.find(call.request().method()) {
                MethodMatch::Run(number) | MethodMatch::RunWithoutBody(number) => {
                    Some(app.handler(number)(call))
                }
                MethodMatch::Options | MethodMatch::NotAllowed => None,
            },
            (None, Some(NotFound::File(handler))) => Some(handler(call)),
            (None, _) => None,
        }
    }
}

/// Calls a page and puts its layouts around it. It stands in the place of the page's handler.
pub(super) fn enter<S>(mut call: Call<'_, S>) -> HandlerFuture
where
    S: Clone + Send + Sync + 'static,
{
    // Page and layouts share one way through an axum Router.
    if let Err(response) = call.feed() {
        return Box::pin(ready(*response));
    }
    // The page's answer is not the last word; further out a middleware has said so already.
    let effects = match response_effects(call.request().extensions()) {
        Some(_) => None,
        None => Some(ResponseEffects::outermost(
            call.request.get_or_insert_default(),
            &call.app.pending,
        )),
    };
    call.insert_context();
    let (app, route) = (Arc::clone(call.app), call.route);
    let (parts, body) = call.take().into_parts();
    let asked = parts.clone();
    *call.request = Some(Request::from_parts(parts, body));
    let Some(page) = App::page(call) else {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        return Box::pin(ready(status.into_response()));
    };
    let answer: HandlerFuture = Box::pin(async move {
        let mut answer = page.await;
        for (layout, depth) in app.layouts(route) {
            if !is_html(&answer) {
                break;
            }
            let (head, body) = answer.into_parts();
            let children = match read(body).await {
                Ok(children) => children,
                Err(error) => return error.into_response(),
            };
            let mut request = Request::from_parts(asked.clone(), Body::empty());
            request.extensions_mut().insert(children);
            let around = layout(Call {
                request: &mut Some(request),
                app: &app,
                route,
                through_router: true,
                depth: *depth,
            });
            let around = around.await;
            if around.status() != StatusCode::OK {
                // A layout that redirects or refuses answers in place of the page.
                return around;
            }
            answer = join(head, around);
        }
        answer
    });
    match effects {
        Some(effects) => Box::pin(effects.apply(answer)),
        None => answer,
    }
}

fn is_html(answer: &Response<Body>) -> bool {
    let headers = answer.headers();
    let kind = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let is_html = kind.is_some_and(|kind| {
        let name = kind.split(';').next().unwrap_or_default().trim();
        name.eq_ignore_ascii_case("text/html")
    });
    let is_whole = answer.status() != StatusCode::PARTIAL_CONTENT;
    is_html
        && is_whole
        && !answer.status().is_redirection()
        && !headers.contains_key(CONTENT_ENCODING)
}

async fn read(body: Body) -> Result<Children, Error> {
    let bytes = match to_bytes(body, LONGEST).await {
        Ok(bytes) => bytes,
        Err(error) => return Err(broken(format!("a layout found no page: {error}"))),
    };
    match str::from_utf8(&bytes) {
        Ok(html) => Ok(Children::from(html)),
        Err(error) => Err(broken(format!(
            "a page below a layout is not UTF-8: {error}"
        ))),
    }
}

fn broken(message: String) -> Error {
    std::io::Error::other(message).into()
}

/// What a page says of its own bytes, which are not what is sent.
const OF_ITS_BYTES: [HeaderName; 5] = [
    ACCEPT_RANGES,
    CONTENT_LENGTH,
    CONTENT_RANGE,
    ETAG,
    LAST_MODIFIED,
];

/// Status and headers of the page, the body of the layout, and the headers that only the layout has; what either varies by.
fn join(mut page: axum::http::response::Parts, around: Response<Body>) -> Response<Body> {
    let (layout, body) = around.into_parts();
    for name in OF_ITS_BYTES {
        page.headers.remove(name);
    }
    for (name, value) in &layout.headers {
        let joins = [SET_COOKIE, VARY].contains(name) || !page.headers.contains_key(name);
        if joins && *name != CONTENT_LENGTH {
            page.headers.append(name, value.clone());
        }
    }
    Response::from_parts(page, body)
}
