//! An export that wraps the routes of a folder or the handler of a method.

use super::{completion::Completion, position::Position};
use crate::routing::handler::{AxumExtensions, HandlerFuture};
use axum::extract::Request;
use std::fmt;

/// An exported `middleware`, `layer` or `POST_layer`.
pub struct Wrapping {
    wrapper: Box<dyn Wrapper>,
    uses: WrappingUse,
    returns_errors: bool,
}

/// The uses of a request and its response by an export that wraps others, apart from passing them on. The router prepares no more than
/// these.
#[derive(Clone, Copy, Debug)]
pub struct WrappingUse {
    /// The extensions of axum's Router that it may read.
    pub axum_extensions: AxumExtensions,
    /// `true` if it may read the request context, change headers or the client's address, or pass on another request.
    pub reads_context: bool,
    /// `true` if it may change a response of the rest of the stack, also by cookies. A response of its own instead of that one is no
    /// change.
    pub changes_response: bool,
}

impl WrappingUse {
    pub(super) const NONE: Self = Self {
        axum_extensions: AxumExtensions::Missing,
        reads_context: false,
        changes_response: false,
    };

    /// Returns the uses by one or both of two exports.
    pub(super) fn union(self, other: Self) -> Self {
        Self {
            axum_extensions: self.axum_extensions.max(other.axum_extensions),
            reads_context: self.reads_context || other.reads_context,
            changes_response: self.changes_response || other.changes_response,
        }
    }
}

/// A request that enters a middleware.
pub(super) struct Entering<'r> {
    /// The middleware takes it.
    pub(super) request: &'r mut Request,
    /// If `None`, it is read from the request context.
    pub(super) position: Option<Position>,
    /// The completion of the response.
    pub(super) completion: Completion,
}

/// A function, or a stack of layers, whose type is erased.
pub(super) trait Wrapper: Send + Sync {
    /// Responds to one request.
    fn respond(&self, entering: Entering<'_>) -> HandlerFuture;
}

impl Wrapping {
    pub(super) fn new(wrapper: impl Wrapper + 'static, uses: WrappingUse) -> Self {
        Self {
            wrapper: Box::new(wrapper),
            uses,
            returns_errors: true,
        }
    }

    /// Declares that it returns no errors of its own that would have to be rendered.
    pub(super) fn without_errors(self) -> Self {
        Self {
            returns_errors: false,
            ..self
        }
    }

    pub(super) fn returns_errors(&self) -> bool {
        self.returns_errors
    }

    pub(super) fn uses(&self) -> WrappingUse {
        self.uses
    }

    /// Responds to one request.
    pub(super) fn respond(&self, entering: Entering<'_>) -> HandlerFuture {
        self.wrapper.respond(entering)
    }
}

impl fmt::Debug for Wrapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wrapping")
    }
}
