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

/// The items of the prelude that rules look for. No other glob import can provide one of these: rustc rejects the ambiguity.
const PRELUDE: [&str; 15] = [
    "Body",
    "Bytes",
    "Cache",
    "CacheEntry",
    "Children",
    "Cookies",
    "Extension",
    "Form",
    "HeaderMap",
    "Json",
    "Method",
    "Path",
    "Query",
    "Request",
    "Uri",
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
    has_own_glob: bool,
    has_ecosystem_glob: bool,
    has_prelude: bool,
    runtime: Runtime,
}

/// Where an import comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The runtime, also through `crate = …`.
    Runtime,
    /// One of [`ECOSYSTEM`].
    Ecosystem,
    /// The user, or any other crate.
    Own,
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

    /// `use origin::…::name`
    pub(super) fn import(&mut self, origin: Origin, name: &str) {
        let names = match origin {
            Origin::Runtime => &mut self.ours,
            Origin::Ecosystem => &mut self.ecosystem,
            Origin::Own => &mut self.own,
        };
        names.push(name.to_owned());
    }

    /// `use origin::…::*`
    pub(super) fn glob(&mut self, origin: Origin) {
        match origin {
            Origin::Runtime => self.has_prelude = true,
            Origin::Ecosystem => self.has_ecosystem_glob = true,
            Origin::Own => self.has_own_glob = true,
        }
    }

    /// Where the path of an import leads.
    pub(super) fn origin<'p>(&self, path: impl Iterator<Item = &'p str> + Clone) -> Origin {
        if self.runtime.contains(path.clone()) {
            return Origin::Runtime;
        }
        let mut path = path;
        match path.next() {
            Some(root) if ECOSYSTEM.contains(&root) => Origin::Ecosystem,
            _ => Origin::Own,
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

    /// Returns `true` if a name can only be the prelude's.
    pub(crate) fn is_preludes(&self, name: &str) -> bool {
        let is_other = self.has_own(name) || has(&self.ecosystem, name);
        let has_globs = self.has_own_glob || self.has_ecosystem_glob;
        !is_other && (self.is_from_us(name) || !has_globs)
    }

    fn is_from_us(&self, name: &str) -> bool {
        has(&self.ours, name) || (self.has_prelude && PRELUDE.contains(&name))
    }
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
