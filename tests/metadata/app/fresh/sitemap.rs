use router_runtime::metadata::{Sitemap, SitemapUrl};
use std::sync::atomic::{AtomicU32, Ordering};

pub const revalidate: u32 = 60;

static RUNS: AtomicU32 = AtomicU32::new(0);

pub async fn sitemap() -> Sitemap {
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    Sitemap::new([SitemapUrl::new(format!("https://acme.com/{run}"))])
}
