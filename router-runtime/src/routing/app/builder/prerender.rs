//! Prerendering.

use super::AppBuilder;
use crate::{cache::Existing, routing::app::prerender::PrerenderReport};

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    /// Fills the cache that everything built by this builder shares: each cached GET without parameters, and each path of
    /// `generate_static_params`. Responses that are cached already are generated again.
    ///
    /// At most 8 responses are generated concurrently, 4 of one route. If 4 responses of a route in a row are not generated within
    /// [`CacheOptions::regen_timeout`](crate::cache::CacheOptions::regen_timeout), its other responses are not tried. A
    /// `generate_static_params` has 30 seconds.
    ///
    /// # Panics
    ///
    /// Panics as [`cache_handle`](Self::cache_handle) does.
    pub async fn prerender(&self) -> PrerenderReport {
        self.app().prerender(&Existing::Replace).await
    }

    /// Prerenders as [`prerender`](Self::prerender) does, and writes the responses to a seed: a file from which new instances of the same
    /// build start, see [`CacheOptions::seed`](crate::cache::CacheOptions::seed). It is written in spite of failures, and does not contain the
    /// responses that are reported as such.
    ///
    /// The folder of the file is created, and the file replaced when it is complete. The responses are also stored in the second tier, if
    /// the cache has one. `ROUTER_TASK="seed FILE"` uses no second tier, and writes nothing after a failure.
    ///
    /// ```no_run
    /// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
    /// # async fn build_step() -> std::io::Result<()> {
    /// let report = app::builder().prerender_to("target/shop.seed").await?;
    /// println!("{report}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be written.
    ///
    /// # Panics
    ///
    /// Panics as [`cache_handle`](Self::cache_handle) does.
    #[cfg(feature = "second-tier")]
    pub async fn prerender_to(
        &self,
        path: impl AsRef<std::path::Path>,
    ) -> std::io::Result<PrerenderReport> {
        self.app().prerender_to(path.as_ref()).await
    }
}
