//! Layouts: `layout.rs` wraps the HTML of the pages below its folder.

use crate::{
    extract::{Children, has_response_effects},
    respond::{
        Error,
        effects::{EffectsGuard, ResponseEffects},
    },
    routing::handler::{Call, Handler, HandlerFuture, HtmlSlot, Shared},
    table::{RouteInfo, RouteKind},
};
use axum::{
    body::{Body, HttpBody},
    http::{
        HeaderName, HeaderValue, Response, StatusCode,
        header::{
            ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
            LAST_MODIFIED, SET_COOKIE, VARY,
        },
    },
    response::IntoResponse,
};
use http_body_util::BodyExt;
use std::{fmt, mem, sync::Arc};

/// The limit of a page inside a layout: 4 MiB.
const MAX_PAGE_BYTES: usize = 4 << 20;

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
        let mut effects = OutermostEffects::of(&mut call);
        let slot = HtmlSlot::default();
        let (page, of_page) = call.call_wrapped(None, true, &slot, page);
        effects.note(of_page);
        let (route, axum_extensions) = (call.route(), call.axum_extensions());
        let mut request = call.take();
        *request.body_mut() = Body::empty();
        let layouts = Arc::clone(self);
        HandlerFuture::new(async move {
            let response = page.await;
            let call = Call::new(&layouts.shared, &mut request)
                .with_route(route)
                .with_axum_extensions(axum_extensions);
            let response = layouts
                .wrap_response(response, slot, call, &mut effects)
                .await;
            effects.apply(response)
        })
    }

    /// Wraps the HTML of a page in each layout. It is in the slot, or else in the response.
    async fn wrap_response(
        &self,
        mut response: Response<Body>,
        slot: HtmlSlot,
        mut call: Call<'_, S>,
        effects: &mut OutermostEffects,
    ) -> Response<Body> {
        let mut html = slot.take().filter(|_| response.status() == StatusCode::OK);
        if html.is_some() {
            let kind = HeaderValue::from_static(HTML);
            response.headers_mut().insert(CONTENT_TYPE, kind);
        }
        for (index, (layout, depth)) in self.layouts.iter().enumerate() {
            let children = match html.take() {
                Some(html) => limited(html),
                None if is_html(&response) => read(mem::take(response.body_mut())).await,
                None => break,
            };
            let children = match children {
                Ok(html) => Children::new(html),
                Err(error) => return error.into_response(),
            };
            let has_next = index + 1 < self.layouts.len();
            let layout = |call: Call<'_, S>| layout(call.with_depth(*depth));
            let (wrapped, of_layout) = call.call_wrapped(Some(children), has_next, &slot, layout);
            effects.note(of_layout);
            let wrapped = wrapped.await;
            html = slot.take();
            if wrapped.status() != StatusCode::OK {
                // The redirect or error of a layout replaces the page.
                return wrapped;
            }
            join(&mut response, wrapped);
        }
        if let Some(html) = html {
            *response.body_mut() = html.into();
        }
        response
    }
}

/// The effects of a page and its layouts, which apply to the complete response.
struct OutermostEffects {
    /// `true` if a middleware further out applies them.
    are_of_middleware: bool,
    /// `None` before the page or a layout uses some.
    guard: Option<EffectsGuard>,
}

impl OutermostEffects {
    fn of<S>(call: &mut Call<'_, S>) -> Self {
        Self {
            are_of_middleware: has_response_effects(call.request().extensions()),
            guard: None,
        }
    }

    /// Notes those of the page or of a layout.
    fn note(&mut self, effects: Option<ResponseEffects>) {
        if !self.are_of_middleware && self.guard.is_none() {
            self.guard = effects.map(|effects| effects.within(false).guard());
        }
    }

    fn apply(self, response: Response<Body>) -> Response<Body> {
        match self.guard {
            Some(guard) => guard.apply(response),
            None => response,
        }
    }
}

/// The content type of axum's `Html`.
const HTML: &str = "text/html; charset=utf-8";

fn is_html(response: &Response<Body>) -> bool {
    let headers = response.headers();
    // The only header of most pages is their content type.
    let (kind, is_encoded) = if headers.len() == 1 {
        let mut only = headers.iter().filter(|(name, _)| **name == CONTENT_TYPE);
        (only.next().map(|(_, value)| value), false)
    } else {
        let is_encoded = headers.contains_key(CONTENT_ENCODING);
        (headers.get(CONTENT_TYPE), is_encoded)
    };
    let is_html = kind.is_some_and(|kind| {
        kind == HTML || {
            let name = kind.to_str().unwrap_or_default().split(';').next();
            let name = name.unwrap_or_default().trim();
            name.eq_ignore_ascii_case("text/html")
        }
    });
    let is_whole = response.status() != StatusCode::PARTIAL_CONTENT;
    is_html && is_whole && !response.status().is_redirection() && !is_encoded
}

/// Returns the HTML of a page or a layout.
///
/// # Errors
///
/// Returns an error if it is too long.
fn limited(html: String) -> Result<String, Error> {
    if html.len() > MAX_PAGE_BYTES {
        return Err(unreadable(&"length limit exceeded"));
    }
    Ok(html)
}

/// Reads the HTML of a body. That of most is one frame, whose memory is reused.
async fn read(mut body: Body) -> Result<String, Error> {
    let mut html = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| unreadable(&error))?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if html.len() + data.len() > MAX_PAGE_BYTES {
            return Err(unreadable(&"length limit exceeded"));
        }
        if html.is_empty() {
            html = data.into();
        } else {
            html.extend_from_slice(&data);
        }
        if body.is_end_stream() {
            break;
        }
    }
    String::from_utf8(html)
        .map_err(|error| io_error(format!("the page inside a layout is not UTF-8: {error}")))
}

fn unreadable(error: &dyn fmt::Display) -> Error {
    io_error(format!("the page inside a layout cannot be read: {error}"))
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

/// Gives a page the body of a layout, and those headers that only the layout has. `Vary` and `Set-Cookie` are combined.
fn join(page: &mut Response<Body>, layout: Response<Body>) {
    let (layout, body) = layout.into_parts();
    *page.body_mut() = body;
    let headers = page.headers_mut();
    // The only header of most pages is their content type.
    if headers.len() > 1 {
        for name in DESCRIBE_BYTES {
            headers.remove(name);
        }
    }
    for (name, value) in &layout.headers {
        let is_of_page = *name == CONTENT_TYPE || *name == CONTENT_LENGTH;
        if !is_of_page && ([SET_COOKIE, VARY].contains(name) || !headers.contains_key(name)) {
            headers.append(name, value.clone());
        }
    }
}
