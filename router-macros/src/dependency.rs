//! A crate that does not find `router-runtime` under its own name, and does not say where.

use crate::{
    app_file::FileKind,
    caller,
    diagnostics::{Code, Problem, render},
    input::Input,
    placement, route_file,
    runtime::Runtime,
    scan,
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
    /// Only the error, where the path is unknown. Without it no code can be generated.
    pub(crate) fn error(&self) -> syn::Error {
        syn::Error::new(Span::call_site(), render(&self.problem))
    }
}

/// Finds the mistake in the arguments of the compiler and the calling file.
pub(crate) fn hidden(input: &Input) -> Option<Hidden> {
    let arguments = env::args_os().map(|it| it.to_string_lossy().into_owned());
    let compiler = Compiler::of(arguments)?;
    if input.krate.is_some() || compiler.crates.iter().any(|it| it == NAMES[1]) {
        return None;
    }
    let file = caller::calling_file()?;
    let source = scan::text(&file)?;
    let call = placement::offset(&source, placement::start(Span::call_site()))?;
    // `extern crate my_facade as router_runtime;`
    let root = scan::text(Path::new(&compiler.root)).unwrap_or_default();
    if [&source, &root].iter().any(|it| it.contains(NAMES[1])) {
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

/// The arguments of the running compiler, which say more than a manifest: a dependency may be optional, or one of another target.
struct Compiler {
    /// The file of the crate's root.
    root: String,
    /// The names of all crates that paths may begin with.
    crates: Vec<String>,
}

impl Compiler {
    /// Reads the arguments; `None` if they do not list the crates, as under rust-analyzer.
    fn of(arguments: impl Iterator<Item = String>) -> Option<Self> {
        let mut compiler = Self {
            root: String::new(),
            crates: Vec::new(),
        };
        let mut arguments = arguments.skip(1);
        while let Some(argument) = arguments.next() {
            // Such a file contains more arguments.
            if argument.starts_with('@') {
                return None;
            }
            let krate = match argument.strip_prefix("--extern") {
                Some("") => arguments.next()?,
                Some(krate) => krate.trim_start_matches('=').to_owned(),
                None => {
                    if scan::is_rust(&argument) {
                        compiler.root = argument;
                    }
                    continue;
                }
            };
            // `priv:name=path`
            let name = krate.split('=').next().unwrap_or_default();
            let name = name.rsplit(':').next().unwrap_or_default();
            compiler.crates.push(name.to_owned());
        }
        (!compiler.crates.is_empty()).then_some(compiler)
    }
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
    let names = route_file::read(source, FileKind::Route, &Runtime::default()).names;
    let path = names.own_path("", "routes")?;
    Some(path.strip_suffix("::routes")?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_are_found_in_the_arguments_of_the_compiler() {
        let read = |arguments: &str| {
            let arguments = arguments.split(' ').map(str::to_owned);
            let compiler = Compiler::of(arguments)?;
            Some(format!("{} {}", compiler.root, compiler.crates.join(" ")))
        };
        for (arguments, expected) in [
            (
                "rustc --crate-name shop src/main.rs --extern axum=/x/libaxum.rlib --extern router_runtime=/x/y.rlib",
                Some("src/main.rs axum router_runtime"),
            ),
            (
                "clippy-driver rustc src/lib.rs --extern=priv:router=/x/y.rlib --extern noprelude,nounused:alloc -L x",
                Some("src/lib.rs router alloc"),
            ),
            ("rustc src/main.rs @/tmp/arguments", None),
            ("rust-analyzer-proc-macro-srv", None),
            ("rustc src/main.rs --extern", None),
        ] {
            assert_eq!(read(arguments).as_deref(), expected, "{arguments}");
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
        for (source, expected) in [
            ("use my_facade::{routes, x};", Some("my_facade")),
            (
                "use my_facade::{x, router::{self, routes}};",
                Some("my_facade::router"),
            ),
            ("use crate::web::routes;", Some("crate::web")),
            ("use my_facade::*;", None),
            ("// use my_facade::routes;", None),
            ("mod routes; use my_facade::routes;", None),
        ] {
            assert_eq!(imported(source).as_deref(), expected, "{source}");
        }
    }
}
