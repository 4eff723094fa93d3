//! A crate that does not find `router-runtime` under its own name, and does not say where.

use crate::{
    caller,
    diagnostics::{Code, Problem, render},
    input::Input,
    placement, scan,
};
use proc_macro2::Span;
use std::{env, path::Path};

/// The names of the runtime, as a package and as a crate.
const NAMES: [&str; 2] = ["router-runtime", "router_runtime"];

/// The mistake of a call without `crate = …`.
pub(crate) struct Hidden {
    pub(crate) problem: Problem,
    /// The path of the runtime, if the call or an import shows it.
    pub(crate) path: Option<syn::Path>,
}

impl Hidden {
    /// The error alone, where the path is unknown. Without it no code can be generated.
    pub(crate) fn error(&self) -> syn::Error {
        syn::Error::new(Span::call_site(), render(&self.problem))
    }
}

/// Finds the mistake in the manifest and the calling file.
pub(crate) fn hidden(input: &Input) -> Option<Hidden> {
    if input.krate.is_some() {
        return None;
    }
    let krate = env::var_os("CARGO_MANIFEST_DIR")?;
    let manifest = scan::text(&Path::new(&krate).join("Cargo.toml"))?;
    let file = caller::calling_file()?;
    let source = scan::text(&file)?;
    let call = placement::offset(&source, placement::start(Span::call_site()))?;
    // `extern crate my_facade as router_runtime;`
    if is_dependency(&manifest) || NAMES.iter().any(|name| source.contains(name)) {
        return None;
    }
    let path = path_of_call(source.get(call..)?);
    let path = path
        .filter(|path| !path.is_empty())
        .or_else(|| imported(&source));
    let folder = input.folder.value();
    let written = path.as_deref().unwrap_or("path::to::router");
    Some(Hidden {
        problem: Problem::new(
            Code::NoRuntime,
            format!("this crate does not depend on `{}` by that name", NAMES[0]),
            format!(
                "name the path of the crate that re-exports it: `routes!(\"{folder}\", crate = {written})`"
            ),
        ),
        path: path.and_then(|path| syn::parse_str(&path).ok()),
    })
}

/// Returns `true` if a manifest has a dependency of that name, or may have one.
fn is_dependency(manifest: &str) -> bool {
    manifest.lines().any(|line| {
        let line = line.trim();
        if line.starts_with('#') || !NAMES.iter().any(|name| line.contains(name)) {
            return false;
        }
        // `[dependencies.router-runtime]`, or the package itself.
        if line.starts_with('[') || line.starts_with("name") {
            return true;
        }
        let key = line.split('=').next().unwrap_or_default();
        let key = key.trim().trim_matches(['"', '\'']);
        let own = |name: &&str| {
            key == *name
                || key
                    .strip_prefix(*name)
                    .is_some_and(|it| it.starts_with('.'))
        };
        if NAMES.iter().any(own) {
            return true;
        }
        // In quotes it is the package of a renamed dependency, or a path.
        !line
            .split(['"', '\''])
            .step_by(2)
            .all(|plain| NAMES.iter().all(|name| !plain.contains(name)))
    })
}

/// `my_facade::router` of `my_facade::router::routes!(…)`.
fn path_of_call(call: &str) -> Option<String> {
    let (path, _) = call.split_once('!')?;
    let path: String = path.split_whitespace().collect();
    let path = path.trim_start_matches("::");
    if path == "routes" {
        return Some(String::new());
    }
    Some(path.strip_suffix("::routes")?.to_owned())
}

/// `my_facade::router` of `use my_facade::router::routes;`.
fn imported(source: &str) -> Option<String> {
    source.lines().find_map(|line| {
        let path = line
            .trim()
            .strip_prefix("use ")?
            .strip_suffix("::routes;")?;
        let is_path = path
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b':');
        is_path.then(|| path.trim_start_matches("::").to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_are_found_in_manifests() {
        for (manifest, expected) in [
            ("[dependencies]\nrouter-runtime = \"1\"", true),
            ("[dependencies]\nrouter-runtime.workspace = true", true),
            (
                "[dependencies]\n\"router-runtime\" = { path = \"x\" }",
                true,
            ),
            ("[dev-dependencies.router-runtime]\npath = \"x\"", true),
            ("[package]\nname = \"router-runtime\"", true),
            ("[dependencies]\nrouter_runtime = \"1\"", true),
            (
                "[dependencies]\nrouter = { package = \"router-runtime\" }",
                false,
            ),
            ("[dependencies.router]\npackage = \"router-runtime\"", false),
            (
                "[dependencies]\nmy-facade = { path = \"../router-runtime/x\" }",
                false,
            ),
            ("[dependencies]\n# router-runtime = \"1\"", false),
            ("dependencies = { router-runtime = \"1\" }", true),
            (
                "dependencies = { router = { package = 'router-runtime' } }",
                false,
            ),
            ("[dependencies]\naxum = \"1\"", false),
        ] {
            assert_eq!(is_dependency(manifest), expected, "{manifest}");
        }
    }

    #[test]
    fn paths_are_found_at_calls_and_imports() {
        for (call, expected) in [
            ("routes!(\"app\")", Some("")),
            (
                "my_facade :: router::routes! { }",
                Some("my_facade::router"),
            ),
            ("::router::routes!(\"app\")", Some("router")),
            ("site!(\"app\")", None),
        ] {
            assert_eq!(path_of_call(call).as_deref(), expected, "{call}");
        }
        let source = "use a::b;\nuse my_facade::router::routes;\n";
        assert_eq!(imported(source).as_deref(), Some("my_facade::router"));
        assert_eq!(imported("use my_facade::{routes, x};"), None);
    }
}
