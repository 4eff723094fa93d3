//! # A JSON API: add an item
//!
//! The middleware of `app/admin` protects these routes. A new item invalidates the list of items, and
//! every cached response that is made of it.
//!
//! ```console
//! $ curl -s -H 'x-key: of-pens' -H 'content-type: application/json' -d '{"slug":"Chalk","name":"Chalk","shelf":[],"cents":100,"stock":9}' http://localhost:3000/admin/items
//! < 422
//! shelf: length is lower than 1
//! slug: expected 1 to 50 lower-case letters, digits and hyphens
//! $ curl -s -H 'x-key: of-pens' -H 'content-type: application/json' -d '{"slug":"chalk","name":"Chalk","shelf":["writing"],"cents":100,"stock":9}' http://localhost:3000/admin/items
//! < 201
//! < location: /items/chalk
//! {"slug":"chalk","name":"Chalk","shelf":["writing"],"cents":100}
//! $ curl -s http://localhost:3000/caching/offers
//! < 200
//! < cache-status: rcache; fwd=stale; fwd-status=200; stored
//! Three for two: pen, ink, notebook, chalk (run 2)
//! $ curl -s -H 'x-key: of-pens' -H 'content-type: application/json' -d '{"slug":"chalk","name":"Chalk","shelf":["writing"],"cents":100,"stock":9}' http://localhost:3000/admin/items
//! < 409
//! the slug is taken
//! $ curl -s -d '' http://localhost:3000/admin/items
//! < 401
//! …
//! ```

use crate::{
    app::items,
    catalog::{self, Item, NewItem},
};
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn POST(
    State(database): State<SqlitePool>,
    cache: Cache,
    Json(item): Json<NewItem>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Item>)> {
    let item = catalog::add(&database, item).await?;
    cache.update_tag(catalog::TAG).await?;
    let location = [(header::LOCATION, items::slug::href(&item.slug))];
    Ok((StatusCode::CREATED, location, Json(item)))
}
