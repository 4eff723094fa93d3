use crate::runs;
use router_runtime::metadata::{Sitemap, SitemapUrl};

pub const revalidate: u32 = 1;

pub async fn sitemap() -> Sitemap {
    let (run, _) = runs::run_of_prerendered("meta/rev");
    Sitemap::new([SitemapUrl::new(format!("https://n{run}"))])
}
