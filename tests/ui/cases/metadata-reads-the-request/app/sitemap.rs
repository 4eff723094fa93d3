use router_runtime::{metadata::*, prelude::*};

pub async fn sitemap(headers: HeaderMap) -> Sitemap {
    Sitemap::new([SitemapUrl::new(format!("{headers:?}"))])
}
