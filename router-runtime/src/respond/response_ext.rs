//! Methods of a whole response.

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

/// What a handler makes of a whole [`Response`].
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
    /// The value as JSON, with status 200. One that cannot be written is a 500 whose cause is logged.
    fn json<T: Serialize + ?Sized>(value: &T) -> Self;

    /// 307 to another place; see [`redirect`] for what it may be.
    fn redirect(target: impl AsRef<str>) -> Self;

    /// The response with a `Set-Cookie`, besides those that it has; [`Cookies`](crate::Cookies) says how it is written.
    #[must_use]
    fn with_cookie(self, cookie: impl Into<Cookie<'static>>) -> Self;

    /// The response that has a cookie deleted: by its name, or by the [`Cookie`] with the path and domain that it was set for.
    #[must_use]
    fn without_cookie(self, cookie: impl Into<Cookie<'static>>) -> Self;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for axum::response::Response {}
}

impl ResponseExt for Response {
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
