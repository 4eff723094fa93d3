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

pub async fn GET(State(shop): State<Shop>, data: DataCache) -> Result<String> {
    let keep = DataOptions::new().revalidate(3600).tags(["stock"]);
    let (count, items) = data.cached("stock", keep, count_the_shelves(shop)).await?;
    Ok(format!("count {count}: {items} items\n"))
}

pub async fn POST(cache: Cache) -> Result<StatusCode> {
    cache.update_tag("stock").await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which count it is, and what it found. Slow work, in a shop.
async fn count_the_shelves(shop: Shop) -> Result<(u32, usize), Infallible> {
    let mut ledger = shop.ledger();
    ledger.counts += 1;
    Ok((ledger.counts, ITEMS.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{self, data};
    use router_runtime::{
        CacheOptions,
        testing::{Client, ClientError, Clock},
    };
    use std::time::Duration;

    /// The application, its cache, and the clock of that.
    fn shop() -> (Client, Cache, Clock) {
        let clock = Clock::new();
        let options = CacheOptions::new().clock(clock.clone());
        let app = app::builder(Shop::default()).cache(options);
        (Client::new(app.service()), app.cache_handle(), clock)
    }

    #[tokio::test]
    async fn the_shelves_are_counted_anew_after_an_hour() -> Result<(), ClientError> {
        let (client, cache, clock) = shop();
        for (seconds, count) in [(0, 1), (3599, 1), (1, 1), (0, 2)] {
            clock.advance(Duration::from_secs(seconds));
            let answer = client.get(data::href()).await?.expect(StatusCode::OK)?;
            assert_eq!(answer.text()?, format!("count {count}: 3 items\n"));
            // The count that follows an old answer.
            cache.settled().await;
        }
        Ok(())
    }

    #[tokio::test]
    async fn whoever_changes_the_stock_has_it_counted() -> Result<(), ClientError> {
        let (client, ..) = shop();
        for count in 1..4 {
            let answer = client.get(data::href()).await?;
            assert_eq!(answer.text()?, format!("count {count}: 3 items\n"));
            client
                .post(data::href())
                .await?
                .expect(StatusCode::NO_CONTENT)?;
        }
        Ok(())
    }
}
