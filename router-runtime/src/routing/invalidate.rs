//! Invalidation by route, which only this room knows.

use super::{
    route::IntoRoute,
    route_info::{RouteInfo, RouteKind},
};
use crate::cache::{Cache, RevalidateError};
use std::pin::Pin;

impl Cache {
    /// Expires the responses of a route, `app::items::ROUTE`, with all its parameters.
    ///
    /// # Errors
    ///
    /// Returns an error if it is called by a cached handler.
    pub fn revalidate_route(&self, route: impl IntoRoute) -> Revalidation<'_> {
        let route = route.into_route();
        Box::pin(async move { self.expire_route(route.pattern, route.leaf()) })
    }

    /// Expires the responses of a route and of all routes below its folder.
    ///
    /// # Errors
    ///
    /// Returns an error if it is called by a cached handler.
    pub fn revalidate_subtree(&self, route: impl IntoRoute) -> Revalidation<'_> {
        let route = route.into_route();
        Box::pin(async move { self.expire_subtree(route.pattern) })
    }
}

/// A store that other instances share is told before it ends. A named type, so that a route that is none is one error.
type Revalidation<'a> = Pin<Box<dyn Future<Output = Result<(), RevalidateError>> + Send + 'a>>;

impl RouteInfo {
    /// The last word of its tag.
    pub(super) fn leaf(&self) -> &'static str {
        match self.kind {
            RouteKind::Page => "page",
            RouteKind::Route | RouteKind::Metadata | RouteKind::Asset => "route",
        }
    }
}
