use router_runtime::metadata::*;

pub async fn generate_sitemaps() -> Vec<u32> {
    vec![0]
}

pub async fn sitemap(SitemapId(id): SitemapId<u32>) -> Sitemap {
    Sitemap::new([SitemapUrl::new(id.to_string())])
}
