//! The cookies of a request and of its answer.

use super::{UnroutedRejection, response_effects};
use crate::respond::effects::ResponseEffects;
use axum::{extract::FromRequestParts, http::request::Parts};
use cookie::Cookie;
use std::fmt;

/// The cookies of a request: read them, set them, delete them.
///
/// What is changed reaches whatever the handler answers: a value, an `Err`, a redirect by `?`.
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
/// 1. Reading sees what this request set before. Of a name that is sent twice the last value counts. Values are percent-decoded;
///    a pair that is no `name=value`, or whose escapes are malformed, is passed over.
/// 2. `set` takes a `(name, value)`, a [`Cookie`] or its builder. Without a path it is set for `/`; `.path("")` leaves that to
///    the browser, which takes the folder of the request's path. Values are percent-encoded as `encodeURIComponent` does.
/// 3. `delete` takes a name, or a [`Cookie`] with the path and domain under which it was set: a browser keeps others of that name.
/// 4. A `Set-Cookie` header in the handler's own response wins over changes here of the same name.
/// 5. A cookie that no header can hold (a name with a space, a domain with a line break) is a mistake in the program: the answer
///    is a 500 with an empty body, and the log names the cookie.
/// 6. It is shared with the folder's middleware, and clones are one and the same. What is changed after the response was
///    returned, by a stream or a task, reaches nobody.
///
/// In a cached `GET` it does not compile. RFC 6265 says what cookies are.
#[derive(Clone)]
pub struct Cookies(ResponseEffects);

impl Cookies {
    pub(super) fn new(effects: ResponseEffects) -> Self {
        Self(effects)
    }

    /// The cookie of this name; what was set or deleted before counts.
    pub fn get(&self, name: &str) -> Option<Cookie<'static>> {
        self.0.with_jar(|jar| jar.get(name).cloned())
    }

    /// All of them, in the order in which their names came up.
    pub fn all(&self) -> Vec<Cookie<'static>> {
        self.0.with_jar(|jar| jar.all().cloned().collect())
    }

    /// Sets a cookie; one of the same name that this request set before is replaced.
    pub fn set(&self, cookie: impl Into<Cookie<'static>>) {
        let cookie = cookie.into();
        self.0.with_jar(|jar| jar.set(cookie));
    }

    /// Deletes a cookie.
    pub fn delete(&self, cookie: impl Into<Cookie<'static>>) {
        let cookie = cookie.into();
        self.0.with_jar(|jar| jar.delete(cookie));
    }
}

impl fmt::Debug for Cookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values are secrets more often than not.
        let names = self.all().into_iter().map(|it| it.name().to_owned());
        f.debug_set().entries(names).finish()
    }
}

impl<S: Sync> FromRequestParts<S> for Cookies {
    type Rejection = UnroutedRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, UnroutedRejection> {
        let effects = response_effects(&parts.extensions).ok_or(UnroutedRejection("Cookies"))?;
        Ok(Self(effects.into_used()))
    }
}
