use router_runtime::metadata::{ChangeFrequency, Sitemap, SitemapUrl, Video};
use std::time::{Duration, SystemTime};

pub fn sitemap() -> Sitemap {
    Sitemap::new([
        SitemapUrl::new("https://acme.com")
            .last_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_704_164_645))
            .change_frequency(ChangeFrequency::Yearly)
            .priority(1.0)
            .language("es", "https://acme.com/es")
            .language("de", "https://acme.com/de"),
        SitemapUrl::new("https://acme.com/about?a=1&b=2")
            .last_modified("2024-01-02")
            .change_frequency(ChangeFrequency::Monthly)
            .priority(0.8)
            .image("https://example.com/image.jpg"),
        SitemapUrl::new("https://acme.com/v").video(Video::new(
            "ex & co",
            "https://e.com/i.jpg",
            "this is <b>",
        )),
        SitemapUrl::new("https://acme.com/min"),
    ])
}
