//! The error of handlers.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::io;

#[cfg(feature = "multipart")]
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::rejection::{
    BytesRejection, FormRejection, JsonRejection, PathRejection as AxumPathRejection,
    QueryRejection, StringRejection,
};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::LengthLimitError;

use super::failure::{Failure, write_chain};
use crate::rejection::PathRejection;
#[cfg(feature = "multipart")]
use crate::rejection::{FormDataRejection, multipart_status};

/// What stops a handler: a status, perhaps a redirect, perhaps the error that caused it.
///
/// Any error that `?` meets becomes a 500 with an empty body; its text is logged and never sent.
/// Two kinds of errors keep their meaning: axum's rejections (a handler that extracts by hand)
/// answer as they would from an extractor, and a body beyond its limit is a 413.
///
/// Other answers are values: [`redirect`](super::redirect), [`not_found`](super::not_found) and
/// their like, or [`Error::new`] with a status and a text. An error is a response itself.
///
/// Like `anyhow::Error` it does not implement [`std::error::Error`], because it is made from
/// everything that does.
pub struct Error(Box<Answer>);

struct Answer {
    status: StatusCode,
    location: Option<HeaderValue>,
    body: Cow<'static, str>,
    failure: Option<Failure>,
}

impl Error {
    /// An answer with a plain text.
    ///
    /// ```
    /// use axum::http::StatusCode;
    /// use router_runtime::prelude::*;
    ///
    /// let error = Error::new(StatusCode::CONFLICT, "this name is taken");
    /// assert_eq!(error.status(), StatusCode::CONFLICT);
    /// ```
    pub fn new(status: StatusCode, body: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Answer {
            status,
            location: None,
            body: body.into(),
            failure: None,
        }))
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The error that made this one, if it was made by `?` or `.internal()`.
    pub fn cause(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.0.failure.as_ref().map(Failure::source)
    }

    pub(super) fn empty(status: StatusCode) -> Self {
        Self::new(status, "")
    }

    pub(super) fn at(mut self, location: HeaderValue) -> Self {
        self.0.location = Some(location);
        self
    }

    pub(super) fn from_boxed(source: Box<dyn StdError + Send + Sync>) -> Self {
        let (status, body) = rejected(&*source).unwrap_or_else(|| (status_of(&*source), "".into()));
        let mut error = Self::new(status, body);
        error.0.failure = Some(Failure::new(source));
        error
    }

    pub(super) fn from_local(source: &(dyn StdError + 'static)) -> Self {
        let mut text = String::new();
        // An error whose `Display` fails is logged as far as it came.
        let _ = write_chain(source, &mut text);
        let mut error = Self::empty(status_of(source));
        error.0.failure = Some(Failure::new(text));
        error
    }
}

fn status_of(source: &(dyn StdError + 'static)) -> StatusCode {
    if std::iter::successors(Some(source), inner).any(<dyn StdError>::is::<LengthLimitError>) {
        StatusCode::PAYLOAD_TOO_LARGE
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

/// The error inside; `source` of an `io::Error` leaves out the very error that it wraps.
fn inner<'e>(error: &&'e (dyn StdError + 'static)) -> Option<&'e (dyn StdError + 'static)> {
    let error = *error;
    match error.downcast_ref::<io::Error>() {
        Some(error) => error
            .get_ref()
            .map(|error| error as &(dyn StdError + 'static)),
        None => error.source(),
    }
}

fn rejected(source: &(dyn StdError + 'static)) -> Option<(StatusCode, Cow<'static, str>)> {
    macro_rules! first_of {
        ($($rejection:ty),* $(,)?) => {
            $(if let Some(rejection) = source.downcast_ref::<$rejection>() {
                return Some((rejection.status(), rejection.body_text().into()));
            })*
        };
    }
    first_of!(
        JsonRejection,
        QueryRejection,
        FormRejection,
        PathRejection,
        BytesRejection,
        StringRejection,
        AxumPathRejection,
    );
    #[cfg(feature = "multipart")]
    if let Some(error) = source.downcast_ref::<MultipartError>() {
        return Some((multipart_status(error), error.body_text().into()));
    }
    #[cfg(feature = "multipart")]
    first_of!(FormDataRejection, MultipartRejection);
    None
}

impl<E> From<E> for Error
where
    E: StdError + Send + Sync + 'static,
{
    fn from(source: E) -> Self {
        Self::from_boxed(Box::new(source))
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let Answer {
            status,
            location,
            body,
            failure,
        } = *self.0;
        let mut response = if body.is_empty() {
            status.into_response()
        } else {
            (status, body).into_response()
        };
        if let Some(location) = location {
            response.headers_mut().insert(header::LOCATION, location);
        }
        if let Some(failure) = failure.filter(|_| status.is_server_error()) {
            response.extensions_mut().insert(failure);
        }
        response
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("status", &self.0.status);
        if let Some(location) = &self.0.location {
            out.field("location", location);
        }
        if !self.0.body.is_empty() {
            out.field("body", &self.0.body);
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
        match &self.0.failure {
            Some(failure) => write!(f, ": {failure}"),
            None if self.0.body.is_empty() => Ok(()),
            None => write!(f, ": {}", self.0.body),
        }
    }
}

#[cfg(test)]
mod tests;
