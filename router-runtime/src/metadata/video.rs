//! Videos in sitemaps (<https://developers.google.com/search/docs/crawling-indexing/sitemaps/video-sitemaps>).

use super::xml::{push_element, push_element_with};

/// A video on a page of a [`Sitemap`](super::Sitemap).
///
/// ```
/// use router_runtime::metadata::{SitemapUrl, Video};
///
/// let video = Video::new("Filling a pen", "https://acme.com/fill.jpg", "How to fill a fountain pen").duration(90);
/// let url = SitemapUrl::new("https://acme.com/guides/filling").video(video);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Video {
    title: String,
    thumbnail: String,
    description: String,
    /// The optional elements, in the order of the output.
    members: Vec<Member>,
}

/// The name of an element, an optional attribute, and its text.
type Member = (&'static str, Option<(&'static str, String)>, String);

macro_rules! members {
    ($($(#[$doc:meta])* $method:ident($ty:ty) => $element:literal, $text:expr;)*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $method(mut self, value: $ty) -> Self {
                let text: fn($ty) -> String = $text;
                self.members.push(($element, None, text(value)));
                self
            }
        )*
    };
}

fn yes_or_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

impl Video {
    /// Creates a video from its title, the URL of a thumbnail, and a description.
    pub fn new(
        title: impl Into<String>,
        thumbnail: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            thumbnail: thumbnail.into(),
            description: description.into(),
            members: Vec::new(),
        }
    }

    members! {
        /// Sets the URL of the video file.
        content(&str) => "video:content_loc", str::to_owned;
        /// Sets the URL of a player for the video.
        player(&str) => "video:player_loc", str::to_owned;
        /// Sets the duration in seconds.
        duration(u32) => "video:duration", |seconds| seconds.to_string();
        /// Sets the number of views.
        view_count(u64) => "video:view_count", |count| count.to_string();
        /// Adds a tag. There can be several.
        tag(&str) => "video:tag", str::to_owned;
        /// Sets the rating, from 0 to 5.
        rating(f32) => "video:rating", |rating| rating.to_string();
        /// Sets the date after which the video is not available, in the W3C datetime format.
        expiration_date(&str) => "video:expiration_date", str::to_owned;
        /// Sets the date of the first publication, in the W3C datetime format.
        publication_date(&str) => "video:publication_date", str::to_owned;
        /// Sets whether the video is suitable for children.
        family_friendly(bool) => "video:family_friendly", yes_or_no;
        /// Sets whether the video requires a subscription.
        requires_subscription(bool) => "video:requires_subscription", yes_or_no;
        /// Sets whether the video is a live stream.
        live(bool) => "video:live", yes_or_no;
    }

    /// Sets the countries where the video may be shown (`true`) or may not, as ISO 3166 codes separated by spaces.
    #[must_use]
    pub fn restriction(self, allow: bool, countries: &str) -> Self {
        self.with(
            "video:restriction",
            "relationship",
            relation(allow),
            countries,
        )
    }

    /// Sets the platforms on which the video may be shown (`true`) or may not: `web`, `mobile` and `tv`, separated by spaces.
    #[must_use]
    pub fn platform(self, allow: bool, platforms: &str) -> Self {
        self.with("video:platform", "relationship", relation(allow), platforms)
    }

    /// Sets the name of the uploader and the URL of a page about them.
    #[must_use]
    pub fn uploader(mut self, name: &str, page: Option<&str>) -> Self {
        let attribute = page.map(|page| ("info", page.to_owned()));
        self.members
            .push(("video:uploader", attribute, name.to_owned()));
        self
    }

    fn with(
        mut self,
        element: &'static str,
        attribute: &'static str,
        is: &str,
        text: &str,
    ) -> Self {
        let attribute = Some((attribute, is.to_owned()));
        self.members.push((element, attribute, text.to_owned()));
        self
    }

    pub(super) fn push(&self, xml: &mut String) {
        xml.push_str("<video:video>\n");
        push_element(xml, "video:title", &self.title);
        push_element(xml, "video:thumbnail_loc", &self.thumbnail);
        push_element(xml, "video:description", &self.description);
        for (element, attribute, text) in &self.members {
            let attribute = attribute
                .as_ref()
                .map(|(name, value)| (*name, value.as_str()));
            push_element_with(xml, element, attribute, text);
        }
        xml.push_str("</video:video>\n");
    }
}

fn relation(allow: bool) -> &'static str {
    if allow { "allow" } else { "deny" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_is_written() {
        let mut xml = String::new();
        Video::new("a & b", "https://e.com/i.jpg", "<c>")
            .content("https://e.com/v.mp4")
            .duration(90)
            .rating(4.5)
            .family_friendly(true)
            .live(false)
            .restriction(false, "DE FR")
            .uploader("me", Some("https://e.com/me"))
            .push(&mut xml);
        assert_eq!(
            xml,
            "<video:video>\n\
             <video:title>a &amp; b</video:title>\n\
             <video:thumbnail_loc>https://e.com/i.jpg</video:thumbnail_loc>\n\
             <video:description>&lt;c&gt;</video:description>\n\
             <video:content_loc>https://e.com/v.mp4</video:content_loc>\n\
             <video:duration>90</video:duration>\n\
             <video:rating>4.5</video:rating>\n\
             <video:family_friendly>yes</video:family_friendly>\n\
             <video:live>no</video:live>\n\
             <video:restriction relationship=\"deny\">DE FR</video:restriction>\n\
             <video:uploader info=\"https://e.com/me\">me</video:uploader>\n\
             </video:video>\n"
        );
    }
}
