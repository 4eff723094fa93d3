use router_runtime::metadata::*;

pub fn sitemap() -> Sitemap {
    Sitemap::new([])
}
