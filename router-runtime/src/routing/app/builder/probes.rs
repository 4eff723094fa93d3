//! The paths of load balancers and orchestrators.

use super::{super::prerender::path_without_parameters, AppBuilder, refuse};
use crate::routing::entry::ReadinessPath;

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    /// Sets a path that tells load balancers whether the server is ready: `GET` and `HEAD` respond with 200 or 503, as
    /// [`Readiness`](crate::server::Readiness) does.
    ///
    /// The path comes before redirects by rule, middleware and routes, and is below the [`base_path`](Self::base_path). In
    /// [`routes`](Self::routes), which has no fallback, it responds only if a route with parameters matches it too. If another server
    /// than [`serve`](crate::AppService::serve) runs the application, the response is always 200.
    ///
    /// ```no_run
    /// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
    /// let service = app::builder().readiness_path("/ready").service();
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the path does not begin with a slash or needs escapes, or if a route without parameters has the same path.
    #[must_use]
    #[track_caller]
    pub fn readiness_path(mut self, path: &str) -> Self {
        let mut routes = self.definition.routes.iter();
        if let Some(route) =
            routes.find(|route| path_without_parameters(route).as_deref() == Some(path))
        {
            refuse(&format_args!(
                "readiness path `{path}`: {} has the same path",
                route.file
            ));
        }
        match ReadinessPath::new(path, self.options.readiness.clone()) {
            Ok(path) => self.options.entry.readiness = Some(path),
            Err(error) => refuse(&error),
        }
        self
    }
}
