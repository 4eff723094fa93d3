//! The package around the tree: the calling file, the files that the router does not use, and warnings.

use crate::{
    diagnostics::{Code, Place, Problem, render},
    input::Input,
    root::Root,
    scan::{self, AppFile},
    strays::{self, Strays},
    undeclared_state::calls_with_state,
    watch,
};
use std::{
    env,
    path::{Path, PathBuf},
};

/// The package as the phases before left it.
pub(crate) struct Package<'a> {
    pub(crate) input: &'a Input,
    /// The path of the app folder.
    pub(crate) folder: &'a Path,
    /// The file that calls `routes!`; `None` if it is unknown.
    pub(crate) root: Option<&'a Root>,
    /// The files that the router uses.
    pub(crate) files: &'a [AppFile],
    /// The other files of the app folder.
    pub(crate) others: &'a [String],
    /// The package has a folder `public`.
    pub(crate) has_public: bool,
    /// The warnings found so far.
    pub(crate) warnings: Vec<Problem>,
}

impl Package<'_> {
    /// The mistake of an item with the name of the generated module.
    pub(super) fn taken(&self) -> Option<Problem> {
        self.root?.taken(self.input)
    }

    /// The mistake of a state without `Clone`.
    pub(super) fn state_without_clone(&self) -> Option<Problem> {
        self.root?.state_without_clone(self.input, sources)
    }

    /// The mistakes in files that the router does not use.
    pub(super) fn strays(&self) -> Strays {
        let shown_as = self.input.folder_name();
        strays::check(self.folder, &shown_as, self.files, self.others)
    }

    /// The entry points that the calling file calls with a state, although `routes!` declares none.
    pub(super) fn calls_with_state(&self) -> Vec<&'static str> {
        let root = self.root.filter(|_| self.input.state.is_none());
        let module = self.input.module.to_string();
        root.map_or_else(Vec::new, |it| calls_with_state(&it.source, &module))
    }

    /// The warnings, of which `strays` are those of [`Self::strays`].
    pub(super) fn warnings(&self, strays: &[Problem]) -> Vec<String> {
        let name = self.input.folder_name();
        let is_empty = self.files.is_empty() && strays.is_empty() && !self.has_public;
        let problems = self.warnings.iter().chain(strays);
        let mut warnings: Vec<String> = problems.map(render).collect();
        warnings.extend(is_empty.then(|| render(&no_routes(&name))));
        let public = self.has_public.then_some(scan::PUBLIC);
        let watched: Vec<&str> = [name.as_str()].into_iter().chain(public).collect();
        warnings.extend(watch::warning(&watched));
        warnings
    }
}

/// All Rust files of the package, by their paths below its folder.
fn sources() -> Vec<(PathBuf, String)> {
    let krate = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let sources = scan::package(&krate).into_iter();
    let below = |path: PathBuf| {
        path.strip_prefix(&krate)
            .map_or(path.clone(), Path::to_owned)
    };
    sources.map(|(path, text)| (below(path), text)).collect()
}

fn no_routes(folder: &str) -> Problem {
    Problem::new(
        Code::NoRoutes,
        format!("the folder `{folder}` contains no routes"),
        format!("create `{folder}/route.rs`, or pass the folder that contains the routes"),
    )
    .at([Place::whole(folder)])
}
