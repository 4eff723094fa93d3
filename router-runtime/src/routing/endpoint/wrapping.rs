//! An export that wraps the routes of a folder or the handler of a method.

use super::completion::Completion;
use crate::routing::handler::{AxumExtensions, HandlerFuture};
use axum::extract::Request;
use std::fmt;

/// An exported `middleware`, `layer` or `POST_layer`.
pub struct Wrapping {
    wrapper: Box<dyn Wrapper>,
    axum_extensions: AxumExtensions,
}

/// A function, or a stack of layers, whose type is erased.
pub(super) trait Wrapper: Send + Sync {
    /// Responds to one request.
    fn respond(&self, request: Request, completion: Completion) -> HandlerFuture;
}

impl Wrapping {
    pub(super) fn new(wrapper: impl Wrapper + 'static, axum_extensions: AxumExtensions) -> Self {
        Self {
            wrapper: Box::new(wrapper),
            axum_extensions,
        }
    }

    /// Returns the extensions of axum's Router that it may read.
    pub(super) fn axum_extensions(&self) -> AxumExtensions {
        self.axum_extensions
    }

    /// Responds to one request.
    pub(super) fn respond(&self, request: Request, completion: Completion) -> HandlerFuture {
        self.wrapper.respond(request, completion)
    }
}

impl fmt::Debug for Wrapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wrapping")
    }
}
