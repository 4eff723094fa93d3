use router_runtime::{
    metadata::{Sitemap, SitemapUrl},
    prelude::HeaderMap,
};

pub const dynamic: &str = "force-dynamic";

pub async fn sitemap(headers: HeaderMap) -> Sitemap {
    let site = headers.get("x-site").and_then(|site| site.to_str().ok());
    Sitemap::new([SitemapUrl::new(format!(
        "https://{}",
        site.unwrap_or("none")
    ))])
}
