use router_runtime::metadata::Sitemap;

pub const dynamic: &str = "force-dynamic";

pub fn sitemap() -> Sitemap {
    Sitemap::new([])
}
