//! # Revalidating cached data: `fetch`
//!
//! The response of another service is cached for a minute, and concurrent requests share one fetch.
//! The response of this route is cached as well. The file sets an hour, but it is fresh for no longer
//! than the data it is generated from. The tag invalidates both.
//!
//! ```console
//! $ curl -s http://localhost:3000/caching/supplies
//! < 200
//! < cdn-cache-control: max-age=60, stale-while-revalidate=31535940
//! {"number":1,"ink":391,"paper":620}
//! $ curl -s -X POST http://localhost:3000/caching/supplies
//! < 204
//! $ curl -s http://localhost:3000/caching/supplies
//! < 200
//! < cache-status: rcache; fwd=stale; fwd-status=200; stored
//! {"number":2,"ink":392,"paper":620}
//! ```

use crate::supplier::{PriceList, Supplier};
use router_runtime::prelude::*;

pub const revalidate: u32 = 3600;

pub async fn GET(State(supplier): State<Supplier>, fetch: Fetch) -> Result<Json<PriceList>> {
    let prices = supplier.prices().await?;
    let response = fetch.get(prices).revalidate(60).tag("supplies").send();
    Ok(Json(response.await?.error_for_status()?.json()?))
}

pub async fn POST(cache: Cache) -> Result<StatusCode> {
    cache.update_tag("supplies").await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{self, caching::supplies},
        shop::Shop,
    };
    use router_runtime::{
        CacheOptions,
        testing::{Client, ClientError, Clock},
    };
    use std::time::Duration;

    #[tokio::test]
    async fn a_price_list_is_fresh_for_a_minute() -> Result<(), ClientError> {
        let clock = Clock::new();
        let options = CacheOptions::new().clock(clock.clone());
        let app = app::builder(Shop::for_test().await).cache(options);
        let (client, cache) = (Client::new(app.service()), app.cache_handle());
        for (seconds, number) in [(0, 1), (59, 1), (1, 1), (0, 2)] {
            clock.advance(Duration::from_secs(seconds));
            let response = client.get(supplies::href()).await?.expect(StatusCode::OK)?;
            assert_eq!(response.json::<PriceList>()?.number, number);
            // Wait for the background revalidation.
            cache.settled().await;
        }
        Ok(())
    }
}
