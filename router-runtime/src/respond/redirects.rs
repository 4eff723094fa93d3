//! Answers in one word.

use axum::http::StatusCode;

use super::error::Error;
use super::location::location;

fn redirect_with(status: StatusCode, target: &str) -> Error {
    match location(target) {
        Some(location) => Error::empty(status).at(location),
        None => Error::from(EmptyTarget),
    }
}

#[derive(Debug)]
struct EmptyTarget;

impl std::fmt::Display for EmptyTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the target of a redirect is empty")
    }
}

impl std::error::Error for EmptyTarget {}

/// Sends the client to another URL for now: 307, which keeps the method and the body.
///
/// The target may be relative or absolute. Non-ASCII and control characters are percent-encoded;
/// the rest is kept, so a target that a client chose has to be checked first. An empty target is
/// answered with 500.
///
/// ```
/// use router_runtime::prelude::*;
///
/// pub async fn GET(Path(id): Path<u32>) -> Result<&'static str> {
///     if id == 0 {
///         return Err(redirect("/items"));
///     }
///     Ok("an item")
/// }
/// ```
pub fn redirect(target: impl AsRef<str>) -> Error {
    redirect_with(StatusCode::TEMPORARY_REDIRECT, target.as_ref())
}

/// Sends the client to another URL for good: 308, which keeps the method and the body.
///
/// See [`redirect`] for the target. The value is a response, too:
///
/// ```
/// use router_runtime::prelude::*;
///
/// pub async fn GET() -> impl axum::response::IntoResponse {
///     permanent_redirect("https://example.org/new")
/// }
/// ```
pub fn permanent_redirect(target: impl AsRef<str>) -> Error {
    redirect_with(StatusCode::PERMANENT_REDIRECT, target.as_ref())
}

/// 404 with an empty body.
///
/// ```
/// use router_runtime::prelude::*;
///
/// fn title(id: usize) -> Result<&'static str> {
///     ["first", "second"].get(id).copied().ok_or_else(not_found)
/// }
/// assert!(title(5).is_err());
/// ```
pub fn not_found() -> Error {
    Error::empty(StatusCode::NOT_FOUND)
}

/// 403 with an empty body: the client is known and may not do this.
pub fn forbidden() -> Error {
    Error::empty(StatusCode::FORBIDDEN)
}

/// 401 with an empty body: the client has to say who it is.
pub fn unauthorized() -> Error {
    Error::empty(StatusCode::UNAUTHORIZED)
}
