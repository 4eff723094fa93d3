//! Extractors: the arguments of handlers, middleware and layouts.
//!
//! | extractor | reads |
//! |---|---|
//! | [`Path`], `Params` of a folder | the parameters of the path |
//! | [`Cookies`], `SignedCookies`, `PrivateCookies` | the cookies, and changes those of the response |
//! | [`ClientIp`], [`Origin`] | the address of the client; scheme, host and port as it sees them |
//! | [`After`] | nothing: it runs tasks after the response |
//! | [`Cache`](crate::cache::Cache), [`DataCache`](crate::data::DataCache), `Fetch` | the cache of the application |
//! | [`CacheEntry`](crate::cache::CacheEntry) | nothing: it sets tags and lifetime of a cached response |
//! | [`RequestId`](crate::RequestId) | the id of the request |
//! | [`Query`], [`Form`] | the query, a URL-encoded form; repeated names are lists |
//! | `FormData` | a form with files |
//!
//! All extractors of axum and of other crates work as well. [`RequestExt`] has methods for handlers that take the whole request.
//!
//! ```
//! use router_runtime::prelude::*;
//!
//! // app/items/[id]/route.rs
//! pub async fn GET(Path(id): Path<u32>, cookies: Cookies) -> String {
//!     let is_new = cookies.get("seen").is_none();
//!     cookies.set(("seen", "1"));
//!     format!("item {id}, new: {is_new}")
//! }
//! ```

mod after;
mod cache;
mod children;
mod client;
mod context;
mod cookies;
mod form;
#[cfg(feature = "multipart")]
mod form_data;
#[cfg(any(feature = "cookie-private", feature = "cookie-signed"))]
mod keyed_cookies;
mod lists;
pub(crate) mod params;
mod path;
mod query;
mod request_ext;
mod request_id;
mod uncached;
mod unrouted;

pub use after::After;
pub use children::Children;
pub use client::{ClientIp, ClientRejection};
pub(crate) use context::{
    MiddlewareEffects, RequestContext, data_cache, has_response_effects, own_response_effects,
    response_effects,
};
pub use cookies::Cookies;
pub use form::Form;
#[cfg(feature = "multipart")]
pub use form_data::{Field, FormData, UploadedFile};
#[cfg(feature = "cookie-private")]
pub use keyed_cookies::PrivateCookies;
#[cfg(feature = "cookie-signed")]
pub use keyed_cookies::SignedCookies;
pub use path::Path;
pub use query::Query;
pub use request_ext::RequestExt;
pub use request_id::RequestIdRejection;
pub use uncached::UncachedRejection;
pub use unrouted::UnroutedRejection;

#[cfg(feature = "multipart")]
pub use crate::rejection::FormDataRejection;
pub use crate::{
    client::{Origin, OriginError},
    rejection::PathRejection,
    respond::AfterFullError,
};
