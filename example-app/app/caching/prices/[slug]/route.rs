//! # Caching: known parameters
//!
//! The paths that `generate_static_params` lists are made when the program starts. The others are
//! made when they are first asked for; with `dynamic_params = false` they would be a 404.
//!
//! ```console
//! $ curl -s http://localhost:3000/caching/prices/pen
//! < 200
//! < cache-status: rcache; hit
//! Fountain pen: 29.00 (run 1)
//! $ curl -s http://localhost:3000/caching/prices/ink
//! < 200
//! < cache-status: rcache; fwd=miss; fwd-status=200; stored
//! Ink, blue & black: 8.00 (run 2)
//! $ curl -s http://localhost:3000/caching/prices/ink
//! < 200
//! < cache-status: rcache; hit
//! Ink, blue & black: 8.00 (run 2)
//! $ curl -s http://localhost:3000/caching/prices/stone
//! < 404
//! ```

use crate::{app::caching::prices::slug::Params, counter::Counter, shop::item};
use router_runtime::prelude::*;

pub const revalidate: bool = false;
pub const cache_tags: &[&str] = &["offers"];

static RUNS: Counter = Counter::new();

pub async fn generate_static_params() -> Vec<Params> {
    let slug = "pen".to_owned();
    vec![Params { slug }]
}

pub async fn GET(Params { slug }: Params) -> Result<String> {
    let item = item(&slug).ok_or_else(not_found)?;
    let (whole, cents) = (item.cents / 100, item.cents % 100);
    let run = RUNS.next();
    Ok(format!("{}: {whole}.{cents:02} (run {run})", item.name))
}
