use router_runtime::metadata::Sitemap;

pub fn sitemap() -> Sitemap {
    Sitemap::new([])
}
