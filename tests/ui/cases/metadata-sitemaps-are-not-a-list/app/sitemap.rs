use router_runtime::metadata::*;

pub async fn generate_sitemaps() -> u32 {
    0
}

pub async fn sitemap() -> Sitemap {
    Sitemap::new([])
}
