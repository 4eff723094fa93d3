//! The error of handlers.

use super::{
    internal_error::{InternalError, write_chain},
    rejections,
    shared_response::SharedResponse,
    sources::find_source,
};
use crate::errors::{ErrorCause, RejectionCause, SlowBody, error_response};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_body_util::LengthLimitError;
use std::{
    borrow::Cow,
    error::Error as StdError,
    fmt,
    panic::Location,
    sync::{Arc, Mutex, PoisonError},
};

/// The error of a handler: a status, an optional body or redirect, and the error that caused it.
///
/// 1. Every error that `?` converts becomes a 500. Its message is not sent, but logged with the file and line of the `?`.
/// 2. A rejection of an extractor keeps its status and text, so that a handler may extract by hand.
/// 3. A request body above its limit becomes 413, wherever that error is in the chain of sources.
/// 4. [`redirect`](super::redirect), [`not_found`](super::not_found), [`forbidden`](super::forbidden) and
///    [`unauthorized`](super::unauthorized) create errors without a cause, [`Error::new`] one with a text.
/// 5. An error with a status of 4xx or 5xx is sent in the form that the client prefers: as text, as a page, or as problem details; see
///    [`render_error`](crate::AppBuilder::render_error). A response in [`Error::from_response`] is sent unchanged.
///
/// ```
/// use router_runtime::prelude::*;
///
/// // app/names/[name]/route.rs
/// pub async fn PUT(Path(name): Path<String>) -> Result<StatusCode> {
///     let longest: usize = std::env::var("LONGEST_NAME")?.parse()?; // 500, logged
///     if name.len() > longest {
///         return Err(Error::new(StatusCode::UNPROCESSABLE_ENTITY, "this name is too long"));
///     }
///     Ok(StatusCode::CREATED)
/// }
/// ```
///
/// `?` converts every type that implements [`std::error::Error`], and every other type that converts into
/// `Box<dyn Error + Send + Sync>`, such as that box and `anyhow::Error`. For `Box<dyn Error>`, call
/// [`internal`](super::ResultExt::internal). Because of these conversions, this type does not implement [`std::error::Error`] itself.
pub struct Error(Box<Inner>);

/// Marks the response of a redirect whose target is the unchanged target from the handler, to which no base path was added.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RedirectMark;

struct Inner {
    status: StatusCode,
    location: Option<HeaderValue>,
    text: Cow<'static, str>,
    cause: Option<InternalError>,
    is_rejection: bool,
    /// The whole response, if it is more than the above. Behind a lock because bodies are not `Sync`.
    response: Option<Mutex<Response>>,
}

impl Error {
    /// Returns an error with a text for the client.
    ///
    /// ```
    /// use axum::http::StatusCode;
    /// use router_runtime::prelude::*;
    ///
    /// let error = Error::new(StatusCode::CONFLICT, "this name is taken");
    /// assert_eq!(error.status(), StatusCode::CONFLICT);
    /// ```
    pub fn new(status: StatusCode, text: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            status,
            location: None,
            text: text.into(),
            cause: None,
            is_rejection: false,
            response: None,
        }))
    }

    /// Creates an error from a response, such as an application's own error type that implements [`IntoResponse`].
    ///
    /// ```
    /// use axum::response::{IntoResponse, Response};
    /// use router_runtime::prelude::*;
    ///
    /// enum ShopError {
    ///     SoldOut,
    /// }
    ///
    /// impl IntoResponse for ShopError {
    ///     fn into_response(self) -> Response {
    ///         (StatusCode::CONFLICT, "sold out").into_response()
    ///     }
    /// }
    ///
    /// // Lets `?` and `DataCache::cached` convert it.
    /// impl From<ShopError> for Error {
    ///     fn from(error: ShopError) -> Self {
    ///         Self::from_response(error)
    ///     }
    /// }
    ///
    /// fn buy() -> Result<String, ShopError> {
    ///     Err(ShopError::SoldOut)
    /// }
    ///
    /// pub async fn POST() -> Result<String> {
    ///     Ok(buy()?) // 409 sold out
    /// }
    /// ```
    ///
    /// If the type also implements [`std::error::Error`], `?` converts it into a 500. Then call this function explicitly:
    /// `.map_err(Error::from_response)?`.
    pub fn from_response(response: impl IntoResponse) -> Self {
        let mut response = response.into_response();
        let mut error = Self::empty(response.status());
        error.0.cause = response.extensions_mut().remove();
        error.0.response = Some(Mutex::new(response));
        error
    }

    /// Returns the status of the response.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the error that this one was converted from, by `?` or by [`internal`](super::ResultExt::internal).
    pub fn cause(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.0.cause.as_ref().map(InternalError::source)
    }

    /// Returns the cause, or an error with the text of this one.
    pub(crate) fn shared_cause(&self) -> Arc<dyn StdError + Send + Sync> {
        match &self.0.cause {
            Some(cause) => cause.clone().into_inner(),
            None => Arc::from(Box::from(self.to_string())),
        }
    }

    pub(super) fn empty(status: StatusCode) -> Self {
        Self::new(status, "")
    }

    pub(super) fn with_location(mut self, location: HeaderValue) -> Self {
        self.0.location = Some(location);
        self
    }

    #[track_caller]
    pub(super) fn from_boxed(source: Box<dyn StdError + Send + Sync>) -> Self {
        let rejection = rejections::text_of(&*source);
        let is_rejection = rejection.is_some();
        let mut error = match (rejection, find_source::<SharedResponse>(&*source)) {
            (Some((status, text)), _) => Self::new(status, text),
            (None, Some(shared)) => Self::from_response(shared.copy()),
            (None, None) => Self::empty(status_of(&*source)),
        };
        error.0.is_rejection = is_rejection;
        error.0.cause = Some(InternalError::new(source).at(Location::caller()));
        error
    }

    #[track_caller]
    pub(super) fn from_local(source: &(dyn StdError + 'static)) -> Self {
        let mut text = String::new();
        // If `Display` fails, the log has what was written before.
        let _ = write_chain(source, &mut text);
        let mut error = Self::empty(status_of(source));
        error.0.cause = Some(InternalError::new(text).at(Location::caller()));
        error
    }
}

fn status_of(source: &(dyn StdError + 'static)) -> StatusCode {
    if find_source::<LengthLimitError>(source).is_some() {
        StatusCode::PAYLOAD_TOO_LARGE
    } else if find_source::<SlowBody>(source).is_some() {
        StatusCode::REQUEST_TIMEOUT
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

/// An error that `?` converts into an [`Error`]: one that converts into `Box<dyn Error + Send + Sync>`. All types that implement
/// [`std::error::Error`] do, and `anyhow::Error`, `eyre::Report`, `String` and that box itself.
// For `?`, rustc shows only the label.
#[diagnostic::on_unimplemented(
    message = "[R0320] `?` cannot convert `{Self}` into the prelude's `Error`",
    label = "[R0320] expected a type that implements `std::error::Error`, `Send` and `Sync`; for `Box<dyn Error>`, write `.internal()?`",
    note = "for `Box<dyn Error>`, call `.internal()` before the `?`; for other types, implement `std::error::Error`, \
            write `impl From<{Self}> for Error` with `Error::from_response`, or call `.map_err(…)` with an error that converts"
)]
pub trait IntoCause {
    #[doc(hidden)]
    fn into_cause(self) -> Box<dyn StdError + Send + Sync>;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Box<dyn StdError + Send + Sync>>> IntoCause for E {
    fn into_cause(self) -> Box<dyn StdError + Send + Sync> {
        self.into()
    }
}

impl<E: IntoCause> From<E> for Error {
    #[track_caller]
    fn from(source: E) -> Self {
        Self::from_boxed(source.into_cause())
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let Inner {
            status,
            location,
            text,
            cause,
            is_rejection,
            response,
        } = *self.0;
        let mut response = match response {
            Some(response) => response
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner),
            None if status.is_client_error() || status.is_server_error() => {
                let cause = cause.as_ref().map(InternalError::shared);
                error_response(status, public_cause(status, text, cause, is_rejection))
            }
            None if text.is_empty() => status.into_response(),
            None => (status, text).into_response(),
        };
        if let Some(location) = location {
            response.headers_mut().insert(header::LOCATION, location);
            response.extensions_mut().insert(RedirectMark);
        }
        if let Some(cause) = cause.filter(|_| status.is_server_error()) {
            response.extensions_mut().insert(cause);
        }
        response
    }
}

/// Returns the cause of an error for renderers.
fn public_cause(
    status: StatusCode,
    text: Cow<'static, str>,
    cause: Option<Arc<dyn StdError + Send + Sync>>,
    is_rejection: bool,
) -> ErrorCause {
    match cause {
        None => ErrorCause::Returned(text),
        Some(source) if is_rejection => ErrorCause::Rejection(RejectionCause::new(source, &*text)),
        Some(_) if status == StatusCode::PAYLOAD_TOO_LARGE => ErrorCause::BodyTooLarge,
        Some(_) if status == StatusCode::REQUEST_TIMEOUT => ErrorCause::SlowBody,
        Some(source) => ErrorCause::Error(source),
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("status", &self.0.status);
        if let Some(location) = &self.0.location {
            out.field("location", location);
        }
        if !self.0.text.is_empty() {
            out.field("text", &self.0.text);
        }
        if let Some(cause) = self.cause() {
            out.field("cause", &cause);
        }
        out.finish()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.status)?;
        match &self.0.cause {
            Some(cause) => write!(f, ": {cause}"),
            None if self.0.text.is_empty() => Ok(()),
            None => write!(f, ": {}", self.0.text),
        }
    }
}

#[cfg(test)]
mod tests;
