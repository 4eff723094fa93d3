//! The options of an application for its handlers.

use crate::{href::LinkStyle, respond::RenderError};
use std::sync::Arc;

/// The options of an application that change the responses of its handlers.
pub(crate) struct ResponseOptions {
    pub(super) render_error: Option<RenderError>,
    pub(super) links: Option<Arc<LinkStyle>>,
    /// `true` if a page for errors renders the errors of the handler.
    pub(super) leaves_errors: bool,
    /// The file of the handler, if it is not that of the route.
    pub(super) file: Option<&'static str>,
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
                file: None,
            })
        })
    }

    /// Returns the same options for handlers whose errors are not rendered when they return.
    pub(crate) fn leaving_errors(options: Option<&Self>) -> Arc<Self> {
        Arc::new(Self {
            leaves_errors: true,
            ..Self::copy(options)
        })
    }

    /// Returns the same options for a handler of this file.
    pub(crate) fn of_file(options: Option<&Self>, file: &'static str) -> Arc<Self> {
        Arc::new(Self {
            file: Some(file),
            ..Self::copy(options)
        })
    }

    fn copy(options: Option<&Self>) -> Self {
        Self {
            render_error: options.and_then(|options| options.render_error.clone()),
            links: options.and_then(|options| options.links.clone()),
            leaves_errors: options.is_some_and(|options| options.leaves_errors),
            file: options.and_then(|options| options.file),
        }
    }
}
