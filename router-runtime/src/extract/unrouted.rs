//! Cookies, and work for afterwards, asked for where no answer passes that would carry them.

use crate::respond::Error;
use axum::response::{IntoResponse, Response};
use std::fmt;

/// `Cookies` or `After` in a place that no route file's answer passes: answered with 500, and logged.
///
/// They work in route files, in the middleware of folders, and in extractors that those take, unless such an extractor is marked
/// [`PlainExtractor`](crate::PlainExtractor).
#[derive(Clone, Copy, Debug)]
pub struct UnroutedRejection(pub(crate) &'static str);

impl fmt::Display for UnroutedRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` works in route files, in `middleware.rs`, and in extractors that they take and that are not marked `PlainExtractor`",
            self.0
        )
    }
}

impl std::error::Error for UnroutedRejection {}

impl IntoResponse for UnroutedRejection {
    fn into_response(self) -> Response {
        Error::from(self).into_response()
    }
}
