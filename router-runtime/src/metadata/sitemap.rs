//! Sitemaps (<https://www.sitemaps.org/protocol.html>).

use super::{
    video::Video,
    xml::{push_element, push_escaped},
};
use axum::{
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use std::{fmt, time::SystemTime};
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

/// A sitemap, the response of `sitemap.rs`.
///
/// Crawlers accept at most 50,000 URLs and 50 MB per sitemap; `generate_sitemaps` splits a large one. A sitemap larger than 2 MiB is not
/// cached unless [`CacheOptions::max_entry`](crate::CacheOptions::max_entry) allows it.
///
/// ```
/// use router_runtime::metadata::{Sitemap, SitemapUrl};
///
/// let sitemap: Sitemap = ["/", "/blog?a=1&b=2"]
///     .into_iter()
///     .map(|path| SitemapUrl::new(format!("https://acme.com{path}")))
///     .collect();
/// assert!(sitemap.to_string().contains("<loc>https://acme.com/blog?a=1&amp;b=2</loc>"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sitemap {
    urls: Vec<SitemapUrl>,
}

impl Sitemap {
    /// Creates a sitemap of these URLs.
    pub fn new(urls: impl IntoIterator<Item = SitemapUrl>) -> Self {
        urls.into_iter().collect()
    }
}

impl FromIterator<SitemapUrl> for Sitemap {
    fn from_iter<T: IntoIterator<Item = SitemapUrl>>(urls: T) -> Self {
        Self {
            urls: urls.into_iter().collect(),
        }
    }
}

impl Extend<SitemapUrl> for Sitemap {
    fn extend<T: IntoIterator<Item = SitemapUrl>>(&mut self, urls: T) {
        self.urls.extend(urls);
    }
}

/// An entry of a [`Sitemap`].
#[derive(Clone, Debug, PartialEq)]
pub struct SitemapUrl {
    url: String,
    last_modified: Option<String>,
    change_frequency: Option<ChangeFrequency>,
    priority: Option<f32>,
    languages: Vec<(String, String)>,
    images: Vec<String>,
    videos: Vec<Video>,
}

impl SitemapUrl {
    /// Creates an entry for an absolute URL.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            last_modified: None,
            change_frequency: None,
            priority: None,
            languages: Vec::new(),
            images: Vec::new(),
            videos: Vec::new(),
        }
    }

    /// Sets when the page changed last: a [`SystemTime`], or text in the W3C datetime format, such as `2026-11-23`.
    #[must_use]
    pub fn last_modified(mut self, time: impl Into<LastModified>) -> Self {
        self.last_modified = time.into().0;
        self
    }

    /// Sets how often the page is likely to change.
    #[must_use]
    pub fn change_frequency(mut self, frequency: ChangeFrequency) -> Self {
        self.change_frequency = Some(frequency);
        self
    }

    /// Sets the priority of the page relative to the other pages of the site, clamped to the range from 0 to 1. Crawlers assume 0.5 by
    /// default.
    #[must_use]
    pub fn priority(mut self, priority: f32) -> Self {
        self.priority = (!priority.is_nan()).then(|| priority.clamp(0.0, 1.0));
        self
    }

    /// Adds the URL of the same page in another language, such as `de` or `x-default`.
    #[must_use]
    pub fn language(mut self, language: impl Into<String>, url: impl Into<String>) -> Self {
        self.languages.push((language.into(), url.into()));
        self
    }

    /// Adds the URL of an image on the page.
    #[must_use]
    pub fn image(mut self, url: impl Into<String>) -> Self {
        self.images.push(url.into());
        self
    }

    /// Adds a video on the page.
    #[must_use]
    pub fn video(mut self, video: Video) -> Self {
        self.videos.push(video);
        self
    }

    fn push(&self, xml: &mut String) {
        xml.push_str("<url>\n");
        push_element(xml, "loc", &self.url);
        for (language, url) in &self.languages {
            xml.push_str("<xhtml:link rel=\"alternate\" hreflang=\"");
            push_escaped(xml, language);
            xml.push_str("\" href=\"");
            push_escaped(xml, url);
            xml.push_str("\" />\n");
        }
        for image in &self.images {
            xml.push_str("<image:image>\n");
            push_element(xml, "image:loc", image);
            xml.push_str("</image:image>\n");
        }
        for video in &self.videos {
            video.push(xml);
        }
        if let Some(time) = &self.last_modified {
            push_element(xml, "lastmod", time);
        }
        if let Some(frequency) = self.change_frequency {
            push_element(xml, "changefreq", frequency.as_str());
        }
        if let Some(priority) = self.priority {
            push_element(xml, "priority", &priority.to_string());
        }
        xml.push_str("</url>\n");
    }
}

/// The expected frequency of changes to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeFrequency {
    /// With every access.
    Always,
    /// Every hour.
    Hourly,
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
    /// Never, as for archived pages.
    Never,
}

impl ChangeFrequency {
    fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Hourly => "hourly",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Yearly => "yearly",
            Self::Never => "never",
        }
    }
}

/// The time of the last change of a page, converted from text or a [`SystemTime`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastModified(Option<String>);

impl From<&str> for LastModified {
    fn from(time: &str) -> Self {
        Self(Some(time.to_owned()))
    }
}

impl From<String> for LastModified {
    fn from(time: String) -> Self {
        Self(Some(time))
    }
}

impl From<SystemTime> for LastModified {
    /// Converts a time. A time before 1970 or after 9999 is omitted.
    fn from(time: SystemTime) -> Self {
        Self(iso_8601(time))
    }
}

/// Writes a time as JavaScript does, with milliseconds.
fn iso_8601(time: SystemTime) -> Option<String> {
    const FORMAT: &[BorrowedFormatItem<'_>] =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let nanoseconds = since.as_nanos().try_into().ok()?;
    let time = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok()?;
    time.format(FORMAT).ok()
}

impl fmt::Display for Sitemap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let any = |has: fn(&SitemapUrl) -> bool| self.urls.iter().any(has);
        let mut xml = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"",
        );
        if any(|url| !url.images.is_empty()) {
            xml.push_str(" xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\"");
        }
        if any(|url| !url.videos.is_empty()) {
            xml.push_str(" xmlns:video=\"http://www.google.com/schemas/sitemap-video/1.1\"");
        }
        if any(|url| !url.languages.is_empty()) {
            xml.push_str(" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"");
        }
        xml.push_str(">\n");
        for url in &self.urls {
            url.push(&mut xml);
        }
        xml.push_str("</urlset>\n");
        f.write_str(&xml)
    }
}

impl IntoResponse for Sitemap {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, "application/xml")], self.to_string()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_example_of_the_documentation_of_next_js() {
        let sitemap = Sitemap::new([
            SitemapUrl::new("https://acme.com")
                .last_modified(SystemTime::UNIX_EPOCH + Duration::from_millis(1_704_164_645_006))
                .change_frequency(ChangeFrequency::Yearly)
                .priority(1.0)
                .language("es", "https://acme.com/es"),
            SitemapUrl::new("https://acme.com/about")
                .last_modified("2024-01-02")
                .priority(0.8)
                .image("https://example.com/image.jpg"),
        ]);
        assert_eq!(
            sitemap.to_string(),
            r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url>
<loc>https://acme.com</loc>
<xhtml:link rel="alternate" hreflang="es" href="https://acme.com/es" />
<lastmod>2024-01-02T03:04:05.006Z</lastmod>
<changefreq>yearly</changefreq>
<priority>1</priority>
</url>
<url>
<loc>https://acme.com/about</loc>
<image:image>
<image:loc>https://example.com/image.jpg</image:loc>
</image:image>
<lastmod>2024-01-02</lastmod>
<priority>0.8</priority>
</url>
</urlset>
"#
        );
    }

    #[test]
    fn values_out_of_range_are_clamped_or_omitted() {
        let url = || SitemapUrl::new("x");
        assert_eq!(url().priority(7.0), url().priority(1.0));
        assert_eq!(url().priority(f32::NAN), url());
        let late = SystemTime::UNIX_EPOCH + Duration::from_secs(400_000_000_000);
        let early = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(url().last_modified(late), url());
        assert_eq!(url().last_modified(early), url());
    }
}
