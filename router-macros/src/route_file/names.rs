//! The meaning of a name in a file: an item of the prelude or axum, or of the user.

use crate::runtime::Runtime;

/// Crates whose items the rules know.
const ECOSYSTEM: [&str; 9] = [
    "alloc",
    "axum",
    "axum_core",
    "axum_extra",
    "bytes",
    "core",
    "headers",
    "http",
    "std",
];

/// The runtime in the paths of [`Item::Known`], wherever it is found.
const OURS: &str = "router_runtime";

/// The items of the prelude that rules look for. No other glob import can provide one of these: rustc rejects the ambiguity.
const PRELUDE: [&str; 30] = [
    "After",
    "Body",
    "Bytes",
    "Cache",
    "CacheEntry",
    "Children",
    "Cookies",
    "DataCache",
    "Error",
    "ErrorContext",
    "Extension",
    "FolderLayers",
    "Form",
    "HeaderMap",
    "HeaderName",
    "HeaderValue",
    "Html",
    "IntoResponse",
    "Json",
    "Method",
    "MethodLayers",
    "Next",
    "Path",
    "Query",
    "Request",
    "Response",
    "Result",
    "State",
    "StatusCode",
    "Uri",
];

/// Primitive types and others that need no import.
pub(crate) const BUILT_IN: [&str; 22] = [
    "Box", "Option", "Result", "String", "Vec", "bool", "char", "f32", "f64", "i128", "i16", "i32",
    "i64", "i8", "isize", "str", "u128", "u16", "u32", "u64", "u8", "usize",
];

/// The names that a file declares and imports.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Declared, or imported from any other crate.
    own: Vec<String>,
    /// Imported by name from one of [`ECOSYSTEM`].
    ecosystem: Vec<String>,
    /// Imported by name from the runtime.
    ours: Vec<String>,
    /// The imports from [`ECOSYSTEM`], and from the runtime's root or prelude, with their paths.
    paths: Vec<(String, String)>,
    /// The imports of the user's items, with their paths.
    own_paths: Vec<(String, String)>,
    has_own_glob: bool,
    has_ecosystem_glob: bool,
    has_prelude: bool,
    runtime: Runtime,
}

/// The source of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ImportSource {
    /// The runtime, also through `crate = …`.
    Runtime,
    /// One of [`ECOSYSTEM`].
    Ecosystem,
    /// The user, or any other crate.
    Own,
}

/// The item to which a name certainly leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item<'n> {
    /// Declared or imported by the user.
    Own,
    /// An item of a known crate, by its path: `axum::extract::Query`, `std::String`. `axum::Query`, where a glob import provides it.
    Known(std::borrow::Cow<'n, str>),
    /// Anything.
    Unknown,
}

impl Names {
    /// No names in a file that finds the runtime at these paths.
    pub(super) fn with(runtime: &Runtime) -> Self {
        Self {
            runtime: runtime.clone(),
            ..Self::default()
        }
    }

    pub(super) fn declare(&mut self, name: &str) {
        self.own.push(name.to_owned());
    }

    /// `use origin::…::item`, or `use origin::…::item as name`
    pub(super) fn import(&mut self, origin: ImportSource, path: &[&str], name: &str) {
        let names = match origin {
            ImportSource::Runtime => &mut self.ours,
            ImportSource::Ecosystem => &mut self.ecosystem,
            ImportSource::Own => &mut self.own,
        };
        names.push(name.to_owned());
        let path = match origin {
            // Around the prelude a facade may have items of its own.
            ImportSource::Runtime if path.first() == Some(&OURS) || path.contains(&"prelude") => {
                format!("{OURS}::{}", path.last().copied().unwrap_or_default())
            }
            ImportSource::Ecosystem => path.join("::"),
            ImportSource::Own => {
                self.own_paths.push((name.to_owned(), path.join("::")));
                return;
            }
            ImportSource::Runtime => return,
        };
        self.paths.push((name.to_owned(), path));
    }

    /// `use origin::…::*`
    pub(super) fn glob(&mut self, origin: ImportSource) {
        match origin {
            ImportSource::Runtime => self.has_prelude = true,
            ImportSource::Ecosystem => self.has_ecosystem_glob = true,
            ImportSource::Own => self.has_own_glob = true,
        }
    }

    /// Returns the source to which the path of an import leads.
    pub(super) fn origin<'p>(&self, path: impl Iterator<Item = &'p str> + Clone) -> ImportSource {
        if self.runtime.contains(path.clone()) {
            return ImportSource::Runtime;
        }
        let mut path = path;
        match path.next() {
            Some(root) if ECOSYSTEM.contains(&root) => ImportSource::Ecosystem,
            _ => ImportSource::Own,
        }
    }

    /// Returns `true` if a path as text leads into the runtime.
    pub(crate) fn is_runtimes(&self, path: &str) -> bool {
        self.runtime.contains_text(path)
    }

    /// Returns `true` if a name may be the user's: declared, imported, or from a glob import.
    pub(crate) fn is_own(&self, name: &str) -> bool {
        self.has_own(name)
            || (self.has_own_glob && !has(&self.ecosystem, name) && !self.is_from_us(name))
    }

    /// Returns `true` if a name is declared or imported as the user's.
    pub(crate) fn has_own(&self, name: &str) -> bool {
        has(&self.own, name)
    }

    /// Returns `true` if a name is imported from a known crate, and not by a glob import.
    pub(crate) fn imports(&self, name: &str) -> bool {
        has(&self.ours, name) || has(&self.ecosystem, name)
    }

    /// Returns `true` if an item of this name is imported from a known crate, maybe under another name.
    pub(crate) fn imports_item(&self, item: &str) -> bool {
        self.paths.iter().any(|(_, path)| path.ends_with(item))
    }

    /// Returns `true` if a name can only be the prelude's.
    pub(crate) fn is_preludes(&self, name: &str) -> bool {
        let is_other = self.has_own(name) || has(&self.ecosystem, name);
        let has_globs = self.has_own_glob || self.has_ecosystem_glob;
        !is_other && (self.is_from_us(name) || !has_globs)
    }

    /// The item that the path of a type certainly leads to. `prefix` is the path up to and including the last `::`.
    pub(crate) fn item<'n>(&'n self, prefix: &str, name: &'n str) -> Item<'n> {
        let Some(path) = prefix.strip_suffix("::") else {
            return self.by_name(name);
        };
        let (is_absolute, path) = match path.strip_prefix("::") {
            Some(path) => (true, path),
            None => (false, path),
        };
        let (root, rest) = path.split_once("::").unwrap_or((path, ""));
        if !is_absolute && self.has_own(root) {
            return Item::Unknown;
        }
        if self.is_runtimes(path) && (root == OURS || path.ends_with("::prelude")) {
            return Item::Known(format!("{OURS}::{name}").into());
        }
        if matches!(root, "crate" | "self" | "super") {
            return Item::Own;
        }
        let is_shadowed = !is_absolute && self.has_own_glob;
        let import = self.paths.iter().find(|(name, _)| name == root);
        match import {
            Some((_, module)) if !is_absolute => {
                let rest = if rest.is_empty() {
                    ""
                } else {
                    &path[root.len()..]
                };
                Item::Known(format!("{module}{rest}::{name}").into())
            }
            _ if !is_shadowed && is_known(root) => Item::Known(format!("{path}::{name}").into()),
            _ => Item::Unknown,
        }
    }

    /// The path that certainly leads to an item of the user: `crate::models::User`, `shared::User` in another crate, `self::User` for one
    /// of the file. The file is a module at the root of the crate.
    pub(crate) fn own_path(&self, prefix: &str, name: &str) -> Option<String> {
        let path = format!("{prefix}{name}");
        if let Some(path) = path.strip_prefix("::") {
            return Some(path.to_owned());
        }
        let (root, rest) = path.split_at(path.find("::").unwrap_or(path.len()));
        match root {
            "crate" | "self" => return Some(path),
            "super" => return Some(format!("crate{rest}")),
            _ => {}
        }
        let mut imports = self.own_paths.iter().filter(|(it, _)| it == root);
        let import = imports.next();
        let is_again = imports.next().is_some();
        match import {
            Some((_, path)) => {
                let declarations = self.own.iter().filter(|it| *it == root).count();
                let (first, below) = path.split_at(path.find("::").unwrap_or(path.len()));
                let first = match first {
                    "super" => "crate".to_owned(),
                    first if self.has_own(first) => format!("self::{first}"),
                    first => first.to_owned(),
                };
                (!is_again && declarations == 1).then(|| format!("{first}{below}{rest}"))
            }
            None if self.has_own(root) => Some(format!("self::{path}")),
            None if rest.is_empty() || self.has_own_glob => None,
            None => Some(path),
        }
    }

    fn by_name<'n>(&'n self, name: &'n str) -> Item<'n> {
        let mut imports = self.paths.iter().filter(|(it, _)| it == name);
        let import = imports.next();
        if self.has_own(name) {
            return if import.is_some() {
                Item::Unknown
            } else {
                Item::Own
            };
        }
        if let Some((_, path)) = import {
            let root = path.split("::").next().unwrap_or_default();
            // A second one may be in another namespace, or under another `cfg`.
            return if imports.next().is_some() || self.has_own(root) {
                Item::Unknown
            } else {
                Item::Known(path.as_str().into())
            };
        }
        if has(&self.ours, name) {
            return Item::Unknown;
        }
        if self.has_prelude && PRELUDE.contains(&name) {
            return Item::Known(format!("{OURS}::{name}").into());
        }
        if self.has_own_glob {
            return Item::Unknown;
        }
        let is_built_in = BUILT_IN.contains(&name);
        // `std::io` and `std::fmt` have a `Result`, which a glob import brings in.
        if is_built_in && !(self.has_ecosystem_glob && name == "Result") {
            return Item::Known(format!("std::{name}").into());
        }
        if self.has_ecosystem_glob && !is_built_in {
            return Item::Known(format!("axum::{name}").into());
        }
        Item::Unknown
    }

    fn is_from_us(&self, name: &str) -> bool {
        has(&self.ours, name) || (self.has_prelude && PRELUDE.contains(&name))
    }
}

fn is_known(root: &str) -> bool {
    root == OURS || ECOSYSTEM.contains(&root)
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|it| it == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prelude_contains_these_names() {
        let prelude = include_str!("../../../router-runtime/src/prelude.rs");
        let words: Vec<&str> = prelude
            .split(|letter: char| !letter.is_alphanumeric())
            .collect();
        for name in PRELUDE {
            assert!(words.contains(&name), "{name}");
        }
    }
}
