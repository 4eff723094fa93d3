//! A reference to one route.

use super::{RouteInfo, RouteTable};
use std::fmt;

/// A reference to one route of any application.
///
/// Made of a folder's `ROUTE`: `app::items::slug::ROUTE.into_route()`.
#[derive(Clone, Copy)]
pub struct Route {
    table: &'static RouteTable,
    /// The number of its line.
    line: usize,
}

/// A reference to a route: a folder's `ROUTE`, or a [`Route`].
#[diagnostic::on_unimplemented(
    message = "[R0314] expected a route, found `{Self}`",
    label = "expected a folder's `ROUTE`",
    note = "pass the constant of a folder, such as `app::items::slug::ROUTE`, or call `revalidate_path` with a path"
)]
pub trait IntoRoute {
    /// Returns the route.
    fn into_route(self) -> Route;
}

impl IntoRoute for Route {
    fn into_route(self) -> Self {
        self
    }
}

impl Route {
    /// Called by generated code with the number of a line of the table.
    pub(crate) const fn new(table: &'static RouteTable, line: usize) -> Self {
        Self { table, line }
    }

    /// Returns the pattern, file, methods and configuration of the route.
    pub fn info(self) -> &'static RouteInfo {
        self.table.line(self.line)
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Route").field(&self.info().pattern).finish()
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.info().pattern)
    }
}
