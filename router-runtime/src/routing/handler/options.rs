//! The options of an application for its handlers.

use crate::{href::LinkStyle, respond::RenderError};
use std::sync::Arc;

/// The options of an application that change the responses of its handlers.
pub(crate) struct ResponseOptions {
    pub(super) render_error: Option<RenderError>,
    pub(super) links: Option<Arc<LinkStyle>>,
    /// `true` if a page for errors renders the errors of the handler.
    pub(super) leaves_errors: bool,
}

impl ResponseOptions {
    /// Returns `None` without options, as in most applications.
    pub(crate) fn new(
        render_error: Option<RenderError>,
        links: Option<Arc<LinkStyle>>,
    ) -> Option<Arc<Self>> {
        let is_empty = render_error.is_none() && links.is_none();
        (!is_empty).then(|| {
            Arc::new(Self {
                render_error,
                links,
                leaves_errors: false,
            })
        })
    }

    /// Returns the same options for handlers whose errors are not rendered when they return.
    pub(crate) fn leaving_errors(options: Option<&Self>) -> Arc<Self> {
        Arc::new(Self {
            render_error: options.and_then(|options| options.render_error.clone()),
            links: options.and_then(|options| options.links.clone()),
            leaves_errors: true,
        })
    }
}
