use router_runtime::metadata::{Sitemap, SitemapId, SitemapUrl};

pub async fn generate_sitemaps() -> Vec<u32> {
    vec![0, 1]
}

pub async fn sitemap(SitemapId(id): SitemapId<u32>) -> Sitemap {
    Sitemap::new([SitemapUrl::new(format!("https://acme.com/{id}"))])
}
