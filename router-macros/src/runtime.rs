//! The path under which a crate finds `router-runtime`.

use std::sync::Arc;

/// The name of the crate. It is only a default: `crate = …` replaces it in generated code.
const NAME: &str = "router_runtime";

/// The paths that lead to `router-runtime`: its own name, and the path of `crate = …`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runtime {
    path: Option<Arc<[String]>>,
}

impl Runtime {
    /// The runtime at the path of `crate = …`.
    pub(crate) fn at(path: &syn::Path) -> Self {
        let names = path.segments.iter().map(|it| it.ident.to_string());
        let names = names.enumerate().map(|(at, name)| match name.as_str() {
            "self" | "super" if at == 0 => "crate".to_owned(),
            _ => name,
        });
        Self {
            path: Some(names.collect()),
        }
    }

    /// Returns `true` if a path in a route file leads into the runtime: `router_runtime::prelude`, `my_facade::router`.
    pub(crate) fn contains<'p>(&self, path: impl IntoIterator<Item = &'p str>) -> bool {
        let mut names = path.into_iter();
        let Some(root) = names.next() else {
            return false;
        };
        if root == NAME {
            return true;
        }
        let Some([first, others @ ..]) = self.path.as_deref() else {
            return false;
        };
        // Route files are modules at the root of the crate.
        let root = if root == "super" { "crate" } else { root };
        root == first && others.iter().all(|other| names.next() == Some(other))
    }

    /// The same for a path as text: `::router_runtime::prelude::`.
    pub(crate) fn contains_text(&self, path: &str) -> bool {
        let names = path.split("::").map(str::trim);
        self.contains(names.filter(|name| !name.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_into_the_runtime() {
        let at = |path| Runtime::at(&syn::parse_str(path).unwrap());
        for (runtime, path, expected) in [
            (Runtime::default(), "::router_runtime::prelude::", true),
            (Runtime::default(), "router_runtime", true),
            (Runtime::default(), "router_runtime_extras::", false),
            (Runtime::default(), "axum", false),
            (Runtime::default(), "", false),
            (
                at("::my_facade::router"),
                "my_facade::router::prelude",
                true,
            ),
            (at("my_facade::router"), "my_facade :: router ::", true),
            (at("my_facade::router"), "my_facade::models", false),
            (at("my_facade::router"), "my_facade", false),
            (at("my_facade::router"), "router_runtime", true),
            (at("crate::router"), "super::router::prelude", true),
            (at("self::router"), "crate::router", true),
            (at("router"), "router", true),
        ] {
            assert_eq!(runtime.contains_text(path), expected, "{path}");
        }
    }
}
