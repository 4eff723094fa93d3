//! The meaning of file names.

use crate::metadata_file::Metadata;

/// A kind of file that the router uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// `route.rs` exports a function per HTTP method, and layers of methods.
    Route,
    /// `page.rs` exports `page`, which handles `GET` and `HEAD` and returns HTML.
    Page,
    /// `not-found.rs` exports `not_found`, which responds to the 404s of the pages below its folder, and to unmatched paths.
    NotFound,
    /// `error.rs` exports `error`, which responds to the errors of the pages below its folder.
    Error,
    /// `middleware.rs` exports `middleware`, `layer` or both, which wrap the routes below its folder.
    Middleware,
    /// `layout.rs` exports `layout`, which wraps the HTML of the pages below its folder.
    Layout,
    /// `sitemap.rs`, `icon.rs` and the like export a function of that name.
    Metadata(Metadata),
    /// `robots.txt`, `icon.png` and the like are sent unchanged.
    Asset(Metadata),
}

/// The meaning of a file name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Used(FileKind),
    /// The misspelled name of a file that the router uses; holds the right spelling.
    Misspelled(String),
    /// A helper, a note, an asset.
    Ignored,
}

/// The HTTP methods of a `route.rs`.
pub(crate) const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The functions of a `route.rs` that wrap the handler of one method in layers.
pub(crate) const METHOD_LAYERS: [&str; 7] = [
    "GET_layer",
    "HEAD_layer",
    "POST_layer",
    "PUT_layer",
    "PATCH_layer",
    "DELETE_layer",
    "OPTIONS_layer",
];

/// The function that lists the static params.
pub(crate) const GENERATE_STATIC_PARAMS: &str = "generate_static_params";

/// The function that lists the sitemaps of a `sitemap.rs`.
pub(crate) const GENERATE_SITEMAPS: &str = "generate_sitemaps";

/// The properties of a kind of file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KindInfo {
    /// The file in messages: `route`.
    pub(crate) noun: &'static str,
    /// The exported function in messages: `method handler`.
    pub(crate) function: &'static str,
    /// The functions that such a file may export.
    pub(crate) exports: &'static [&'static str],
    /// The functions that list values for the path.
    pub(crate) generators: &'static [&'static str],
    /// The smallest valid export.
    pub(crate) example: &'static str,
    /// The number of edits up to which another name counts as a misspelling of an export.
    pub(crate) typos: usize,
}

const STATIC_PARAMS: &[&str] = &[GENERATE_STATIC_PARAMS];

/// The names of the files in [`KINDS`].
pub(crate) const KIND_FILES: [&str; 6] = [
    "route.rs",
    "page.rs",
    "not-found.rs",
    "middleware.rs",
    "layout.rs",
    "error.rs",
];

static KINDS: [(&str, FileKind, KindInfo); 6] = [
    (
        KIND_FILES[0],
        FileKind::Route,
        KindInfo {
            noun: "route",
            function: "method handler",
            exports: &METHODS,
            generators: STATIC_PARAMS,
            example: "pub async fn GET() -> &'static str { \"…\" }",
            typos: 1,
        },
    ),
    (
        KIND_FILES[1],
        FileKind::Page,
        KindInfo {
            noun: "page",
            function: "page function",
            exports: &["page"],
            generators: STATIC_PARAMS,
            example: "pub async fn page() -> Html<&'static str> { Html(\"…\") }",
            typos: 1,
        },
    ),
    (
        KIND_FILES[2],
        FileKind::NotFound,
        KindInfo {
            noun: "not-found page",
            function: "not-found function",
            exports: &["not_found"],
            generators: &[],
            example: "pub async fn not_found() -> Html<&'static str> { Html(\"…\") }",
            typos: 1,
        },
    ),
    (
        KIND_FILES[3],
        FileKind::Middleware,
        KindInfo {
            noun: "middleware",
            function: "middleware function",
            exports: &["middleware", "layer"],
            generators: &[],
            example: "pub async fn middleware(request: Request, next: Next) -> Response { next.run(request).await }",
            typos: 2,
        },
    ),
    (
        KIND_FILES[4],
        FileKind::Layout,
        KindInfo {
            noun: "layout",
            function: "layout function",
            exports: &["layout"],
            generators: &[],
            example: "pub async fn layout(children: Children) -> Html<String> { Html(format!(\"…{children}…\")) }",
            typos: 2,
        },
    ),
    (
        KIND_FILES[5],
        FileKind::Error,
        KindInfo {
            noun: "error page",
            function: "error function",
            exports: &["error"],
            generators: &[],
            example: "pub async fn error(error: ErrorContext) -> Html<String> { Html(format!(\"…{}…\", error.status())) }",
            typos: 1,
        },
    ),
];

impl FileKind {
    /// The kind of file at a path, by its file name.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next()?;
        if let Some((_, kind, _)) = KINDS.iter().find(|(file, ..)| *file == name) {
            return Some(*kind);
        }
        let (metadata, is_source) = Metadata::of(name)?;
        Some(if is_source {
            Self::Metadata(metadata)
        } else {
            Self::Asset(metadata)
        })
    }

    /// The metadata file of this kind.
    pub(crate) fn metadata(self) -> Option<Metadata> {
        match self {
            Self::Metadata(metadata) | Self::Asset(metadata) => Some(metadata),
            _ => None,
        }
    }

    /// Its row of the table.
    pub(crate) fn info(self) -> KindInfo {
        if let Some((.., info)) = KINDS.iter().find(|(_, kind, _)| *kind == self) {
            return *info;
        }
        let metadata = self.metadata();
        let exports = match self {
            Self::Metadata(metadata) => metadata.exports(),
            _ => &[],
        };
        KindInfo {
            noun: "metadata file",
            function: metadata.map_or("", Metadata::function),
            exports,
            generators: match self {
                Self::Metadata(Metadata::Sitemap) => &[GENERATE_SITEMAPS, GENERATE_STATIC_PARAMS],
                Self::Metadata(_) => STATIC_PARAMS,
                _ => &[],
            },
            example: metadata.map_or("", Metadata::example),
            typos: if exports.iter().all(|name| name.len() < 6) {
                1
            } else {
                2
            },
        }
    }

    /// The file in messages.
    pub(crate) fn noun(self) -> &'static str {
        self.info().noun
    }

    /// Returns `true` for a page for errors.
    pub(crate) fn is_error_page(self) -> bool {
        matches!(self, Self::NotFound | Self::Error)
    }

    /// The functions that such a file may export.
    pub(crate) fn exports(self) -> &'static [&'static str] {
        self.info().exports
    }

    /// The functions with which such a file wraps one of its handlers in layers.
    pub(crate) fn layers(self) -> &'static [&'static str] {
        match self {
            Self::Route => &METHOD_LAYERS,
            _ => &[],
        }
    }

    /// The functions with which such a file lists values for its path.
    pub(crate) fn generators(self) -> &'static [&'static str] {
        self.info().generators
    }
}

/// The meaning of a file name.
pub(crate) fn meaning(name: &str) -> Meaning {
    if let Some(kind) = FileKind::of(name) {
        return Meaning::Used(kind);
    }
    let plain = name.to_ascii_lowercase().replace('_', "-");
    if plain == "favicon.rs" {
        return Meaning::Misspelled("icon.rs".to_owned());
    }
    if FileKind::of(&plain).is_some() {
        return Meaning::Misspelled(plain);
    }
    Meaning::Ignored
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names() {
        let misspelled = |right: &str| Meaning::Misspelled(right.to_owned());
        for (name, expected) in [
            ("route.rs", Meaning::Used(FileKind::Route)),
            ("page.rs", Meaning::Used(FileKind::Page)),
            ("not-found.rs", Meaning::Used(FileKind::NotFound)),
            ("Route.rs", misspelled("route.rs")),
            ("ROUTE.RS", misspelled("route.rs")),
            ("Page.rs", misspelled("page.rs")),
            ("not_found.rs", misspelled("not-found.rs")),
            ("middleware.rs", Meaning::Used(FileKind::Middleware)),
            ("Middleware.rs", misspelled("middleware.rs")),
            ("layout.rs", Meaning::Used(FileKind::Layout)),
            ("error.rs", Meaning::Used(FileKind::Error)),
            ("Error.rs", misspelled("error.rs")),
            ("layouts.rs", Meaning::Ignored),
            ("icon.rs", Meaning::Used(FileKind::Metadata(Metadata::Icon))),
            (
                "robots.txt",
                Meaning::Used(FileKind::Asset(Metadata::Robots)),
            ),
            ("apple_icon.png", misspelled("apple-icon.png")),
            ("Sitemap.rs", misspelled("sitemap.rs")),
            ("favicon.rs", misspelled("icon.rs")),
            ("icon.txt", Meaning::Ignored),
            ("icons.png", Meaning::Ignored),
            ("helper.rs", Meaning::Ignored),
            ("route.rs.bak", Meaning::Ignored),
            ("routes.rs", Meaning::Ignored),
            ("route", Meaning::Ignored),
            ("", Meaning::Ignored),
        ] {
            assert_eq!(meaning(name), expected, "{name}");
        }
    }
}
