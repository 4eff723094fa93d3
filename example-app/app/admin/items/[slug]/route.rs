//! # A JSON API: change and remove an item
//!
//! A write invalidates what is made of the old values.
//!
//! ```console
//! $ curl -s -X PATCH -H 'x-key: of-pens' -H 'content-type: application/json' -d '{"cents":100000000}' http://localhost:3000/admin/items/pen
//! < 422
//! cents: greater than 10000000
//! $ curl -s -X PATCH -H 'x-key: of-pens' -H 'content-type: application/json' -d '{"cents":1}' http://localhost:3000/admin/items/stone
//! < 404
//! …
//! $ curl -s http://localhost:3000/caching/prices/notebook
//! < 200
//! Notebook: 12.00 (run 2)
//! $ curl -s -X PATCH -H 'x-key: of-pens' -H 'content-type: application/json' -d '{"cents":1100}' http://localhost:3000/admin/items/notebook
//! < 200
//! {"slug":"notebook","name":"Notebook","shelf":["paper"],"cents":1100}
//! $ curl -s http://localhost:3000/caching/prices/notebook
//! < 200
//! < cache-status: rcache; fwd=stale; fwd-status=200; stored
//! Notebook: 11.00 (run 3)
//! $ curl -s -X DELETE -H 'x-key: of-pens' http://localhost:3000/admin/items/notebook
//! < 204
//! $ curl -s http://localhost:3000/caching/prices/notebook
//! < 404
//! …
//! ```

use crate::catalog::{self, Change, Item};
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn PATCH(
    State(database): State<SqlitePool>,
    cache: Cache,
    Path(slug): Path<String>,
    Json(change): Json<Change>,
) -> Result<Json<Item>> {
    let item = catalog::change(&database, &slug, change).await?;
    cache.update_tag(catalog::TAG).await?;
    Ok(Json(item))
}

pub async fn DELETE(
    State(database): State<SqlitePool>,
    cache: Cache,
    Path(slug): Path<String>,
) -> Result<StatusCode> {
    catalog::remove(&database, &slug).await?;
    cache.update_tag(catalog::TAG).await?;
    Ok(StatusCode::NO_CONTENT)
}
