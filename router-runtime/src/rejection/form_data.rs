//! The rejection of `FormData`.

use axum::{
    extract::{
        multipart::{MultipartError, MultipartRejection},
        rejection::FormRejection,
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::fmt;

/// The most fields of a form.
pub(crate) const MAX_FIELDS: usize = 1000;

/// Returns the status of a multipart error. axum reports a connection that ends early as an internal error.
pub(crate) fn multipart_status(error: &MultipartError) -> StatusCode {
    match error.status() {
        StatusCode::INTERNAL_SERVER_ERROR => StatusCode::BAD_REQUEST,
        status => status,
    }
}

/// The rejection of [`FormData`](crate::extract::FormData).
#[derive(Debug)]
#[non_exhaustive]
pub enum FormDataRejection {
    /// More than 1,000 fields: 413.
    TooManyFields,
    /// A part of the multipart form has no name: 400.
    NoName,
    /// The multipart form is malformed or incomplete, 400, or too long, 413.
    Multipart(MultipartError),
    /// The multipart form has no boundary: 400.
    NoBoundary(MultipartRejection),
    /// The URL-encoded form is malformed, 400, or too long, 413, or the content type is not that of a form, 415.
    UrlEncoded(FormRejection),
}

impl FormDataRejection {
    /// Returns the status of the response.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TooManyFields => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NoName => StatusCode::BAD_REQUEST,
            Self::Multipart(error) => multipart_status(error),
            Self::NoBoundary(rejection) => rejection.status(),
            Self::UrlEncoded(rejection) => rejection.status(),
        }
    }

    /// Returns the body of the response.
    pub fn body_text(&self) -> String {
        match self {
            Self::TooManyFields => format!("a form may have at most {MAX_FIELDS} fields"),
            Self::NoName => "a part of the form has no name".to_owned(),
            Self::Multipart(error) => error.body_text(),
            Self::NoBoundary(rejection) => rejection.body_text(),
            Self::UrlEncoded(rejection) => rejection.body_text(),
        }
    }
}

impl fmt::Display for FormDataRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.body_text())
    }
}

impl std::error::Error for FormDataRejection {}

impl IntoResponse for FormDataRejection {
    fn into_response(self) -> Response {
        (self.status(), self.body_text()).into_response()
    }
}

impl From<MultipartError> for FormDataRejection {
    fn from(error: MultipartError) -> Self {
        Self::Multipart(error)
    }
}

impl From<MultipartRejection> for FormDataRejection {
    fn from(rejection: MultipartRejection) -> Self {
        Self::NoBoundary(rejection)
    }
}

impl From<FormRejection> for FormDataRejection {
    fn from(rejection: FormRejection) -> Self {
        Self::UrlEncoded(rejection)
    }
}
