//! # Special route handlers
//!
//! `sitemap.rs`, `robots.rs`, `manifest.rs` and images such as `icon.rs` serve well-known URLs. They
//! are static: the response is generated once, unless the file configures it otherwise.
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

use crate::{app, catalog::ITEMS, html::ORIGIN};
use router_runtime::metadata::{Sitemap, SitemapUrl};

pub fn sitemap() -> Sitemap {
    let items = ITEMS.iter().map(|item| app::items::slug::href(item.slug));
    let paths = [app::href()].into_iter().chain(items);
    Sitemap::new(paths.map(|path| SitemapUrl::new(format!("{ORIGIN}{path}"))))
}
