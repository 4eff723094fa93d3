//! # Revalidating cached data: on demand
//!
//! A handler that takes `Cache` can invalidate responses. After `update_tag`, no request receives an
//! older response. After `revalidate_tag`, stored responses are stale and served while new ones are
//! generated. A real application requires a key, as `app/admin` does.
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
    /// Expires all responses with the tag.
    Offers,
    /// Makes all responses with the tag stale.
    OffersSoon,
    /// Invalidates all responses of a route.
    Prices,
    /// Invalidates the response of a path.
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
