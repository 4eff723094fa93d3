//! Route files as modules at the root of the crate: there rust-analyzer follows `#[path]`, and rustc names them in its messages.

use super::code::{self, write};
use crate::{app_file::FileKind, names, scan::AppFile};
use proc_macro2::{Ident, Span, TokenStream};
use std::collections::BTreeMap;

/// The lints that the names and visibility of handlers would trigger. Without clippy, rustc would search for each of its lints.
const ALLOWED: &str = "
    #[allow(
        non_snake_case,
        non_upper_case_globals,
        missing_docs,
        private_interfaces,
        unreachable_pub
    )]
    #[cfg_attr(
        clippy,
        allow(
            clippy::missing_errors_doc,
            clippy::missing_panics_doc,
            clippy::must_use_candidate,
            clippy::unused_async
        )
    )]
";

/// The module of each file.
pub(super) struct Modules<'a>(BTreeMap<&'a str, Ident>);

impl<'a> Modules<'a> {
    /// Names the modules: `app_items_slug_route` for `items/[slug]/route.rs`.
    pub(super) fn name(application: &Ident, files: &'a [AppFile]) -> Self {
        let is_source =
            |file: &&AppFile| !matches!(FileKind::of(&file.path), Some(FileKind::Asset(_)));
        let sources = || files.iter().filter(is_source);
        let application = application.to_string();
        let application = application.trim_start_matches("r#");
        let mut named: Vec<_> = sources()
            .map(|file| (module_name(application, &file.path), file.path.clone()))
            .collect();
        names::distinguish(&mut named);
        let identifiers = named
            .into_iter()
            .map(|(name, _)| Ident::new(&name, Span::call_site()));
        Self(
            sources()
                .map(|file| file.path.as_str())
                .zip(identifiers)
                .collect(),
        )
    }

    /// The module of this file.
    pub(super) fn of(&self, file: &str) -> Option<&Ident> {
        self.0.get(file)
    }

    /// `mod` items; `folder` leads from the calling file to the app folder.
    pub(super) fn write(&self, folder: &str) -> TokenStream {
        let mut code = String::new();
        for (file, module) in &self.0 {
            let path = code::literal(&format!("{folder}/{file}"));
            write!(code, "#[path = {path}] pub(crate) mod {module};\n");
        }
        code::parse_under(ALLOWED, &code)
    }
}

fn module_name(application: &str, file: &str) -> String {
    let path = file.strip_suffix(".rs").unwrap_or(file);
    let mut name = application.to_owned();
    for folder in path.split('/') {
        if folder.starts_with('(') {
            continue;
        }
        let part = names::identifier(folder);
        let part = part.trim_matches('_');
        if !part.is_empty() {
            name.push('_');
            name.push_str(part);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_named_after_their_files() {
        for (file, expected) in [
            ("route.rs", "app_route"),
            ("items/[slug]/route.rs", "app_items_slug_route"),
            ("(shop)/cart/page.rs", "app_cart_page"),
            ("files/[[...path]]/route.rs", "app_files_path_route"),
            ("not-found.rs", "app_not_found"),
        ] {
            assert_eq!(module_name("app", file), expected);
        }
    }
}
