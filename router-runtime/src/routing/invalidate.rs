//! Invalidation by route, which only this room knows.

use super::{
    route::IntoRoute,
    route_info::{RouteInfo, RouteKind},
};
use crate::cache::{Cache, RevalidateError, Scope};
use std::pin::Pin;

impl Cache {
    /// Expires the answers of a route, `app::items::ROUTE`: its own with all their parameters, or those of all routes below too.
    ///
    /// # Errors
    ///
    /// When the call stands in a cached handler.
    pub fn revalidate_route(&self, route: impl IntoRoute, scope: Scope) -> Revalidation<'_> {
        let route = route.into_route();
        Box::pin(async move { self.revalidate_pattern(route.pattern, route.leaf(), scope) })
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
