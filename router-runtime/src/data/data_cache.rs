//! The extractor of the data cache.

use crate::cache::{Cache, Dependencies, Engine};
use std::{fmt, sync::Arc};

/// The cache of data: an extractor whose [`cached`](Self::cached) looks up or generates a value.
///
/// Values are in the cache of the application, next to its responses and within the same limits, and are invalidated by the same
/// tags. `DataCache` reads nothing of the request, so cached handlers may take it. A cached response takes over the tags of its data,
/// and their period if that is shorter than its own.
///
/// ```
/// use router_runtime::prelude::*;
/// # #[derive(serde::Serialize, serde::Deserialize)] pub struct Rates(Vec<(String, f64)>);
/// # async fn fetch_rates() -> std::io::Result<Rates> { Ok(Rates(Vec::new())) }
///
/// // app/rates/route.rs
/// pub async fn GET(data: DataCache) -> Result<Json<Rates>> {
///     let options = DataOptions::new().revalidate(60).tags(["rates"]);
///     let rates = data.cached("rates", options, fetch_rates()).await?;
///     Ok(Json(rates))
/// }
/// ```
///
/// Code outside handlers converts the application's [`Cache`]: `DataCache::from(&cache)`.
#[derive(Clone)]
pub struct DataCache {
    pub(super) engine: Arc<Engine>,
    /// The route of the handler; `None` outside handlers.
    pub(super) route: Option<usize>,
    /// The dependencies of the cached response that is being generated; `None` outside cached handlers.
    pub(super) dependencies: Option<Dependencies>,
}

impl DataCache {
    pub(crate) fn new(
        engine: Arc<Engine>,
        route: Option<usize>,
        dependencies: Option<Dependencies>,
    ) -> Self {
        Self {
            engine,
            route,
            dependencies,
        }
    }

    /// Returns `true` if a cached response is made of the data.
    pub(crate) fn is_for_response(&self) -> bool {
        self.dependencies.is_some()
    }

    /// The clock of the cache.
    pub(crate) fn clock(&self) -> &crate::cache::Clock {
        self.engine.clock()
    }

    /// The maximum time of a generation.
    pub(crate) fn generation_timeout(&self) -> std::time::Duration {
        self.engine.generation_timeout()
    }
}

impl fmt::Debug for DataCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataCache")
    }
}

impl From<&Cache> for DataCache {
    /// Returns the data cache of the same application, for code outside handlers.
    fn from(cache: &Cache) -> Self {
        Self::new(Arc::clone(cache.engine()), None, None)
    }
}
