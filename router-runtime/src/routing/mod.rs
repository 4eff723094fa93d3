//! From a request to the handler that answers it.

mod answer;
pub(crate) mod app;
mod base_path;
mod builder;
pub(crate) mod call;
mod context;
mod detour;
pub(crate) mod extract;
mod failure;
mod front;
pub(crate) mod known;
pub(crate) mod layout;
mod location;
pub(crate) mod metadata;
mod methods;
pub(crate) mod middleware;
pub(crate) mod plain;
mod prerender;
mod public_files;
mod router;
mod service;
pub(crate) mod signature;
mod special;
pub(crate) mod static_input;

pub use crate::{
    matching::{Segment, TrailingSlash},
    table::{IntoRoute, MethodSet, Route, RouteInfo, RouteKind, RouteTable},
};
pub use answer::ResponseFuture;
pub use builder::AppBuilder;
pub use extract::PlainExtractor;
pub use failure::{FailureCause, HandlerFailure};
pub use layout::Children;
pub use middleware::FolderLayers;
pub use prerender::{PrerenderFailure, PrerenderReport};
pub(crate) use service::AnyService;
pub use service::AppService;
pub use static_input::StaticInput;
