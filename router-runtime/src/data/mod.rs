//! Data that is made once and used by many answers.

mod cached;
mod error;
mod lookup;
mod options;

pub use error::{DataError, DataErrorKind};
pub use options::DataOptions;

pub(crate) use crate::cache::LookupError;

use crate::cache::{Cache, Dependencies, Engine};
use std::{fmt, sync::Arc};

/// Data that outlives a request: an extractor, with [`cached`](Self::cached).
///
/// It lives in the cache of the application, beside answers and within the same limits, and the tags that invalidate answers
/// invalidate data. It reads nothing of the request, so handlers that are cached themselves may take it. There the answer takes
/// over what it is made of: the tags of the data, and its period if that is shorter than the answer's own.
///
/// ```
/// use router_runtime::prelude::*;
/// # #[derive(serde::Serialize, serde::Deserialize)] pub struct Rates(Vec<(String, f64)>);
/// # async fn ask_the_bank() -> std::io::Result<Rates> { Ok(Rates(Vec::new())) }
///
/// // app/rates/route.rs
/// pub async fn GET(data: DataCache) -> Result<Json<Rates>> {
///     let keep = DataOptions::new().revalidate(60).tags(["rates"]);
///     let rates = data.cached("rates", keep, async { ask_the_bank().await }).await?;
///     Ok(Json(rates))
/// }
/// ```
///
/// Code outside of handlers converts the application's [`Cache`]: `DataCache::from(&cache)`.
#[derive(Clone)]
pub struct DataCache {
    engine: Arc<Engine>,
    /// The answer that is being made for the cache, if it is.
    answer: Option<Dependencies>,
}

impl DataCache {
    pub(crate) fn new(engine: Arc<Engine>, answer: Option<Dependencies>) -> Self {
        Self { engine, answer }
    }

    /// Whether an answer that is kept is made of it.
    pub(crate) fn is_for_response(&self) -> bool {
        self.answer.is_some()
    }
}

impl fmt::Debug for DataCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataCache")
    }
}

impl From<&Cache> for DataCache {
    /// Returns the data cache of the same application, for code outside of handlers.
    fn from(cache: &Cache) -> Self {
        Self::new(Arc::clone(cache.engine()), None)
    }
}

#[cfg(test)]
mod tests;
