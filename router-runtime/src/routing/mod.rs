//! From a request to the handler that answers it.

mod answer;
mod app;
mod builder;
pub(crate) mod call;
mod clean_path;
pub(crate) mod extract;
mod failure;
mod location;
mod matcher;
mod methods;
pub(crate) mod percent;
mod route;
mod route_info;
mod route_table;
mod router;
mod segment;
mod service;
pub(crate) mod signature;
mod unroll;

pub use answer::AnswerFuture;
pub use app::Definition;
pub use builder::AppBuilder;
pub use clean_path::TrailingSlash;
pub use extract::PlainExtractor;
pub use failure::{Cause, Failure};
pub use methods::MethodSet;
pub use route::Route;
pub use route_info::{RouteInfo, RouteKind};
pub use route_table::RouteTable;
pub use segment::Segment;
pub use service::AppService;
