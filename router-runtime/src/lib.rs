#![doc = include_str!("docs/overview.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// Generated code refers to `::router_runtime`, also in the tests of this crate.
extern crate self as router_runtime;

#[doc(hidden)]
pub mod __private;
pub mod cache;
mod client;
pub mod config;
mod cookie_header;
pub mod data;
mod decimal;
mod errors;
pub mod extract;
#[cfg(feature = "fetch")]
pub mod fetch;
// Its code blocks are files of applications, which tests build; they are no documentation tests.
#[cfg(all(doc, not(doctest)))]
pub mod guide;
mod href;
mod matching;
pub mod metadata;
pub mod observe;
pub mod prelude;
mod rejection;
pub mod respond;
pub mod routing;
pub mod rules;
pub mod server;
mod table;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use cache::{CacheOptions, CdnHeader};
pub use client::{TrustedProxies, TrustedProxiesError};
pub use errors::{ErrorCause, RejectionCause};
#[cfg(feature = "cookie-private")]
pub use extract::PrivateCookies;
#[cfg(feature = "cookie-signed")]
pub use extract::SignedCookies;
pub use extract::{After, AfterFullError, Cookies, RequestIdRejection, UnroutedRejection};
#[cfg(feature = "multipart")]
pub use extract::{FormData, UploadedFile};
#[cfg(feature = "fetch")]
pub use fetch::Fetch;
pub use href::Href;
pub use observe::RequestId;
pub use respond::{ErrorContext, ErrorFormat};
pub use router_macros::routes;
pub use routing::{
    AppBuilder, AppService, Children, FolderLayers, IntoRoute, MethodLayers, MethodSet,
    PlainExtractor, PrerenderFailure, PrerenderReport, Route, RouteInfo, RouteKind, RouteTable,
    StaticInput, TrailingSlash,
};
pub use server::ServeError;

/// The types of the [cookie](https://docs.rs/cookie) crate that [`Cookies`] uses.
///
/// ```
/// use router_runtime::{
///     cookie::{SameSite, time::Duration},
///     prelude::*,
/// };
///
/// pub async fn POST(cookies: Cookies) -> StatusCode {
///     let cookie = Cookie::build(("theme", "dark")).same_site(SameSite::Lax);
///     cookies.set(cookie.max_age(Duration::days(30)));
///     StatusCode::NO_CONTENT
/// }
/// ```
pub mod cookie {
    #[cfg(any(feature = "cookie-private", feature = "cookie-signed"))]
    pub use ::cookie::Key;
    pub use ::cookie::{Cookie, CookieBuilder, Expiration, SameSite};

    /// Times and durations, for `expires` and `max_age`.
    pub mod time {
        pub use ::cookie::time::{Duration, OffsetDateTime};
    }
}
