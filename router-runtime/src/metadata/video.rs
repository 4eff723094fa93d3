//! Videos in a sitemap (<https://developers.google.com/search/docs/crawling-indexing/sitemaps/video-sitemaps>).

use super::xml::{push_element, push_element_with};

/// A video on a page of a [`Sitemap`](super::Sitemap).
#[derive(Clone, Debug, PartialEq)]
pub struct Video {
    title: String,
    thumbnail: String,
    description: String,
    /// In the order in which they are written.
    members: Vec<Member>,
}

/// An element's name, perhaps an attribute, and its text.
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
    /// A video: its title, the address of an image of it, and what is to be seen.
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
        /// The address of the video itself.
        content(&str) => "video:content_loc", str::to_owned;
        /// The address of a player for it.
        player(&str) => "video:player_loc", str::to_owned;
        /// How long it is, in seconds.
        duration(u32) => "video:duration", |seconds| seconds.to_string();
        /// How often it was looked at.
        view_count(u64) => "video:view_count", |count| count.to_string();
        /// A word that describes it; it may be given several times.
        tag(&str) => "video:tag", str::to_owned;
        /// From 0 to 5.
        rating(f32) => "video:rating", |rating| rating.to_string();
        /// The time after which it is gone, as W3C writes times.
        expiration_date(&str) => "video:expiration_date", str::to_owned;
        /// When it was published first, as W3C writes times.
        publication_date(&str) => "video:publication_date", str::to_owned;
        /// Whether children may see it.
        family_friendly(bool) => "video:family_friendly", yes_or_no;
        /// Whether it can be seen by subscribers alone.
        requires_subscription(bool) => "video:requires_subscription", yes_or_no;
        /// Whether it is live.
        live(bool) => "video:live", yes_or_no;
    }

    /// The countries that may see it (`true`) or may not, as ISO 3166 writes them, parted by spaces.
    #[must_use]
    pub fn restriction(self, allow: bool, countries: &str) -> Self {
        self.with(
            "video:restriction",
            "relationship",
            relation(allow),
            countries,
        )
    }

    /// The platforms that may show it (`true`) or may not, of `web`, `mobile` and `tv`, parted by spaces.
    #[must_use]
    pub fn platform(self, allow: bool, platforms: &str) -> Self {
        self.with("video:platform", "relationship", relation(allow), platforms)
    }

    /// Who uploaded it, and the address of a page about them.
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
    fn every_member_is_written() {
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
