use router_runtime::{metadata::*, prelude::*};

pub async fn generate_sitemaps() -> Vec<u32> {
    vec![0]
}

pub async fn sitemap(Path(id): Path<u32>) -> Sitemap {
    Sitemap::new([SitemapUrl::new(id.to_string())])
}
