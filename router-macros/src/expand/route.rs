//! The routes in match order.

use crate::tree::{Endpoint, RouteTree, RoutedFile};

/// A pattern and its endpoint.
pub(super) struct Route<'a> {
    pub(super) pattern: &'a str,
    pub(super) endpoint: &'a Endpoint,
}

impl Route<'_> {
    pub(super) fn file(&self) -> &RoutedFile {
        &self.endpoint.file
    }
}

/// Every route in match order.
pub(super) fn routes(tree: &RouteTree) -> Vec<Route<'_>> {
    let mut routes = Vec::new();
    tree.root.walk(&mut |node| {
        routes.extend(node.endpoint.as_ref().map(|endpoint| Route {
            pattern: &node.pattern,
            endpoint,
        }));
    });
    routes
}
