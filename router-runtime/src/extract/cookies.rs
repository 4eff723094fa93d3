//! The extractor of cookies.

use super::{UnroutedRejection, response_effects};
use crate::respond::effects::{Jar, ResponseEffects};
use axum::{extract::FromRequestParts, http::request::Parts};
use cookie::Cookie;
use std::fmt;

/// An extractor that reads the cookies of a request and changes those of its response (RFC 6265).
///
/// ```
/// use router_runtime::prelude::*;
///
/// // app/theme/route.rs
/// pub async fn GET(cookies: Cookies) -> String {
///     let theme = cookies.get("theme");
///     theme.map_or_else(|| "light".to_owned(), |theme| theme.value().to_owned())
/// }
///
/// pub async fn POST(cookies: Cookies, theme: String) -> Result<StatusCode> {
///     if !["light", "dark"].contains(&theme.as_str()) {
///         return Err(Error::new(StatusCode::UNPROCESSABLE_ENTITY, "light or dark?"));
///     }
///     cookies.set(Cookie::build(("theme", theme)).http_only(true).secure(true));
///     Ok(StatusCode::NO_CONTENT)
/// }
///
/// pub async fn DELETE(cookies: Cookies) {
///     cookies.delete("theme");
/// }
/// ```
///
/// 1. Changes are applied to every response of the handler: a value, an error, a redirect.
/// 2. Reading includes earlier changes of this request. If a name is sent twice, the last value wins. Values are percent-decoded.
///    Pairs that are not `name=value`, or with malformed escapes, are skipped.
/// 3. `set` takes a `(name, value)`, a [`Cookie`] or its builder. The default path is `/`. `.path("")` omits the attribute: the
///    browser then uses the folder of the request's path. Values are percent-encoded as by `encodeURIComponent`.
///    A cookie that does not set `secure` is `Secure` if the server itself uses TLS, or if a
///    [trusted proxy](crate::TrustedProxies) reports `https`.
/// 4. `delete` takes a name, or a [`Cookie`] with the path and domain that it was set with: a browser keeps other cookies of that
///    name.
/// 5. A `Set-Cookie` header of the returned response takes precedence over changes of the same name.
/// 6. A cookie that a header cannot represent, such as one with a space in its name, is a bug of the program. The response becomes
///    a 500, and the error is logged.
/// 7. Middleware, layouts, handler and clones share the cookies. Changes after the handler returned, by a stream, a spawned task
///    or [`After`](super::After), have no effect on the response: the first one of a request is logged as a warning.
/// 8. Outside a router, extracting `Cookies` fails with [`UnroutedRejection`].
///
/// A cached `GET` with this argument does not compile.
#[derive(Clone)]
pub struct Cookies(ResponseEffects);

impl Cookies {
    pub(crate) fn new(effects: ResponseEffects) -> Self {
        Self(effects.into_used())
    }

    /// Returns the cookie of this name, including earlier changes.
    pub fn get(&self, name: &str) -> Option<Cookie<'static>> {
        self.0.with_jar(|jar| jar.get(name))
    }

    /// Returns all cookies, in the order in which their names first appeared.
    pub fn all(&self) -> Vec<Cookie<'static>> {
        self.0.with_jar(|jar| jar.all())
    }

    /// Sets a cookie. It replaces an earlier change of the same name.
    pub fn set(&self, cookie: impl Into<Cookie<'static>>) {
        self.0.change_jar(cookie.into(), Jar::set);
    }

    /// Deletes a cookie.
    pub fn delete(&self, cookie: impl Into<Cookie<'static>>) {
        self.0.change_jar(cookie.into(), Jar::delete);
    }
}

impl fmt::Debug for Cookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values are often secrets.
        let names = self.all().into_iter().map(|it| it.name().to_owned());
        f.debug_set().entries(names).finish()
    }
}

impl<S: Sync> FromRequestParts<S> for Cookies {
    type Rejection = UnroutedRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, UnroutedRejection> {
        let effects = response_effects(&parts.extensions).ok_or(UnroutedRejection("Cookies"))?;
        Ok(Self::new(effects))
    }
}
