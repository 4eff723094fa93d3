//! The application: its builder, its service, and its table of routes.
//!
//! `routes!` generates `app::builder()`, which returns an [`AppBuilder`]. It builds the application as an axum Router or as an
//! [`AppService`]. `app::ROUTES` is a [`RouteTable`].
//!
//! ```no_run
//! # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
//! use router_runtime::{CacheOptions, ErrorContext, TrailingSlash};
//!
//! let service = app::builder()
//!     .trailing_slash(TrailingSlash::Add)
//!     .cache(CacheOptions::new().max_bytes(256 << 20))
//!     .render_error(|error: &ErrorContext| format!("{}\n", error.message()))
//!     .service();
//! println!("{}", service.routes());
//! ```

pub(crate) mod app;
pub(crate) mod endpoint;
pub(crate) mod entry;
pub(crate) mod handler;

pub use self::{
    app::{AppBuilder, AppService, PrerenderFailure, PrerenderReport},
    endpoint::{FolderLayers, MethodLayers},
    handler::{PlainExtractor, ResponseFuture, StaticInput},
};
pub use crate::{
    extract::Children,
    matching::{Segment, TrailingSlash},
    table::{IntoRoute, MethodSet, Route, RouteInfo, RouteKind, RouteTable},
};
