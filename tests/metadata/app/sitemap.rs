use router_runtime::metadata::{Sitemap, SitemapUrl};

pub fn sitemap() -> Sitemap {
    Sitemap::new([SitemapUrl::new("https://acme.com/?a=1&b=2")])
}
