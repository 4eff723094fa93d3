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

/// What a rule may ask for of all that the prelude has. No glob beside the prelude's can bring one of these: rustc refuses the two.
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
    /// Imported by name from one of [`KNOWN`].
    known: Vec<String>,
    /// Imported by name from this project.
    ours: Vec<String>,
    has_own_glob: bool,
    has_known_glob: bool,
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
            _ if KNOWN.contains(&root) => &mut self.known,
            _ => &mut self.own,
        };
        names.push(name.to_owned());
    }

    /// `use root::…::*`
    pub(super) fn glob(&mut self, root: &str) {
        let is_known = KNOWN.contains(&root);
        self.has_prelude |= root == OURS;
        self.has_known_glob |= is_known;
        self.has_own_glob |= !is_known && root != OURS;
    }

    /// Whether a name is the user's, as far as can be seen: what a glob brings cannot.
    pub(crate) fn is_own(&self, name: &str) -> bool {
        self.has_own(name)
            || (self.has_own_glob && !has(&self.known, name) && !self.is_from_us(name))
    }

    /// Whether a name is said to be the user's.
    pub(crate) fn has_own(&self, name: &str) -> bool {
        has(&self.own, name)
    }

    /// Whether a name can only be the prelude's.
    pub(crate) fn is_preludes(&self, name: &str) -> bool {
        let is_said_otherwise = self.has_own(name) || has(&self.known, name);
        let has_globs = self.has_own_glob || self.has_known_glob;
        !is_said_otherwise && (self.is_from_us(name) || !has_globs)
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
    fn the_prelude_has_these_names() {
        let prelude = include_str!("../../../router-runtime/src/prelude.rs");
        let words: Vec<&str> = prelude
            .split(|letter: char| !letter.is_alphanumeric())
            .collect();
        for name in PRELUDE {
            assert!(words.contains(&name), "{name}");
        }
    }
}
