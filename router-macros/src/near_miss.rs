//! File names that are almost those of files of the router: `routes.rs`, `route.ts`, `loading.rs`.

use crate::{
    app_file::{FileKind, KIND_FILES},
    diagnostics::nearest,
};

/// A file that is a mistake unless it is a module of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NearMiss {
    /// Another name for this file.
    Of(&'static str),
    /// A file of Next.js that the router does not have, and the way to the same effect.
    Unsupported(&'static str),
}

/// Names of other routers.
const OTHER_NAMES: [(&str, &str); 10] = [
    ("+error", "error.rs"),
    ("+layout", "layout.rs"),
    ("+page", "page.rs"),
    ("+server", "route.rs"),
    ("404", "not-found.rs"),
    ("hooks.server", "middleware.rs"),
    ("middle-ware", "middleware.rs"),
    ("mw", "middleware.rs"),
    ("notfound", "not-found.rs"),
    ("proxy", "middleware.rs"),
];

/// Files of Next.js without a counterpart.
const UNSUPPORTED: [(&str, &str); 6] = [
    ("default", "parallel routes do not exist"),
    (
        "forbidden",
        "return `forbidden()` from a page, and respond to it in `error.rs`",
    ),
    (
        "global-error",
        "write `error.rs` in the app folder, or set `render_error` of `app::builder()`",
    ),
    ("loading", "a page is sent when its handler returns"),
    ("template", "`layout.rs` wraps pages"),
    (
        "unauthorized",
        "return `unauthorized()` from a page, and respond to it in `error.rs`",
    ),
];

/// The extensions of routers in JavaScript.
const SCRIPTS: [&str; 8] = ["cjs", "cts", "js", "jsx", "mjs", "mts", "ts", "tsx"];

/// The file that the name of an unused Rust file comes close to.
pub(crate) fn near_miss(name: &str) -> Option<NearMiss> {
    let stem = plain(name.strip_suffix(".rs")?);
    let find = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(other, _)| *other == stem);
        found.map(|(_, meaning)| *meaning)
    };
    if let Some(way_out) = find(&UNSUPPORTED) {
        return Some(NearMiss::Unsupported(way_out));
    }
    // A copy, such as `page2.rs`, is no misspelling.
    let is_copy = stem.ends_with(|last: char| last.is_ascii_digit());
    let misspelled = || {
        let edits = if stem.len() < 8 { 1 } else { 2 };
        let file = format!("{stem}.rs");
        (!is_copy)
            .then(|| nearest(&file, KIND_FILES, edits))
            .flatten()
    };
    find(&OTHER_NAMES).or_else(misspelled).map(NearMiss::Of)
}

/// The Rust counterpart of a file in JavaScript or TypeScript: `route.rs` for `route.ts`.
pub(crate) fn translated(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    if !SCRIPTS.contains(&extension) {
        return None;
    }
    let file = format!("{}.rs", plain(stem));
    if FileKind::of(&file).is_some() {
        return Some(file);
    }
    let mut others = OTHER_NAMES.iter();
    others
        .find(|(other, _)| *other == plain(stem))
        .map(|(_, file)| (*file).to_owned())
}

/// The spelling of file names: small letters, and `-` between words.
fn plain(stem: &str) -> String {
    stem.to_ascii_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_close_to_those_of_the_router() {
        for (name, expected) in [
            ("routes.rs", Some("route.rs")),
            ("rout.rs", Some("route.rs")),
            ("Routes.rs", Some("route.rs")),
            ("pages.rs", Some("page.rs")),
            ("layouts.rs", Some("layout.rs")),
            ("middlewares.rs", Some("middleware.rs")),
            ("midleware.rs", Some("middleware.rs")),
            ("notfound.rs", Some("not-found.rs")),
            ("not-fuond.rs", Some("not-found.rs")),
            ("proxy.rs", Some("middleware.rs")),
            ("+server.rs", Some("route.rs")),
            ("+error.rs", Some("error.rs")),
            ("errors.rs", Some("error.rs")),
            ("page2.rs", None),
            ("router.rs", Some("route.rs")),
            ("helper.rs", None),
            ("users.rs", None),
            ("index.rs", None),
            ("mod.rs", None),
            ("db.rs", None),
            ("routes", None),
            ("routes.txt", None),
        ] {
            assert_eq!(near_miss(name), expected.map(NearMiss::Of), "{name}");
        }
        for name in ["loading.rs", "template.rs", "global-error.rs", "default.rs"] {
            let found = near_miss(name);
            assert!(matches!(found, Some(NearMiss::Unsupported(_))), "{name}");
        }
    }

    #[test]
    fn files_in_other_languages() {
        for (name, expected) in [
            ("route.ts", Some("route.rs")),
            ("page.tsx", Some("page.rs")),
            ("not-found.jsx", Some("not-found.rs")),
            ("sitemap.ts", Some("sitemap.rs")),
            ("proxy.ts", Some("middleware.rs")),
            ("+server.js", Some("route.rs")),
            ("island.ts", None),
            ("route.rs", None),
            ("route.css", None),
        ] {
            assert_eq!(translated(name).as_deref(), expected, "{name}");
        }
    }
}
