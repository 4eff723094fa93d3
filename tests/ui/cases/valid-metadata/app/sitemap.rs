use router_runtime::metadata::*;

pub const revalidate: u32 = 60;

pub async fn sitemap() -> Sitemap {
    Sitemap::new([])
}
