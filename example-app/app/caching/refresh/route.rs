//! # Revalidating cached data: on demand
//!
//! A handler that takes `Cache` invalidates. `update_tag` expires: no later request gets an older response.
//! `revalidate_tag` makes stale: one more old response goes out while a new one is generated.
//! A shop that is open asks for a key first, as `app/admin` does.
//!
//! ```console
//! $ curl -s -d 'what=offers' http://localhost:3000/caching/refresh
//! < 204
//! $ curl -s http://localhost:3000/caching/offers
//! < 200
//! < cache-status: rcache; fwd=stale; fwd-status=200; stored
//! Three for two: pen, ink, notebook (run 2)
//! $ curl -s http://localhost:3000/caching/offers
//! < 200
//! < cache-status: rcache; hit
//! Three for two: pen, ink, notebook (run 2)
//! $ curl -s -d 'what=prices' http://localhost:3000/caching/refresh
//! < 204
//! $ curl -s -d 'what=everything' http://localhost:3000/caching/refresh
//! < 422
//! …
//! ```

use crate::app::caching::{clock, prices};
use router_runtime::prelude::*;

#[derive(Debug, serde::Deserialize)]
pub struct Refresh {
    what: What,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    /// Everything of that tag.
    Offers,
    /// The same, and nobody waits for the new answers.
    OffersSoon,
    /// All answers of one route.
    Prices,
    /// One path.
    Clock,
}

pub async fn POST(cache: Cache, Form(refresh): Form<Refresh>) -> Result<StatusCode> {
    match refresh.what {
        What::Offers => cache.update_tag("offers").await?,
        What::OffersSoon => cache.revalidate_tag("offers").await?,
        What::Prices => {
            let route = prices::slug::ROUTE;
            cache.revalidate_route(route).await?;
        }
        What::Clock => cache.revalidate_path(&clock::href()).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}
