//! # Dynamic segments: links
//!
//! The parent folder of `[slug]`, with a link to each item.
//!
//! ```console
//! $ curl -s http://localhost:3000/items
//! < 200
//! {"ink":"/items/ink","notebook":"/items/notebook","pen":"/items/pen"}
//! ```

use crate::{app::items::slug, catalog};
use router_runtime::prelude::*;
use sqlx::SqlitePool;
use std::collections::BTreeMap;

pub async fn GET(
    State(database): State<SqlitePool>,
    data: DataCache,
) -> Result<Json<BTreeMap<String, String>>> {
    let items = catalog::all(database, &data).await?;
    let links = items.into_iter().map(|item| {
        let link = slug::href(&item.slug);
        (item.slug, link)
    });
    Ok(Json(links.collect()))
}
