//! Invalidation by route, which only this room knows.

use super::{
    route::Route,
    route_info::{RouteInfo, RouteKind},
};
use crate::cache::{Cache, RevalidateError, Scope};

impl Cache {
    /// Expires the answers of a route, `app::items::ROUTE`: its own with all their parameters, or those of all routes below too.
    ///
    /// # Errors
    ///
    /// When the call stands in a cached handler.
    #[expect(
        clippy::unused_async,
        reason = "a store that other instances share is told before the call returns"
    )]
    pub async fn revalidate_route(
        &self,
        route: impl Into<Route>,
        scope: Scope,
    ) -> Result<(), RevalidateError> {
        let route = route.into();
        self.revalidate_pattern(route.pattern, route.leaf(), scope)
    }
}

impl RouteInfo {
    /// The last word of its tag.
    pub(super) fn leaf(&self) -> &'static str {
        match self.kind {
            RouteKind::Page => "page",
            RouteKind::Route | RouteKind::Metadata | RouteKind::Asset => "route",
        }
    }
}
