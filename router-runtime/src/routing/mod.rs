//! From a request to the handler that answers it.

mod answer;
pub(crate) mod app;
mod base_path;
mod builder;
pub(crate) mod call;
mod detour;
pub(crate) mod extract;
mod failure;
mod front;
mod invalidate;
pub(crate) mod known;
mod location;
mod methods;
pub(crate) mod middleware;
mod prerender;
mod route;
mod route_info;
mod route_table;
mod router;
mod service;
pub(crate) mod signature;
mod special;
pub(crate) mod static_input;

pub use crate::matching::{Segment, TrailingSlash};
pub use answer::AnswerFuture;
pub use builder::AppBuilder;
pub use extract::PlainExtractor;
pub use failure::{Cause, Failure};
pub use methods::MethodSet;
pub use middleware::Folder;
pub use prerender::{Prerender, PrerenderFailure};
pub use route::Route;
pub use route_info::{RouteInfo, RouteKind};
pub use route_table::RouteTable;
pub use service::AppService;
pub use static_input::StaticInput;
