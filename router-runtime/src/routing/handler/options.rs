//! The options of an application for its handlers.

use crate::{href::LinkStyle, respond::RenderError};
use std::sync::Arc;

/// The options of an application that change the responses of its handlers.
pub(crate) struct ResponseOptions {
    pub(super) render_error: Option<RenderError>,
    pub(super) links: Option<Arc<LinkStyle>>,
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
            })
        })
    }
}
