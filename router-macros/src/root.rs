//! The other items of the file that calls `routes!`: names that are taken, and other calls.

use crate::{
    app_file::FileKind,
    caller,
    diagnostics::{Code, Place, Problem},
    input::Input,
    location::{Position, position},
    placement,
    route_file::{self, ItemKind, SourceItem, skim},
    scan,
    signature::State,
};
use proc_macro2::Span;
use std::{
    env,
    path::{Path, PathBuf},
};
use syn::Type;

mod not_clone;

/// The file that calls `routes!`.
pub(crate) struct Root {
    file: PathBuf,
    /// Its path from the crate's folder.
    shown: String,
    pub(crate) source: String,
    items: Vec<SourceItem>,
    /// The index of this call.
    own: Option<usize>,
}

impl Root {
    /// Reads the file; `None` if it is unknown or does not parse.
    pub(crate) fn read() -> Option<Self> {
        let file = caller::calling_file()?;
        let krate = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
        let shown = file.strip_prefix(Path::new(&krate)).unwrap_or(&file);
        Self::of(
            file.clone(),
            shown.display().to_string(),
            scan::text(&file)?,
            placement::start(Span::call_site()),
        )
    }

    fn of(file: PathBuf, shown: String, source: String, at: Position) -> Option<Self> {
        let items = skim(&source)?.items;
        let own = items.iter().position(|item| {
            item.kind == ItemKind::Macro && position(&source, item.name.start) == at
        });
        Some(Self {
            file,
            shown,
            source,
            items,
            own,
        })
    }

    /// The mistake of a second call with the name of the first. Everything that it generates would be defined twice.
    pub(crate) fn repeated(&self, input: &Input) -> Option<Problem> {
        let own = self.own.filter(|own| !self.has_cfg(&self.items[*own]))?;
        let is_same = |item: &&SourceItem| {
            let module = self.module_of_call(item);
            module.is_some_and(|it| it == input.module) && !self.has_cfg(item)
        };
        let first = self.items[..own].iter().find(is_same)?;
        let (module, folder) = (&input.module, input.folder.value());
        let problem = Problem::new(
            Code::NameTaken,
            format!("another `routes!` already generates the module `{module}`"),
            format!(
                "remove one of the calls, or name the module: `routes!(pub mod {module}2 = \"{folder}\")`"
            ),
        );
        Some(problem.at([self.place(&self.items[own]), self.place(first)]))
    }

    /// The mistake of an item with the name of the generated module.
    pub(crate) fn taken(&self, input: &Input) -> Option<Problem> {
        let own = self.own.filter(|own| !self.has_cfg(&self.items[*own]))?;
        let module = input.module.to_string();
        let module = module.trim_start_matches("r#");
        let (item, kind) = self.items.iter().find_map(|item| {
            let kind = match item.kind {
                ItemKind::Enum => "an enum",
                ItemKind::Mod => "a module",
                ItemKind::Struct => "a struct",
                ItemKind::Trait => "a trait",
                ItemKind::Type => "a type",
                ItemKind::Union => "a union",
                _ => return None,
            };
            let is_taken = item.plain_name(&self.source) == module && !self.has_cfg(item);
            is_taken.then_some((item, kind))
        })?;
        let folder = input.folder.value();
        let is_elsewhere = item.rest.first().is_some_and(|it| it.is_punct(b';'));
        let help = if is_elsewhere && !self.has_file(module) {
            format!("remove `mod {module};`: `routes!` declares the module")
        } else {
            format!(
                "rename it, or name the module: `routes!(pub mod {module}_routes = \"{folder}\")`"
            )
        };
        let problem = Problem::new(
            Code::NameTaken,
            format!(
                "`routes!` generates the module `{module}`, but the crate has {kind} of this name"
            ),
            help,
        );
        Some(problem.at([self.place(item), self.place(&self.items[own])]))
    }

    /// The type of the state, and the paths that lead to it.
    pub(crate) fn state(&self, input: &Input) -> Option<State> {
        let text = input.state_text()?;
        let mut paths = Vec::new();
        if matches!(&input.state, Some(Type::Path(it)) if it.qself.is_none()) && !text.contains('<')
        {
            let names = route_file::read(&self.source, FileKind::Route, &input.runtime()).names;
            let path = text.replace(' ', "");
            let below = path.strip_prefix("crate::").or(path.strip_prefix("self::"));
            let (prefix, name) = split(below.unwrap_or(&path));
            let first = prefix.split("::").next().filter(|it| !it.is_empty());
            if below.is_some() || names.has_own(first.unwrap_or(name)) {
                paths.push(format!("crate::{prefix}{name}"));
            }
            // This file is the root of the crate.
            let path = names.own_path(prefix, name);
            paths.extend(path.map(|path| match path.strip_prefix("self::") {
                Some(path) => format!("crate::{path}"),
                None => path,
            }));
        }
        Some(State { text, paths })
    }

    /// Returns `true` if a module of the crate's root has a file.
    fn has_file(&self, module: &str) -> bool {
        let folder = self.file.parent().unwrap_or(Path::new(""));
        let paths = [format!("{module}.rs"), format!("{module}/mod.rs")];
        paths.iter().any(|it| folder.join(it).exists())
    }

    fn has_cfg(&self, item: &SourceItem) -> bool {
        let mut attributes = item.attributes.iter();
        attributes.any(|it| it.text(&self.source).contains("cfg"))
    }

    fn place(&self, item: &SourceItem) -> Place {
        Place {
            file: self.shown.clone(),
            at: Some(position(&self.source, item.name.start)),
        }
    }

    /// The module that another `routes!` generates.
    fn module_of_call(&self, item: &SourceItem) -> Option<syn::Ident> {
        if item.kind != ItemKind::Macro {
            return None;
        }
        let bang = item.rest.iter().position(|token| token.is_punct(b'!'))?;
        let name = item.rest.get(bang.checked_sub(1)?)?;
        let arguments = item.rest.get(bang + 1)?;
        if !name.is_ident(&self.source, "routes") {
            return None;
        }
        let arguments = self.source.get(arguments.inner())?;
        let input: Input = syn::parse_str(arguments).ok()?;
        Some(input.module)
    }
}

/// The path up to and including the last `::`, and the name behind it.
fn split(path: &str) -> (&str, &str) {
    match path.rfind("::") {
        Some(at) => path.split_at(at + 2),
        None => ("", path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::render;

    /// The problems of the last `routes!` in a file.
    fn problems(source: &str) -> Vec<String> {
        let start = source.rfind("routes!").unwrap();
        let start = source[..start]
            .rfind(['\n', ' ', '}', ';'])
            .map_or(0, |it| it + 1);
        let open = source[start..].find('(').unwrap() + start;
        let close = source[open..].find(')').unwrap() + open;
        let input: Input = syn::parse_str(&source[open + 1..close]).unwrap();
        let root = Root::of(
            PathBuf::from("nowhere/main.rs"),
            "src/main.rs".to_owned(),
            source.to_owned(),
            position(source, start),
        )
        .unwrap();
        let found = [root.repeated(&input), root.taken(&input)];
        found.iter().flatten().map(render).collect()
    }

    #[test]
    fn names_that_are_taken() {
        assert_eq!(
            problems("mod app {}\nroutes!(\"app\");"),
            [
                "[R0132] `routes!` generates the module `app`, but the crate has a module of this name\
              \n         --> src/main.rs:1:5\
              \n         --> src/main.rs:2:1\
              \n         = help: rename it, or name the module: `routes!(pub mod app_routes = \"app\")`"
            ]
        );
        assert_eq!(
            problems("routes!(\"app\");\nx::routes!(\"app\", state = S);"),
            [
                "[R0132] another `routes!` already generates the module `app`\
              \n         --> src/main.rs:2:1\
              \n         --> src/main.rs:1:1\
              \n         = help: remove one of the calls, or name the module: `routes!(pub mod app2 = \"app\")`"
            ]
        );
        let [missing] = problems("mod app;\nroutes!(\"app\");").try_into().unwrap();
        assert!(
            missing.ends_with("= help: remove `mod app;`: `routes!` declares the module"),
            "{missing}"
        );
        for fine in [
            "mod apps; fn app() {} const app: u8 = 1; routes!(\"app\");",
            "#[cfg(test)] mod app {} routes!(\"app\");",
            "routes!(pub mod other = \"app\"); routes!(\"app\");",
            "#[cfg(a)] routes!(\"app\"); #[cfg(not(a))] routes!(\"app\");",
            "other!(\"app\"); routes!(\"app\");",
        ] {
            assert_eq!(problems(fine), [""; 0], "{fine}");
        }
    }

    #[test]
    fn paths_that_lead_to_the_state() {
        let paths = |source: &str, state: &str| {
            let root = Root::of(
                PathBuf::new(),
                "src/main.rs".to_owned(),
                source.to_owned(),
                position(source, 0),
            );
            let input: Input = syn::parse_str(&format!("\"app\", state = {state}")).unwrap();
            root.unwrap().state(&input).unwrap().paths.join(" ")
        };
        for (source, state, expected) in [
            ("struct S;", "S", "crate::S crate::S"),
            ("mod s; use s::S;", "S", "crate::S crate::s::S"),
            ("mod s; use s::S;", "crate::S", "crate::S crate::s::S"),
            ("use crate::s::S as T;", "T", "crate::T crate::s::S"),
            ("mod s;", "s::S", "crate::s::S crate::s::S"),
            ("use shared::S;", "S", "crate::S shared::S"),
            ("", "shared::S", "shared::S"),
            ("", "::shared::S", "shared::S"),
            ("use crate::a::*;", "S", ""),
            (
                "#[cfg(a)] use crate::a::S; #[cfg(b)] use crate::b::S;",
                "S",
                "crate::S",
            ),
            ("struct S<T>(T);", "S<u8>", ""),
            ("", "(A, B)", ""),
        ] {
            assert_eq!(paths(source, state), expected, "{source} {state}");
        }
    }
}
