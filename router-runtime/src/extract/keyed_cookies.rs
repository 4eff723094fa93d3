//! The extractors of signed and encrypted cookies.

use super::{Cookies, UnroutedRejection};
use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};
use cookie::{Cookie, CookieJar, Key};
use std::fmt;

macro_rules! keyed {
    ($(#[$text:meta])* $name:ident $feature:literal $of:ident $jar:ident $jar_mut:ident $open:ident) => {
        $(#[$text])*
        #[cfg(feature = $feature)]
        #[derive(Clone)]
        pub struct $name {
            cookies: Cookies,
            key: Key,
        }

        #[cfg(feature = $feature)]
        impl $name {
            /// Returns the cookie of this name, if its value was created with this key.
            pub fn get(&self, name: &str) -> Option<Cookie<'static>> {
                let cookie = self.cookies.get(name)?;
                CookieJar::new().$jar(&self.key).$open(cookie)
            }

            /// Sets a cookie, as [`Cookies::set`] does.
            pub fn set(&self, cookie: impl Into<Cookie<'static>>) {
                let cookie = cookie.into();
                let name = cookie.name().to_owned();
                let mut jar = CookieJar::new();
                jar.$jar_mut(&self.key).add(cookie);
                if let Some(cookie) = jar.get(&name) {
                    self.cookies.set(cookie.clone());
                }
            }

            /// Deletes a cookie, as [`Cookies::delete`] does.
            pub fn delete(&self, cookie: impl Into<Cookie<'static>>) {
                self.cookies.delete(cookie);
            }
        }

        #[cfg(feature = $feature)]
        impl Cookies {
            /// Returns the same cookies with a key.
            pub fn $of(&self, key: &Key) -> $name {
                $name {
                    cookies: self.clone(),
                    key: key.clone(),
                }
            }
        }

        #[cfg(feature = $feature)]
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.cookies.fmt(f)
            }
        }

        #[cfg(feature = $feature)]
        impl<S: Sync> FromRequestParts<S> for $name
        where
            Key: FromRef<S>,
        {
            type Rejection = UnroutedRejection;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, UnroutedRejection> {
                let cookies = Cookies::from_request_parts(parts, state).await?;
                Ok(cookies.$of(&Key::from_ref(state)))
            }
        }
    };
}

keyed! {
    /// An extractor of [`Cookies`] with signed values: clients can read but not change them. Feature `cookie-signed`.
    ///
    /// ```
    /// use axum::extract::FromRef;
    /// use router_runtime::{SignedCookies, cookie::Key, prelude::*};
    ///
    /// // src/main.rs: routes!("app", state = AppState);
    /// #[derive(Clone)]
    /// struct AppState {
    ///     key: Key,
    /// }
    ///
    /// impl FromRef<AppState> for Key {
    ///     fn from_ref(state: &AppState) -> Key {
    ///         state.key.clone()
    ///     }
    /// }
    ///
    /// // app/visits/route.rs
    /// pub async fn GET(cookies: SignedCookies) -> String {
    ///     let before = cookies.get("visits");
    ///     let before: u32 = before.and_then(|it| it.value().parse().ok()).unwrap_or(0);
    ///     cookies.set(("visits", (before + 1).to_string()));
    ///     format!("visited {before} times before")
    /// }
    /// ```
    ///
    /// 1. The key is taken from the state by `FromRef`. [`Cookies::signed`] accepts any key.
    /// 2. A cookie without a valid signature is treated as absent.
    /// 3. The name is not signed: a client can send a signed value under another name, so include the purpose in the value.
    /// 4. Everything else is as for [`Cookies`].
    SignedCookies "cookie-signed" signed signed signed_mut verify
}

keyed! {
    /// An extractor of [`Cookies`] with encrypted values: clients can neither read nor change them. Feature `cookie-private`.
    ///
    /// ```
    /// use router_runtime::{cookie::Key, prelude::*};
    ///
    /// // routes!("app", state = Key);
    /// pub async fn GET(State(key): State<Key>, cookies: Cookies) -> Result<String> {
    ///     let session = cookies.private(&key).get("session").ok_or_else(unauthorized)?;
    ///     Ok(session.value().to_owned())
    /// }
    /// ```
    ///
    /// 1. The key is taken from the state by `FromRef`. [`Cookies::private`] accepts any key.
    /// 2. A cookie that cannot be decrypted is treated as absent.
    /// 3. The name is authenticated: a client cannot send a value under another name.
    /// 4. Everything else is as for [`Cookies`].
    PrivateCookies "cookie-private" private private private_mut decrypt
}
