//! The other items of the file that calls `routes!`: names that are taken, other calls, and the type of the state.

use crate::{
    caller,
    diagnostics::{Code, Place, Problem},
    input::Input,
    location::{Position, position},
    placement,
    route_file::{ItemKind, SourceItem, skim},
    scan,
};
use proc_macro2::Span;
use std::{env, path::Path};
use syn::Type;

/// The file that calls `routes!`.
pub(crate) struct Root {
    /// Its path from the crate's folder.
    shown: String,
    source: String,
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
            shown.display().to_string(),
            scan::text(&file)?,
            placement::start(Span::call_site()),
        )
    }

    fn of(shown: String, source: String, at: Position) -> Option<Self> {
        let items = skim(&source)?.items;
        let own = items.iter().position(|item| {
            item.kind == ItemKind::Macro && position(&source, item.name.start) == at
        });
        Some(Self {
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
        let problem = Problem::new(
            Code::NameTaken,
            format!(
                "`routes!` generates the module `{module}`, but the crate has {kind} of this name"
            ),
            format!(
                "rename it, or name the module: `routes!(pub mod {module}_routes = \"{folder}\")`"
            ),
        );
        Some(problem.at([self.place(item), self.place(&self.items[own])]))
    }

    /// The mistake of a state that is declared here and is certainly not `Clone`. `others` are the texts of all other files.
    pub(crate) fn state_without_clone(
        &self,
        input: &Input,
        others: impl FnOnce() -> Vec<String>,
    ) -> Option<Problem> {
        let Type::Path(path) = input.state.as_ref()? else {
            return None;
        };
        let mut segments: Vec<_> = path.path.segments.iter().collect();
        if segments.len() == 2 && (segments[0].ident == "crate" || segments[0].ident == "self") {
            segments.remove(0);
        }
        let [segment] = segments.as_slice() else {
            return None;
        };
        let name = segment.ident.to_string();
        let item = self.items.iter().find(|item| {
            let is_type = matches!(item.kind, ItemKind::Struct | ItemKind::Enum);
            is_type && item.name.text(&self.source) == name
        })?;
        // Any other attribute may generate the impl.
        let is_plain = item.attributes.iter().all(|attribute| {
            let text = attribute.text(&self.source);
            let word = text.trim_start_matches(['[', ' ']);
            let known = [
                "derive",
                "doc",
                "allow",
                "expect",
                "warn",
                "non_exhaustive",
                "must_use",
            ];
            known.iter().any(|it| word.starts_with(it)) && !text.contains("Clone")
        });
        // A derive macro of another crate may generate it too.
        let derives = item.attributes.iter().map(|it| it.text(&self.source));
        let derives = derives.filter(|it| it.contains("derive"));
        let is_std = derives
            .flat_map(|it| it.split(|letter: char| !letter.is_alphanumeric()))
            .all(|word| {
                [
                    "",
                    "derive",
                    "Debug",
                    "Default",
                    "PartialEq",
                    "Eq",
                    "Hash",
                    "PartialOrd",
                    "Ord",
                ]
                .contains(&word)
            });
        if !is_plain || !is_std {
            return None;
        }
        let sources = others();
        let mut sources = sources.iter().chain([&self.source]);
        if sources.any(|source| may_implement_clone(source, &name)) {
            return None;
        }
        let problem = Problem::new(
            Code::StateNotClone,
            format!("the state `{name}` is not `Clone`, and every request gets a clone of it"),
            format!(
                "write `#[derive(Clone)]` before `{name}`; put what is expensive to clone into an `Arc`"
            ),
        );
        Some(problem.at([self.place(item)]))
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

/// Returns `true` if a text may contain an `impl Clone` for a type, or a macro call that writes one.
fn may_implement_clone(source: &str, name: &str) -> bool {
    let mut from = 0;
    while let Some(at) = source[from..].find(name) {
        let start = from + at;
        let before = source[..start].trim_end();
        let is_impl =
            before.ends_with("for") && before[..before.len() - 3].trim_end().ends_with("Clone");
        let is_in_call = before.ends_with(['(', '{', '['])
            && before[..before.len() - 1].trim_end().ends_with('!');
        if is_impl || is_in_call {
            return true;
        }
        from = start + name.len();
    }
    false
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
            "src/main.rs".to_owned(),
            source.to_owned(),
            position(source, start),
        )
        .unwrap();
        let found = [
            root.repeated(&input),
            root.taken(&input),
            root.state_without_clone(&input, Vec::new),
        ];
        found.iter().flatten().map(render).collect()
    }

    #[test]
    fn names_that_are_taken() {
        assert_eq!(
            problems("mod app;\nroutes!(\"app\");"),
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
    fn states_that_are_not_clone() {
        assert_eq!(
            problems(
                "/// The state.\n#[derive(Debug, Default)]\nstruct S { a: u8 }\nroutes!(\"app\", state = S);"
            ),
            [
                "[R0133] the state `S` is not `Clone`, and every request gets a clone of it\
              \n         --> src/main.rs:3:8\
              \n         = help: write `#[derive(Clone)]` before `S`; put what is expensive to clone into an `Arc`"
            ]
        );
        assert_eq!(
            problems("enum S {} routes!(\"app\", state = crate::S);").len(),
            1
        );
        for fine in [
            "#[derive(Clone)] struct S; routes!(\"app\", state = S);",
            "#[derive(derive_more::Clone)] struct S; routes!(\"app\", state = S);",
            "#[derive(Everything)] struct S; routes!(\"app\", state = S);",
            "#[cfg_attr(x, derive(Clone))] struct S; routes!(\"app\", state = S);",
            "struct S; impl Clone for S { } routes!(\"app\", state = S);",
            "struct S; impl<T> std::clone::Clone\nfor S { } routes!(\"app\", state = S);",
            "struct S; clone!(S); routes!(\"app\", state = S);",
            "struct S; routes!(\"app\", state = Arc<S>);",
            "struct S; routes!(\"app\", state = other::S);",
            "#[magic] struct S; routes!(\"app\", state = S);",
        ] {
            assert_eq!(problems(fine), [""; 0], "{fine}");
        }
    }
}
