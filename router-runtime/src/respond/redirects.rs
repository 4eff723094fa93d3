//! Redirects and errors of one word.

use super::{error::Error, location::location};
use axum::http::StatusCode;
use std::fmt;

/// Redirects the client temporarily: 307, which preserves the method and the body (RFC 9110 section 15.4.8).
///
/// After a form, use [`see_other`]: this redirect makes browsers send the form again to the target.
///
/// The target is an absolute or relative URL. Control characters, spaces and non-ASCII characters are percent-encoded. A target that
/// begins with one slash is a path of the application: the [base path](crate::AppBuilder::base_path) is put before it, unless the target
/// begins with the base path, and with [`TrailingSlash::Add`](crate::TrailingSlash::Add) a slash is added. All other targets are sent
/// unchanged. Validate targets that come from a client. An empty target results in 500.
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
#[track_caller]
pub fn redirect(target: impl AsRef<str>) -> Error {
    redirect_with(StatusCode::TEMPORARY_REDIRECT, target.as_ref())
}

/// Redirects the client permanently: 308, which preserves the method and the body (RFC 9110 section 15.4.9).
///
/// The target is that of [`redirect`]. The returned error is also a response:
///
/// ```
/// use router_runtime::prelude::*;
///
/// pub async fn GET() -> impl IntoResponse {
///     permanent_redirect("https://example.org/new")
/// }
/// ```
#[track_caller]
pub fn permanent_redirect(target: impl AsRef<str>) -> Error {
    redirect_with(StatusCode::PERMANENT_REDIRECT, target.as_ref())
}

/// Redirects the client to another resource: 303. The client requests it with `GET` and without the body (RFC 9110 section 15.4.4).
///
/// Respond to a form with this redirect (POST, redirect, GET), so that a reload of the next page does not send the form again. A
/// [`redirect`] preserves the method: the browser would post the form, including a password, to the target. The target has the same
/// form as that of [`redirect`].
///
/// ```
/// use router_runtime::prelude::*;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// pub struct Login {
///     name: String,
///     password: String,
/// }
///
/// // app/login/route.rs
/// pub async fn POST(cookies: Cookies, Form(login): Form<Login>) -> Result<Error> {
///     if login.password != "open sesame" {
///         return Err(unauthorized());
///     }
///     cookies.set(Cookie::new("name", login.name));
///     Ok(see_other("/account"))
/// }
/// ```
#[track_caller]
pub fn see_other(target: impl AsRef<str>) -> Error {
    redirect_with(StatusCode::SEE_OTHER, target.as_ref())
}

/// Returns 404, in the form that the client prefers.
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

/// Returns 403: the client is authenticated but lacks permission.
///
/// ```
/// use router_runtime::prelude::*;
///
/// fn admins_only(role: &str) -> Result<()> {
///     if role == "admin" { Ok(()) } else { Err(forbidden()) }
/// }
/// assert!(admins_only("guest").is_err());
/// ```
pub fn forbidden() -> Error {
    Error::empty(StatusCode::FORBIDDEN)
}

/// Returns 401: the client is not authenticated.
///
/// ```
/// use router_runtime::prelude::*;
///
/// pub async fn GET(cookies: Cookies) -> Result<String> {
///     let session = cookies.get("session").ok_or_else(unauthorized)?;
///     Ok(session.value().to_owned())
/// }
/// ```
pub fn unauthorized() -> Error {
    Error::empty(StatusCode::UNAUTHORIZED)
}

#[track_caller]
fn redirect_with(status: StatusCode, target: &str) -> Error {
    match location(target) {
        Some(location) => Error::empty(status).with_location(location),
        None => Error::from(EmptyTarget),
    }
}

#[derive(Debug)]
struct EmptyTarget;

impl fmt::Display for EmptyTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the target of a redirect is empty")
    }
}

impl std::error::Error for EmptyTarget {}
