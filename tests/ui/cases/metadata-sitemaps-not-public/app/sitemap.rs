use router_runtime::metadata::*;

async fn generate_sitemaps() -> Vec<u32> {
    vec![0]
}

pub async fn sitemap() -> Sitemap {
    Sitemap::new([])
}
