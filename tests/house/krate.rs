//! The modules of a crate, and which file a path leads to.

use crate::{
    module::{self, Mention, Module, Use},
    sources::{File, module_path},
};
use std::{collections::BTreeMap, slice::from_ref};

/// An import, or a path in code, from one file to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrow {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) line: usize,
    pub(crate) path: String,
}

pub(crate) struct Krate {
    /// Modules with the names of their files, by path.
    modules: BTreeMap<Vec<String>, (String, Module)>,
    /// The name of the crate in its own paths, in addition to `crate`.
    name: &'static str,
}

/// The end of a path.
#[derive(Clone, Debug, PartialEq)]
enum Target {
    Module(Vec<String>),
    /// An item of the module.
    Item(Vec<String>),
}

/// Re-exports that lead through more modules than this are a circle.
const MAX_STEPS: usize = 16;

impl Krate {
    pub(crate) fn new(files: &[File], name: &'static str) -> Self {
        let mut modules = BTreeMap::new();
        for (file, text) in files {
            for module in module::read(text, &module_path(file)) {
                modules.insert(module.path.clone(), (file.clone(), module));
            }
        }
        let mut tests = Vec::new();
        for (path, (_, module)) in &modules {
            for name in &module.tests {
                tests.push([&path[..], from_ref(name)].concat());
            }
        }
        modules.retain(|path, _| !tests.iter().any(|test| path.starts_with(test)));
        Self { modules, name }
    }

    /// The arrows between files, one for each pair, outside of tests. Re-exports from submodules do not count.
    pub(crate) fn arrows(&self) -> Vec<Arrow> {
        let mut arrows = BTreeMap::new();
        for (path, (file, module)) in &self.modules {
            let imports = module
                .uses
                .iter()
                .map(|it| (&it.path, it.is_glob, it.is_public));
            let mentions = module.mentions.iter().map(|it| (it, false, false));
            for (mention, is_glob, is_public) in imports.chain(mentions) {
                let Some(target) = self.resolve(path, &mention.path, 0) else {
                    continue;
                };
                let target = match target {
                    Target::Module(_) if !is_glob => continue,
                    Target::Module(target) | Target::Item(target) => target,
                };
                let to = &self.modules[&target].0;
                let is_reexport = is_public && target.starts_with(path);
                if to != file && !is_reexport {
                    arrows.entry((file, to)).or_insert_with(|| Arrow {
                        from: file.clone(),
                        to: to.clone(),
                        line: mention.line,
                        path: mention.path.join("::"),
                    });
                }
            }
        }
        arrows.into_values().collect()
    }

    /// Inherent `impl` blocks for types of other files.
    pub(crate) fn foreign_impls(&self) -> Vec<Arrow> {
        let mut found = Vec::new();
        for (path, (file, module)) in &self.modules {
            for Mention { path: name, line } in &module.impls {
                let Some(Target::Item(target)) = self.resolve(path, name, 0) else {
                    continue;
                };
                let to = &self.modules[&target].0;
                if to != file {
                    found.push(Arrow {
                        from: file.clone(),
                        to: to.clone(),
                        line: *line,
                        path: name.join("::"),
                    });
                }
            }
        }
        found
    }

    /// Follows a path that was written in the module `from`; none where it leads out of the crate.
    fn resolve(&self, from: &[String], path: &[String], steps: usize) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let mut module = from.to_vec();
        let mut rest = match first.as_str() {
            name if name == "crate" || name == self.name => {
                module.clear();
                rest
            }
            "self" => rest,
            "super" => path,
            _ => return self.walk(&module, path, steps),
        };
        while rest.first().is_some_and(|name| name == "super") {
            module.pop();
            rest = &rest[1..];
        }
        let found = self.walk(&module, rest, steps);
        // A name that a macro defines, or one of the standard library's prelude.
        found.or_else(|| {
            self.modules
                .contains_key(&module)
                .then_some(Target::Item(module))
        })
    }

    /// Follows names from one module on.
    fn walk(&self, module: &[String], names: &[String], steps: usize) -> Option<Target> {
        if steps > MAX_STEPS {
            return None;
        }
        let (_, here) = self.modules.get(module)?;
        let Some((name, rest)) = names.split_first() else {
            return Some(Target::Module(module.to_vec()));
        };
        let child = || {
            let child = [module, from_ref(name)].concat();
            let is_child = here.children.contains(name) && self.modules.contains_key(&child);
            is_child.then_some(child)
        };
        let item = || {
            here.definitions
                .contains(name)
                .then(|| Target::Item(module.to_vec()))
        };
        let imported = || {
            let mut named = here.uses.iter().filter(|it| it.name.as_ref() == Some(name));
            named.find_map(|it| self.import(module, it, &[], steps))
        };
        if rest.is_empty() {
            // `redirect` may be a function and a module: a path that ends here means the function.
            let found = item().or_else(imported);
            let found = found.or_else(|| child().map(Target::Module));
            return found.or_else(|| self.globs(module, here, names, steps));
        }
        if let Some(child) = child() {
            let found = self.walk(&child, rest, steps + 1);
            return found.or(Some(Target::Item(child)));
        }
        match imported() {
            Some(Target::Module(other)) => {
                let found = self.walk(&other, rest, steps + 1);
                found.or(Some(Target::Item(other)))
            }
            Some(item) => Some(item),
            None => item().or_else(|| self.globs(module, here, names, steps)),
        }
    }

    fn import(
        &self,
        module: &[String],
        import: &Use,
        rest: &[String],
        steps: usize,
    ) -> Option<Target> {
        let path = [&import.path.path[..], rest].concat();
        // `use name::…` in the module that it names: the crate of that name.
        self.resolve(module, &path, steps + 1)
    }

    fn globs(
        &self,
        module: &[String],
        here: &Module,
        names: &[String],
        steps: usize,
    ) -> Option<Target> {
        here.uses.iter().filter(|it| it.is_glob).find_map(|glob| {
            let Some(Target::Module(other)) = self.resolve(module, &glob.path.path, steps + 1)
            else {
                return None;
            };
            self.walk(&other, names, steps + 1)
        })
    }
}
