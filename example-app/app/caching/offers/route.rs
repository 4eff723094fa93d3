//! # Revalidating cached data: tags
//!
//! The response is fresh until the tag `offers` is invalidated, which the prices have as well.
//!
//! ```console
//! $ curl -s http://localhost:3000/caching/offers
//! < 200
//! < cache-status: rcache; hit
//! Three for two: pen, ink, notebook (run 1)
//! ```

use crate::{catalog::ITEMS, counter::Counter};

pub const revalidate: bool = false;
pub const cache_tags: &[&str] = &["offers"];

static RUNS: Counter = Counter::new();

pub async fn GET() -> String {
    let slugs: Vec<&str> = ITEMS.iter().map(|item| item.slug).collect();
    let run = RUNS.next();
    format!("Three for two: {} (run {run})", slugs.join(", "))
}
