//! # Revalidating cached data: `fetch`
//!
//! What another service answers is kept for a minute, and one request fetches it, however many ask. The answer that is made
//! of it is kept too: for an hour, says the file, but not for longer than what it is made of. The tag reaches both.
//!
//! ```console
//! $ curl -s http://localhost:3000/caching/supplies
//! < 200
//! < cache-control: s-maxage=60, stale-while-revalidate=31535940
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
    let answer = fetch.get(prices).revalidate(60).tag("supplies").send();
    Ok(Json(answer.await?.error_for_status()?.json()?))
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
    async fn a_price_list_is_good_for_a_minute() -> Result<(), ClientError> {
        let clock = Clock::new();
        let options = CacheOptions::new().clock(clock.clone());
        let app = app::builder(Shop::default()).cache(options);
        let (client, cache) = (Client::new(app.service()), app.cache_handle());
        for (seconds, number) in [(0, 1), (59, 1), (1, 1), (0, 2)] {
            clock.advance(Duration::from_secs(seconds));
            let answer = client.get(supplies::href()).await?.expect(StatusCode::OK)?;
            assert_eq!(answer.json::<PriceList>()?.number, number);
            // The list that follows an old one.
            cache.settled().await;
        }
        Ok(())
    }
}
