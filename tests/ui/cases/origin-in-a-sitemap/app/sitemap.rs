use router_runtime::{extract::Origin, metadata::*};

pub async fn sitemap(origin: Origin) -> Sitemap {
    Sitemap::new([SitemapUrl::new(format!("{origin}/"))])
}
