use router_runtime::metadata::{Sitemap, SitemapUrl};

pub fn sitemap() -> Sitemap {
    Sitemap::new([SitemapUrl::new("https://x")])
}
