use router_runtime::metadata::*;

pub struct Part;

pub async fn generate_sitemaps() -> Vec<Part> {
    vec![Part]
}

pub async fn sitemap() -> Sitemap {
    Sitemap::new([])
}
