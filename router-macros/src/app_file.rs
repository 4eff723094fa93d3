//! What a file name means.

use crate::metadata_file::Metadata;

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
    /// `sitemap.rs`, `icon.rs` and the like export a function of that name.
    Metadata(Metadata),
    /// `robots.txt`, `icon.png` and the like are sent as they are.
    Asset(Metadata),
    /// `layout.rs` exports `layout`, which stands around the HTML of the pages below its folder.
    Layout,
}

/// What a file of the app folder is to the router.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Routed(FileKind),
    /// The name of a routed file in other letters; holds the right spelling.
    Misspelled(String),
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

impl FileKind {
    /// The kind of a routed file, told by the last piece of its path.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next()?;
        ROUTED
            .iter()
            .find(|(routed, _)| *routed == name)
            .map(|(_, kind)| *kind)
            .or_else(|| {
                Metadata::of(name).map(|(metadata, is_source)| {
                    if is_source {
                        Self::Metadata(metadata)
                    } else {
                        Self::Asset(metadata)
                    }
                })
            })
    }

    /// The metadata file that it is.
    pub(crate) fn metadata(self) -> Option<Metadata> {
        match self {
            Self::Metadata(metadata) | Self::Asset(metadata) => Some(metadata),
            _ => None,
        }
    }

    /// What such a file is called in a message.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Route => "route",
            Self::Page => "page",
            Self::NotFound => "not-found page",
            Self::Middleware => "middleware",
            Self::Metadata(_) | Self::Asset(_) => "metadata file",
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
    if plain == "favicon.rs" {
        return Meaning::Misspelled("icon.rs".to_owned());
    }
    if FileKind::of(&plain).is_some() {
        return Meaning::Misspelled(plain);
    }
    Meaning::Users
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names() {
        let misspelled = |right: &str| Meaning::Misspelled(right.to_owned());
        for (name, expected) in [
            ("route.rs", Meaning::Routed(FileKind::Route)),
            ("page.rs", Meaning::Routed(FileKind::Page)),
            ("not-found.rs", Meaning::Routed(FileKind::NotFound)),
            ("Route.rs", misspelled("route.rs")),
            ("ROUTE.RS", misspelled("route.rs")),
            ("Page.rs", misspelled("page.rs")),
            ("not_found.rs", misspelled("not-found.rs")),
            ("middleware.rs", Meaning::Routed(FileKind::Middleware)),
            ("Middleware.rs", misspelled("middleware.rs")),
            ("layout.rs", Meaning::Routed(FileKind::Layout)),
            ("layouts.rs", Meaning::Users),
            (
                "icon.rs",
                Meaning::Routed(FileKind::Metadata(Metadata::Icon)),
            ),
            (
                "robots.txt",
                Meaning::Routed(FileKind::Asset(Metadata::Robots)),
            ),
            ("apple_icon.png", misspelled("apple-icon.png")),
            ("Sitemap.rs", misspelled("sitemap.rs")),
            ("favicon.rs", misspelled("icon.rs")),
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
