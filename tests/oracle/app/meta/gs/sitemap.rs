use router_runtime::metadata::{Sitemap, SitemapId, SitemapUrl};

pub async fn generate_sitemaps() -> Vec<&'static str> {
    vec!["0", "1", "two"]
}

pub async fn sitemap(SitemapId(id): SitemapId<String>) -> Sitemap {
    Sitemap::new([SitemapUrl::new(format!("https://acme.com/p/{id}"))])
}
