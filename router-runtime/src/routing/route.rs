//! One route of any application.

use super::{route_info::RouteInfo, route_table::RouteTable};
use std::{fmt, ops::Deref};

/// One route of any application, made of a folder's `ROUTE`: `app::items::slug::ROUTE.into_route()`. It derefs to its [`RouteInfo`].
#[derive(Clone, Copy)]
pub struct Route {
    table: &'static RouteTable,
    index: usize,
}

/// What names a route: a folder's `ROUTE`, or a [`Route`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no route",
    label = "not a folder's `ROUTE`",
    note = "each folder has one: `app::items::slug::ROUTE`; `revalidate_path` takes a path"
)]
pub trait IntoRoute {
    /// The route.
    fn into_route(self) -> Route;
}

impl IntoRoute for Route {
    fn into_route(self) -> Self {
        self
    }
}

impl Route {
    /// Made by generated code; `index` is in the table.
    pub(crate) const fn new(table: &'static RouteTable, index: usize) -> Self {
        Self { table, index }
    }
}

impl Deref for Route {
    type Target = RouteInfo;

    fn deref(&self) -> &RouteInfo {
        &self.table[self.index]
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Route").field(&self.pattern).finish()
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.pattern)
    }
}
