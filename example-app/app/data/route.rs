//! # Caching and revalidating data
//!
//! `cached` makes data once for all who ask, however many answers it is part of. A tag invalidates it, and every cached answer
//! that is made of it. The handler itself runs for each request here; it may be cached as well.
//!
//! ```console
//! $ curl -s http://localhost:3000/data
//! < 200
//! count 1: 3 items
//! $ curl -s http://localhost:3000/data
//! < 200
//! count 1: 3 items
//! $ curl -s -X POST http://localhost:3000/data
//! < 204
//! $ curl -s http://localhost:3000/data
//! < 200
//! count 2: 3 items
//! ```

use crate::shop::{ITEMS, Shop};
use router_runtime::prelude::*;
use std::convert::Infallible;

pub async fn GET(State(shop): State<Shop>, data: Data) -> Result<String> {
    let keep = Keep::new().revalidate(3600).tags(["stock"]);
    let (count, items) = data.cached("stock", keep, count_the_shelves(shop)).await?;
    Ok(format!("count {count}: {items} items\n"))
}

pub async fn POST(cache: Cache) -> Result<StatusCode> {
    cache.revalidate_tag("stock", Profile::Now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which count it is, and what it found. Slow work, in a shop.
async fn count_the_shelves(shop: Shop) -> Result<(u32, usize), Infallible> {
    let mut ledger = shop.ledger();
    ledger.counts += 1;
    Ok((ledger.counts, ITEMS.len()))
}
