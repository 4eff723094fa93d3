//! The rejection of extractors outside a router.

use crate::respond::Error;
use axum::response::{IntoResponse, Response};
use std::fmt;

/// The rejection of an extractor that needs a router, in a request that no router handles: 500, logged.
///
/// `Cookies`, `After`, `Cache`, `DataCache` and `Fetch` work in route files, in `middleware.rs`, and in extractors that these take,
/// unless such an extractor is marked as [`PlainExtractor`](crate::PlainExtractor).
#[derive(Clone, Copy, Debug)]
pub struct UnroutedRejection(pub(super) &'static str);

impl fmt::Display for UnroutedRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` works in route files, in `middleware.rs`, and in their extractors that are not marked as `PlainExtractor`",
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
