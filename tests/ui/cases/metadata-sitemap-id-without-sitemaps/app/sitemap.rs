use router_runtime::metadata::*;

pub async fn sitemap(SitemapId(id): SitemapId<u32>) -> Sitemap {
    Sitemap::new([SitemapUrl::new(id.to_string())])
}
