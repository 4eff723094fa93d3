//! Endpoints: everything around the handlers of one route.

mod body_limit;
mod cached;
pub(crate) mod completion;
mod cross_origin;
mod error_pages;
mod extras;
pub(crate) mod function;
mod layer_types;
pub(crate) mod layers;
mod layout;
pub(crate) mod metadata;
mod method_table;
pub(crate) mod middleware;
mod not_found;
mod position;
mod respond;
mod static_params;
mod wrapping;
mod write;

pub use error_pages::ErrorFile;
pub(crate) use error_pages::{ErrorHandler, ErrorPages, error_pages};
pub(crate) use extras::Extras;
pub use layers::{FolderLayers, MethodLayers};
pub use layout::Layout;
pub(crate) use layout::Layouts;
pub use middleware::Middleware;
pub(crate) use middleware::{Chain, FolderService};
pub(crate) use not_found::NotFound;
pub(crate) use respond::Endpoint;
pub(crate) use static_params::{
    GeneratedPaths, LISTING_TIMEOUT, StaticPaths, within_listing_timeout,
};
pub use static_params::{
    GeneratorArgumentOf, SitemapIds, StaticParams, StaticPathsFuture, sitemaps, state_argument,
    static_params,
};
pub use wrapping::{Wrapping, WrappingUse};
