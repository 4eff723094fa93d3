//! What a name that a rule knows means in a file: what the prelude or axum calls so, or something of the user's own.

/// Crates whose names mean what the rules take them to mean.
const KNOWN: [&str; 9] = [
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

/// The names that a file declares and imports.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Declared, or imported from any other crate.
    own: Vec<String>,
    /// Imported by name from one of [`KNOWN`].
    known: Vec<String>,
    has_own_glob: bool,
    has_known_glob: bool,
}

impl Names {
    pub(super) fn declare(&mut self, name: &str) {
        self.own.push(name.to_owned());
    }

    /// `use root::…::name`
    pub(super) fn import(&mut self, root: &str, name: &str) {
        if KNOWN.contains(&root) {
            self.known.push(name.to_owned());
        } else if root != OURS {
            self.own.push(name.to_owned());
        }
    }

    /// `use root::…::*`
    pub(super) fn glob(&mut self, root: &str) {
        let is_known = KNOWN.contains(&root);
        self.has_known_glob |= is_known;
        self.has_own_glob |= !is_known && root != OURS;
    }

    /// Whether a name is the user's, as far as can be seen: what a glob brings cannot.
    pub(crate) fn is_own(&self, name: &str) -> bool {
        self.has_own(name) || (self.has_own_glob && !self.known.iter().any(|it| it == name))
    }

    /// Whether a name is said to be the user's.
    pub(crate) fn has_own(&self, name: &str) -> bool {
        self.own.iter().any(|it| it == name)
    }

    /// Whether a name can only be the prelude's.
    pub(crate) fn is_preludes(&self, name: &str) -> bool {
        let is_known = self.has_known_glob || self.known.iter().any(|it| it == name);
        !is_known && !self.is_own(name)
    }
}
