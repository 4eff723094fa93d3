//! The causes of errors.

use std::{borrow::Cow, error::Error, fmt, sync::Arc, time::Duration};

/// The cause of an error that the router responds with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ErrorCause {
    /// No route matches the path, or `dynamic_params = false` excludes it: 404.
    NoRoute,
    /// The route has no handler for the method: 405.
    MethodNotAllowed,
    /// The `Host` header is missing, doubled or invalid: 400.
    InvalidHost,
    /// The path has a dot segment, `%00` or a malformed escape, 400, or it is too long, 414.
    InvalidPath,
    /// A page of another origin may have sent the form (CSRF): 403.
    CrossOrigin,
    /// The body is longer than `body_limit`: 413.
    BodyTooLarge,
    /// The body arrived too slowly: 408.
    SlowBody,
    /// Too many requests wait for responses of the route: 503.
    Busy,
    /// An extractor of axum or of the prelude rejected the request.
    Rejection(RejectionCause),
    /// The handler returned the prelude's [`Error`](crate::respond::Error) with this text. It is empty for `not_found()`, `forbidden()`
    /// and `unauthorized()`.
    Returned(Cow<'static, str>),
    /// The handler returned an error that became a 500. The error is logged, and its text is not for clients.
    Error(Arc<dyn Error + Send + Sync>),
    /// The handler panicked with this message: 500.
    Panic(Arc<str>),
    /// The handler took longer than this limit: 504.
    Timeout(Duration),
    /// Another failure, which the log describes: 500.
    Internal,
}

impl ErrorCause {
    /// Returns the text for clients, if the cause has one: that of a rejection, or of [`Error::new`].
    ///
    /// The text may contain parts of the request. Escape it in HTML.
    ///
    /// [`Error::new`]: crate::respond::Error::new
    pub fn message(&self) -> Option<&str> {
        let text = match self {
            Self::Rejection(rejection) => rejection.text(),
            Self::Returned(text) => text,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
}

/// The rejection of an extractor of axum or of the prelude.
///
/// ```
/// use axum::extract::rejection::JsonRejection;
/// use router_runtime::{ErrorCause, ErrorContext};
///
/// fn is_malformed_json(error: &ErrorContext) -> bool {
///     match error.cause() {
///         ErrorCause::Rejection(rejection) => rejection.downcast_ref::<JsonRejection>().is_some(),
///         _ => false,
///     }
/// }
/// ```
#[derive(Clone)]
pub struct RejectionCause {
    source: Arc<dyn Error + Send + Sync>,
    text: Arc<str>,
}

impl RejectionCause {
    pub(crate) fn new(source: Arc<dyn Error + Send + Sync>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        Self { source, text }
    }

    /// Returns the text of the rejection, which is for clients. It may contain parts of the request.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the rejection if it is of type `R`, such as [`JsonRejection`](axum::extract::rejection::JsonRejection).
    pub fn downcast_ref<R: Error + 'static>(&self) -> Option<&R> {
        self.source.downcast_ref()
    }
}

impl fmt::Debug for RejectionCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl fmt::Display for RejectionCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
