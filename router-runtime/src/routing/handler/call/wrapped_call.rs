//! The state of a call of a page or a layout.

use super::output::HtmlSlot;
use crate::{
    extract::{Children, own_response_effects},
    respond::effects::ResponseEffects,
    routing::handler::axum_bridge::AxumExtensions,
};
use axum::{body::Body, extract::Request};

/// The call of a page or a layout. Most of them read their arguments before their future is created, so that one request is passed on
/// from call to call. If a function takes the request, a copy is passed on.
pub(super) struct WrappedCall {
    /// The HTML inside the layout; `None` for the page.
    pub(super) children: Option<Children>,
    /// `true` if another layout is called afterwards.
    pub(super) has_next: bool,
    /// The extensions of axum's Router that the request has.
    pub(super) axum_extensions: AxumExtensions,
    pub(super) copy: Option<Request>,
    /// The place for the HTML that the function returns.
    pub(super) html: HtmlSlot,
    /// The response effects of a request that was taken.
    pub(super) effects: Option<ResponseEffects>,
}

impl WrappedCall {
    /// Prepares a request that is about to be taken.
    pub(super) fn prepare(&mut self, request: &mut Request) {
        self.effects = own_response_effects(request.extensions());
        if self.has_next {
            self.copy = Some(copy(request));
        }
        // For extractors that the router does not know.
        if let Some(children) = self.children.take() {
            request.extensions_mut().insert(children);
        }
    }
}

/// Copies a request without its body.
fn copy(request: &Request) -> Request {
    let mut copy = Request::new(Body::empty());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.version_mut() = request.version();
    *copy.headers_mut() = request.headers().clone();
    *copy.extensions_mut() = request.extensions().clone();
    copy
}
