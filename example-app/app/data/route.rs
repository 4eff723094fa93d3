//! # Caching and revalidating data
//!
//! `cached` generates data once for all concurrent requests and all routes. A tag invalidates it
//! together with every cached response that is generated from it: by a `POST`, by an order, or by a
//! change of the items. Here the handler itself runs for each request; it could be cached as well.
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

use crate::{catalog, orders::STOCK_TAG};
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn GET(State(database): State<SqlitePool>, data: DataCache) -> Result<String> {
    let options = DataOptions::new()
        .revalidate(3600)
        .tags([STOCK_TAG, catalog::TAG]);
    let count = count_the_shelves(database);
    let (count, items) = data.cached("stock", options, count).await?;
    Ok(format!("count {count}: {items} items\n"))
}

pub async fn POST(cache: Cache) -> Result<StatusCode> {
    cache.update_tag(STOCK_TAG).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns the number of the count and the number of items in stock. In a real shop, this is slow.
async fn count_the_shelves(database: SqlitePool) -> sqlx::Result<(u32, u32)> {
    sqlx::query_as(
        "UPDATE counters SET value = value + 1 WHERE name = 'counts'
         RETURNING value, (SELECT count(*) FROM items WHERE stock > 0)",
    )
    .fetch_one(&database)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{self, data},
        shop::Shop,
    };
    use router_runtime::{
        CacheOptions,
        testing::{Client, ClientError, Clock},
    };
    use std::time::Duration;

    /// Returns a client of the application, its cache, and the clock of the cache.
    async fn shop() -> (Client, Cache, Clock) {
        let clock = Clock::new();
        let options = CacheOptions::new().clock(clock.clone());
        let app = app::builder(Shop::for_test().await).cache(options);
        (Client::new(app.service()), app.cache_handle(), clock)
    }

    #[tokio::test]
    async fn the_shelves_are_counted_again_after_an_hour() -> Result<(), ClientError> {
        let (client, cache, clock) = shop().await;
        for (seconds, count) in [(0, 1), (3599, 1), (1, 1), (0, 2)] {
            clock.advance(Duration::from_secs(seconds));
            let response = client.get(data::href()).await?.expect(StatusCode::OK)?;
            assert_eq!(response.text()?, format!("count {count}: 3 items\n"));
            // Wait for the background revalidation.
            cache.settled().await;
        }
        Ok(())
    }

    #[tokio::test]
    async fn a_post_invalidates_the_count() -> Result<(), ClientError> {
        let (client, ..) = shop().await;
        for count in 1..4 {
            let response = client.get(data::href()).await?;
            assert_eq!(response.text()?, format!("count {count}: 3 items\n"));
            client
                .post(data::href())
                .await?
                .expect(StatusCode::NO_CONTENT)?;
        }
        Ok(())
    }
}
