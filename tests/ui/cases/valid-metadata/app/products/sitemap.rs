use router_runtime::metadata::*;

pub const dynamic_params: bool = false;

pub fn generate_sitemaps() -> Vec<&'static str> {
    vec!["a"]
}

pub async fn sitemap(SitemapId(id): SitemapId<String>) -> Sitemap {
    Sitemap::new([SitemapUrl::new(id)])
}
