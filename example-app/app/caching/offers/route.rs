//! # Revalidating cached data: tags
//!
//! Good until somebody says otherwise, by the name `offers`, which the prices bear as well.
//!
//! ```console
//! $ curl -s http://localhost:3000/caching/offers
//! < 200
//! < cache-status: rcache; hit
//! Three for two: pen, ink, notebook (run 1)
//! ```

use crate::{counter::Counter, shop::ITEMS};

pub const revalidate: bool = false;
pub const cache_tags: &[&str] = &["offers"];

static RUNS: Counter = Counter::new();

pub async fn GET() -> String {
    let slugs: Vec<&str> = ITEMS.iter().map(|item| item.slug).collect();
    let run = RUNS.next();
    format!("Three for two: {} (run {run})", slugs.join(", "))
}
