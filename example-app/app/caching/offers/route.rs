//! # Revalidating cached data: tags
//!
//! The response is fresh until the tag `offers` is invalidated, which the prices have as well, or the
//! tag of the cached list of items.
//!
//! ```console
//! $ curl -s http://localhost:3000/caching/offers
//! < 200
//! < cache-status: rcache; hit
//! Three for two: pen, ink, notebook (run 1)
//! ```

use crate::{catalog, counter::Counter};
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub const revalidate: bool = false;
pub const cache_tags: &[&str] = &["offers"];

static RUNS: Counter = Counter::new();

pub async fn GET(State(database): State<SqlitePool>, data: DataCache) -> Result<String> {
    let items = catalog::all(database, &data).await?;
    let slugs: Vec<&str> = items.iter().map(|item| &*item.slug).collect();
    let run = RUNS.next();
    Ok(format!("Three for two: {} (run {run})", slugs.join(", ")))
}
