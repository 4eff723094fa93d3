use router_runtime::metadata::*;

pub async fn generateSitemaps() -> Vec<u32> {
    vec![0]
}

pub async fn sitemap() -> Sitemap {
    Sitemap::new([])
}
