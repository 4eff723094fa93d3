//! Endpoints: everything around the handlers of one route.

mod cross_origin;
mod layout;
pub(crate) mod metadata;
mod method_table;
pub(crate) mod middleware;
mod not_found;
mod respond;
mod static_params;
mod write;

pub(crate) use layout::Layouts;
pub use layout::{Children, Layout};
pub(crate) use middleware::{Chain, FolderService};
pub use middleware::{FolderLayers, Middleware};
pub(crate) use not_found::{NotFound, NotFoundHandler};
pub(crate) use respond::{Endpoint, Extras};
pub(crate) use static_params::{
    GeneratedPaths, LISTING_TIMEOUT, StaticPaths, within_listing_timeout,
};
pub use static_params::{
    GeneratorArgumentOf, SitemapIds, StaticParams, StaticPathsFuture, sitemaps, state_argument,
    static_params,
};
