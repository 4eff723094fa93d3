//! What a file name means.

/// A file that takes part in routing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// `route.rs` exports a function per HTTP method.
    Route,
    /// `page.rs` exports `page`, which answers `GET` and `HEAD` with HTML.
    Page,
    /// `not-found.rs` exports `not_found`, which answers unmatched paths.
    NotFound,
    /// `middleware.rs` exports `middleware` or `layer`, which wraps every answer of the routes below its folder.
    Middleware,
    /// `layout.rs` exports `layout`, which stands around the HTML of the pages below its folder.
    Layout,
}

/// What a file of the app folder is to the router.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Routed(FileKind),
    /// The name of a routed file in other letters; holds the right spelling.
    Misspelled(&'static str),
    /// The name has a meaning in Next.js that this version does not offer.
    Reserved,
    /// A helper, a note, an asset: none of the router's business.
    Users,
}

const ROUTED: [(&str, FileKind); 5] = [
    ("route.rs", FileKind::Route),
    ("page.rs", FileKind::Page),
    ("not-found.rs", FileKind::NotFound),
    ("middleware.rs", FileKind::Middleware),
    ("layout.rs", FileKind::Layout),
];

/// Reserved as Rust files.
const RESERVED_SOURCES: [&str; 7] = [
    "sitemap.rs",
    "robots.rs",
    "manifest.rs",
    "icon.rs",
    "apple-icon.rs",
    "opengraph-image.rs",
    "twitter-image.rs",
];

/// Reserved as static files.
const RESERVED_ASSETS: [&str; 5] = [
    "favicon.ico",
    "sitemap.xml",
    "robots.txt",
    "manifest.json",
    "manifest.webmanifest",
];

/// Stems and extensions of static images.
const RESERVED_IMAGES: [(&str, &[&str]); 4] = [
    ("icon", &["ico", "jpg", "jpeg", "png", "svg"]),
    ("apple-icon", &["jpg", "jpeg", "png"]),
    ("opengraph-image", &["jpg", "jpeg", "png", "gif"]),
    ("twitter-image", &["jpg", "jpeg", "png", "gif"]),
];

impl FileKind {
    /// The kind of a routed file, told by the last piece of its path.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next()?;
        ROUTED
            .iter()
            .find(|(routed, _)| *routed == name)
            .map(|(_, kind)| *kind)
    }

    /// What such a file is called in a message.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Route => "route",
            Self::Page => "page",
            Self::NotFound => "not-found page",
            Self::Middleware => "middleware",
            Self::Layout => "layout",
        }
    }
}

/// What a file of this name is to the router.
pub(crate) fn meaning(name: &str) -> Meaning {
    if let Some(kind) = FileKind::of(name) {
        return Meaning::Routed(kind);
    }
    let plain = name.to_ascii_lowercase().replace('_', "-");
    if let Some((right, _)) = ROUTED.iter().find(|(routed, _)| *routed == plain) {
        return Meaning::Misspelled(right);
    }
    if RESERVED_SOURCES.contains(&name) || RESERVED_ASSETS.contains(&name) || is_image(name) {
        return Meaning::Reserved;
    }
    Meaning::Users
}

/// Next.js numbers such files when there are several: `icon2.png`.
fn is_image(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return false;
    };
    let stem = match stem.as_bytes() {
        [.., b'0'..=b'9'] => &stem[..stem.len() - 1],
        _ => stem,
    };
    RESERVED_IMAGES
        .iter()
        .any(|(image, extensions)| *image == stem && extensions.contains(&extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names() {
        for (name, expected) in [
            ("route.rs", Meaning::Routed(FileKind::Route)),
            ("page.rs", Meaning::Routed(FileKind::Page)),
            ("not-found.rs", Meaning::Routed(FileKind::NotFound)),
            ("Route.rs", Meaning::Misspelled("route.rs")),
            ("ROUTE.RS", Meaning::Misspelled("route.rs")),
            ("Page.rs", Meaning::Misspelled("page.rs")),
            ("not_found.rs", Meaning::Misspelled("not-found.rs")),
            ("middleware.rs", Meaning::Routed(FileKind::Middleware)),
            ("Middleware.rs", Meaning::Misspelled("middleware.rs")),
            ("layout.rs", Meaning::Routed(FileKind::Layout)),
            ("layouts.rs", Meaning::Users),
            ("robots.txt", Meaning::Reserved),
            ("favicon.ico", Meaning::Reserved),
            ("icon.png", Meaning::Reserved),
            ("icon2.png", Meaning::Reserved),
            ("opengraph-image.gif", Meaning::Reserved),
            ("icon.rs", Meaning::Reserved),
            ("icon.txt", Meaning::Users),
            ("icons.png", Meaning::Users),
            ("helper.rs", Meaning::Users),
            ("route.rs.bak", Meaning::Users),
            ("routes.rs", Meaning::Users),
            ("route", Meaning::Users),
            ("", Meaning::Users),
        ] {
            assert_eq!(meaning(name), expected, "{name}");
        }
    }
}
