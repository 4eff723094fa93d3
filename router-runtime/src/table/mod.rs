//! The routes that the macro found, as data.

mod method_set;
mod route;
mod route_info;
mod route_table;

pub(crate) use method_set::Exports;
pub use method_set::MethodSet;
pub use route::{IntoRoute, Route};
pub use route_info::{RouteInfo, RouteKind};
pub use route_table::RouteTable;
