//! Metadata files: `sitemap.rs`, `robots.txt`, `icon2.png`.

/// A file for crawlers and browsers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Metadata {
    Sitemap,
    Robots,
    Manifest,
    Favicon,
    Icon,
    AppleIcon,
    OpengraphImage,
    TwitterImage,
}

use Metadata::{AppleIcon, Favicon, Icon, Manifest, OpengraphImage, Robots, Sitemap, TwitterImage};

struct Row {
    metadata: Metadata,
    stem: &'static str,
    /// The exported function in messages.
    function: &'static str,
    /// The smallest valid export.
    example: &'static str,
    /// The function that the `.rs` file exports, and the end of its URL. A favicon is always an asset.
    source: Option<(&'static [&'static str], &'static str)>,
    extensions: &'static [&'static str],
}

const ROWS: [Row; 8] = [
    Row {
        metadata: Sitemap,
        stem: "sitemap",
        function: "metadata function",
        example: "pub async fn sitemap() -> Sitemap { Sitemap::new([]) }",
        source: Some((&["sitemap"], ".xml")),
        extensions: &["xml"],
    },
    Row {
        metadata: Robots,
        stem: "robots",
        function: "metadata function",
        example: "pub async fn robots() -> Robots { Robots::new() }",
        source: Some((&["robots"], ".txt")),
        extensions: &["txt"],
    },
    Row {
        metadata: Manifest,
        stem: "manifest",
        function: "metadata function",
        example: "pub async fn manifest() -> Manifest { Manifest::new(\"…\") }",
        source: Some((&["manifest"], ".webmanifest")),
        extensions: &["json", "webmanifest"],
    },
    Row {
        metadata: Favicon,
        stem: "favicon",
        function: "",
        example: "",
        source: None,
        extensions: &["ico"],
    },
    Row {
        metadata: Icon,
        stem: "icon",
        function: "metadata function",
        example: "pub async fn icon() -> Image { Image::png(…) }",
        source: Some((&["icon"], "")),
        extensions: &["ico", "jpg", "jpeg", "png", "svg"],
    },
    Row {
        metadata: AppleIcon,
        stem: "apple-icon",
        function: "metadata function",
        example: "pub async fn apple_icon() -> Image { Image::png(…) }",
        source: Some((&["apple_icon"], "")),
        extensions: &["jpg", "jpeg", "png"],
    },
    Row {
        metadata: OpengraphImage,
        stem: "opengraph-image",
        function: "metadata function",
        example: "pub async fn opengraph_image() -> Image { Image::png(…) }",
        source: Some((&["opengraph_image"], "")),
        extensions: &["jpg", "jpeg", "png", "gif"],
    },
    Row {
        metadata: TwitterImage,
        stem: "twitter-image",
        function: "metadata function",
        example: "pub async fn twitter_image() -> Image { Image::png(…) }",
        source: Some((&["twitter_image"], "")),
        extensions: &["jpg", "jpeg", "png", "gif"],
    },
];

impl Metadata {
    /// The metadata file of this name, and whether it is a Rust file.
    pub(crate) fn of(name: &str) -> Option<(Self, bool)> {
        let (stem, extension) = name.rsplit_once('.')?;
        let row = ROWS
            .iter()
            .find(|row| row.stem == stem || row.metadata.is_numbered(row.stem, stem))?;
        let is_source = extension == "rs" && row.source.is_some();
        (is_source || row.extensions.contains(&extension)).then_some((row.metadata, is_source))
    }

    /// Returns `true` if the file is one of several images in a folder: `icon2.png`.
    fn is_numbered(self, image: &str, stem: &str) -> bool {
        let number = stem.strip_prefix(image).unwrap_or_default().as_bytes();
        matches!(self, Icon | AppleIcon | OpengraphImage | TwitterImage)
            && matches!(number, [b'0'..=b'9'])
    }

    /// The last segment of the URL of a file with this name.
    pub(crate) fn url(self, name: &str) -> String {
        match (name.strip_suffix(".rs"), self.row().source) {
            (Some(stem), Some((_, end))) => format!("{stem}{end}"),
            _ => name.to_owned(),
        }
    }

    /// The function that the `.rs` file exports.
    pub(crate) fn exports(self) -> &'static [&'static str] {
        self.row().source.map_or(&[], |(names, _)| names)
    }

    /// The file name without its extension and number.
    pub(crate) fn stem(self) -> &'static str {
        self.row().stem
    }

    /// The exported function in messages.
    pub(crate) fn function(self) -> &'static str {
        self.row().function
    }

    /// The smallest valid export.
    pub(crate) fn example(self) -> &'static str {
        self.row().example
    }

    /// Returns `true` if clients look for it only at the root of a site.
    pub(crate) fn is_at_the_root(self) -> bool {
        matches!(self, Robots | Favicon)
    }

    fn row(self) -> &'static Row {
        let row = ROWS.iter().find(|row| row.metadata == self);
        row.unwrap_or(&ROWS[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_urls() {
        for (name, expected) in [
            ("sitemap.rs", Some((Sitemap, true, "sitemap.xml"))),
            ("sitemap.xml", Some((Sitemap, false, "sitemap.xml"))),
            ("robots.rs", Some((Robots, true, "robots.txt"))),
            (
                "manifest.rs",
                Some((Manifest, true, "manifest.webmanifest")),
            ),
            ("manifest.json", Some((Manifest, false, "manifest.json"))),
            ("favicon.ico", Some((Favicon, false, "favicon.ico"))),
            ("icon.rs", Some((Icon, true, "icon"))),
            ("icon7.svg", Some((Icon, false, "icon7.svg"))),
            ("apple-icon2.rs", Some((AppleIcon, true, "apple-icon2"))),
            (
                "opengraph-image.gif",
                Some((OpengraphImage, false, "opengraph-image.gif")),
            ),
            ("favicon.rs", None),
            ("favicon2.ico", None),
            ("sitemap2.xml", None),
            ("icon10.png", None),
            ("icon.txt", None),
            ("icon", None),
            ("icons.png", None),
        ] {
            let found = Metadata::of(name);
            let found = found.map(|(kind, is_source)| (kind, is_source, kind.url(name)));
            let expected = expected.map(|(kind, is_source, url)| (kind, is_source, url.to_owned()));
            assert_eq!(found, expected, "{name}");
        }
    }
}
