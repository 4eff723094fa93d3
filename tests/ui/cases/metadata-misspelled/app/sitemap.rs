use router_runtime::metadata::*;

pub async fn site_map() -> Sitemap {
    Sitemap::new([])
}
