#![doc = include_str!("docs/overview.md")]

// Generated code says `::router_runtime`, also in this crate's own tests.
extern crate self as router_runtime;

#[doc(hidden)]
pub mod __private;
pub mod cache;
pub mod config;
pub mod data;
mod effects;
mod extract;
#[cfg(feature = "fetch")]
pub mod fetch;
mod matching;
pub mod metadata;
pub mod prelude;
mod public;
pub mod request;
pub mod response;
pub mod routing;
pub mod rules;
pub mod server;
mod table;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod tools;

pub use cache::CacheOptions;
pub use cookie;
#[cfg(feature = "cookie-private")]
pub use effects::PrivateCookies;
#[cfg(feature = "cookie-signed")]
pub use effects::SignedCookies;
pub use effects::{After, AfterFullError, Cookies, UnroutedRejection};
#[cfg(feature = "fetch")]
pub use fetch::Fetch;
#[cfg(feature = "multipart")]
pub use request::{FormData, UploadedFile};
pub use router_macros::routes;
pub use routing::{
    AppBuilder, AppService, Children, FailureCause, FolderLayers, HandlerFailure, IntoRoute,
    MethodSet, PlainExtractor, PrerenderFailure, PrerenderReport, Route, RouteInfo, RouteKind,
    RouteTable, StaticInput, TrailingSlash,
};
