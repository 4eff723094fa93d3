//! # Special files
//!
//! `sitemap.rs` answers `/sitemap.xml` with a typed value. It is made once, as all such files are; `revalidate` or
//! `dynamic = "force-dynamic"` says otherwise.
//!
//! ```console
//! $ curl -s http://localhost:3000/sitemap.xml
//! < 200
//! < content-type: application/xml
//! < cache-control: public, max-age=0, must-revalidate
//! <?xml version="1.0" encoding="UTF-8"?>
//! <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
//! <url>
//! <loc>http://localhost:3000/</loc>
//! <changefreq>daily</changefreq>
//! </url>
//! <url>
//! <loc>http://localhost:3000/items/pen</loc>
//! </url>
//! …
//! ```

use crate::{app, shop::ITEMS};
use router_runtime::metadata::{ChangeFrequency, Sitemap, SitemapUrl};

const ORIGIN: &str = "http://localhost:3000";

pub async fn sitemap() -> Sitemap {
    let home = SitemapUrl::new(format!("{ORIGIN}{}", app::href()))
        .change_frequency(ChangeFrequency::Daily);
    let items = ITEMS.iter().map(|item| {
        let link = app::items::slug::href(item.slug);
        SitemapUrl::new(format!("{ORIGIN}{link}"))
    });
    std::iter::once(home).chain(items).collect()
}
