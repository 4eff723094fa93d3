//! The meaning of a name in a file: an item of the prelude or axum, or of the user.

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
const OURS: &str = "router_runtime";

/// The items of the prelude that rules look for. No other glob import can provide one of these: rustc rejects the ambiguity.
const PRELUDE: [&str; 14] = [
    "Body",
    "Bytes",
    "Cache",
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
    /// Imported by name from `router_runtime`.
    ours: Vec<String>,
    has_own_glob: bool,
    has_ecosystem_glob: bool,
    has_prelude: bool,
}

impl Names {
    pub(super) fn declare(&mut self, name: &str) {
        self.own.push(name.to_owned());
    }

    /// `use root::…::name`
    pub(super) fn import(&mut self, root: &str, name: &str) {
        let names = match root {
            OURS => &mut self.ours,
            _ if ECOSYSTEM.contains(&root) => &mut self.ecosystem,
            _ => &mut self.own,
        };
        names.push(name.to_owned());
    }

    /// `use root::…::*`
    pub(super) fn glob(&mut self, root: &str) {
        let is_ecosystem = ECOSYSTEM.contains(&root);
        self.has_prelude |= root == OURS;
        self.has_ecosystem_glob |= is_ecosystem;
        self.has_own_glob |= !is_ecosystem && root != OURS;
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
