//! Methods of responses.

use super::{
    effects::{expire, set_cookie},
    error::Error,
    redirects::redirect,
};
use axum::{
    http::{HeaderValue, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use cookie::Cookie;
use serde::Serialize;

/// Methods for handlers that build a whole [`Response`].
///
/// The prelude imports the trait without its name.
///
/// ```
/// use router_runtime::prelude::*;
///
/// pub async fn GET() -> Response {
///     Response::json(&["a", "b"]).with_cookie(Cookie::build(("seen", "1")).http_only(true))
/// }
///
/// pub async fn DELETE() -> Response {
///     Response::json("forgotten").without_cookie("seen")
/// }
/// ```
pub trait ResponseExt: Sized + sealed::Sealed {
    /// Returns a value as JSON, with status 200. A value that cannot be serialized becomes a 500 whose cause is logged.
    #[track_caller]
    fn json<T: Serialize + ?Sized>(value: &T) -> Self;

    /// Returns a temporary redirect, 307, to the target of [`redirect`].
    #[track_caller]
    fn redirect(target: impl AsRef<str>) -> Self;

    /// Appends a `Set-Cookie` header, encoded as [`Cookies`](crate::Cookies) documents.
    #[must_use]
    fn with_cookie(self, cookie: impl Into<Cookie<'static>>) -> Self;

    /// Appends a `Set-Cookie` header that deletes a cookie: pass its name, or a [`Cookie`] with the path and domain that it was set
    /// with.
    #[must_use]
    fn without_cookie(self, cookie: impl Into<Cookie<'static>>) -> Self;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for axum::response::Response {}
}

impl ResponseExt for Response {
    #[track_caller]
    fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => {
                let mut response = Self::new(json.into());
                let json = HeaderValue::from_static("application/json");
                response.headers_mut().insert(CONTENT_TYPE, json);
                response
            }
            Err(error) => Error::from(error).into_response(),
        }
    }

    #[track_caller]
    fn redirect(target: impl AsRef<str>) -> Self {
        redirect(target).into_response()
    }

    fn with_cookie(self, cookie: impl Into<Cookie<'static>>) -> Self {
        set_cookie(self, &cookie.into())
    }

    fn without_cookie(self, cookie: impl Into<Cookie<'static>>) -> Self {
        let mut cookie = cookie.into();
        expire(&mut cookie);
        set_cookie(self, &cookie)
    }
}
