//! Invalidation by route.

use super::{Cache, RevalidateError};
use crate::table::IntoRoute;
use std::pin::Pin;

impl Cache {
    /// Expires the responses of a route, `app::items::ROUTE`, with all its parameters.
    ///
    /// # Errors
    ///
    /// Returns an error if it is called by a cached handler.
    pub fn revalidate_route(&self, route: impl IntoRoute) -> Revalidation<'_> {
        let route = route.into_route().info();
        Box::pin(async move { self.expire_route(route.pattern, route.leaf()) })
    }

    /// Expires the responses of a route and of all routes below its folder.
    ///
    /// # Errors
    ///
    /// Returns an error if it is called by a cached handler.
    pub fn revalidate_subtree(&self, route: impl IntoRoute) -> Revalidation<'_> {
        let route = route.into_route().info();
        Box::pin(async move { self.expire_subtree(route.pattern) })
    }
}

/// The future of an invalidation. It is a named type so that an argument that is not a route causes a single compile error.
type Revalidation<'a> = Pin<Box<dyn Future<Output = Result<(), RevalidateError>> + Send + 'a>>;
