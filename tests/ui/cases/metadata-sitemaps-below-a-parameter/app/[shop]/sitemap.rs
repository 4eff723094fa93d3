use router_runtime::metadata::*;

pub async fn generate_sitemaps() -> Vec<u32> {
    vec![0]
}

pub async fn sitemap() -> Sitemap {
    Sitemap::new([])
}
