use crate::runs;
use router_runtime::metadata::{Sitemap, SitemapUrl};

pub const dynamic: &str = "force-dynamic";

pub async fn sitemap() -> Sitemap {
    let run = runs::run("meta/fd");
    Sitemap::new([SitemapUrl::new(format!("https://n{run}"))])
}
