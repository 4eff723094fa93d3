//! # Special route handlers
//!
//! `sitemap.rs`, `robots.rs`, `manifest.rs` and images such as `icon.rs` serve well-known URLs. They
//! are static: the response is generated once, unless the file configures it otherwise. This one is
//! generated again after a write to the list of items, whose tag it has.
//!
//! ```console
//! $ curl -s http://localhost:3000/sitemap.xml
//! < 200
//! < content-type: application/xml
//! < cache-status: rcache; hit
//! …
//! <loc>http://localhost:3000/items/pen</loc>
//! …
//! ```

use crate::{app, catalog, html::ORIGIN};
use router_runtime::metadata::{Sitemap, SitemapUrl};
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn sitemap(State(database): State<SqlitePool>, data: DataCache) -> Result<Sitemap> {
    let items = catalog::all(database, &data).await?;
    let items = items.iter().map(|item| app::items::slug::href(&item.slug));
    let paths = [app::href()].into_iter().chain(items);
    Ok(Sitemap::new(
        paths.map(|path| SitemapUrl::new(format!("{ORIGIN}{path}"))),
    ))
}
