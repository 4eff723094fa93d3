//! The phases in order. No other file knows the order.

use crate::{
    caller::Folder,
    check::{self, Application},
    dependency,
    diagnostics::{self, Code, Place, Problem},
    expand::{self, Found},
    folder_names,
    input::Input,
    placement,
    root::Root,
    scan,
    signature::State,
    strays, tree, undeclared_state, watch,
};
use proc_macro2::{Span, TokenStream};
use std::{
    env,
    path::{Path, PathBuf},
};

/// Arguments → folder → files → tree → checks → code.
pub(crate) fn run(arguments: TokenStream) -> TokenStream {
    let mut input: Input = match syn::parse2(arguments) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    if let Some(problem) = placement::not_at_the_root() {
        let text = diagnostics::render(&problem);
        return syn::Error::new(Span::call_site(), text).into_compile_error();
    }
    let root = Root::read();
    if let Some(problem) = root.as_ref().and_then(|root| root.repeated(&input)) {
        let text = diagnostics::render(&problem);
        return syn::Error::new(Span::call_site(), text).into_compile_error();
    }
    let mut hidden = dependency::hidden(&input);
    if let Some(hidden) = &mut hidden {
        input.krate = hidden.path.take();
        if input.krate.is_none() {
            return hidden.error().into_compile_error();
        }
    }
    let name = input.folder_name();
    let folder = Folder::find(&name, placement::including_file(input.folder.span()));

    let scan::Scanned {
        mut files,
        mut others,
        mut problems,
        warnings: linked,
    } = scan::scan(&folder.path, &name);
    problems.extend(hidden.map(|hidden| hidden.problem));
    let taken = root.as_ref().and_then(|root| root.taken(&input));
    let is_taken = taken.is_some();
    problems.extend(taken);
    problems.extend(
        root.as_ref()
            .and_then(|root| root.state_without_clone(&input, package)),
    );
    strays::move_modules(&mut files, &mut others);
    let strays = strays::check(&folder.path, &name, &files, &others);
    problems.extend(strays.errors);
    let names = folder_names::check(&files, &name);
    problems.extend(names.errors);
    if !names.twins.is_empty() {
        // Each of their URLs would be a mistake of its own.
        files.retain(|file| !names.twins.iter().any(|it| file.path.starts_with(it)));
    }
    let public = scan::public(&Folder::find(scan::PUBLIC, None).path);
    let (tree, malformed) = tree::build(&files, &name, &input.runtime());
    problems.extend(malformed);
    let state = root.as_ref().and_then(|root| root.state(&input));
    let state = state.or_else(|| input.state_text().map(State::unknown));
    let module = input.module.to_string();
    let mut checked = check::all(Application {
        shown_as: &name,
        tree: &tree,
        state: state.as_ref(),
        module: &module,
        public: public.as_deref().unwrap_or_default(),
        problems,
    });
    let without_state = std::mem::take(&mut checked.without_state);
    let source = root.as_ref().filter(|_| input.state.is_none());
    let calls_with_state = source.map(|it| undeclared_state::calls_with_state(&it.source, &module));
    let calls_with_state = calls_with_state.unwrap_or_default();
    if !calls_with_state.is_empty() {
        checked.problems.extend(without_state);
        let problems = diagnostics::sorted(checked.problems);
        checked.problems = undeclared_state::merged(problems);
    }
    // Next to errors, warnings would hide what to do first.
    let mut warnings = Vec::new();
    if checked.problems.is_empty() {
        let is_empty = files.is_empty() && strays.warnings.is_empty() && public.is_none();
        warnings.extend(
            linked
                .iter()
                .chain(&strays.warnings)
                .chain(&names.warnings)
                .map(diagnostics::render),
        );
        warnings.extend(is_empty.then(|| diagnostics::render(&no_routes(&name))));
        let watched = public.as_ref().map(|_| scan::PUBLIC);
        let watched: Vec<&str> = [name.as_str()].into_iter().chain(watched).collect();
        warnings.extend(watch::warning(&watched));
    }

    let expansion = expand::expand(&Found {
        input: &input,
        folder: &folder.from_caller,
        files: &files,
        tree: &tree,
        checked: &checked,
        has_public: public.is_some(),
        is_taken,
        calls_with_state: &calls_with_state,
        warnings: &warnings,
    });
    if env::var_os("ROUTER_MACROS_DEBUG").is_some_and(|value| value == "1") {
        eprintln!("{expansion}");
    }
    expansion
}

/// All Rust files of the package, by their paths below its folder.
fn package() -> Vec<(PathBuf, String)> {
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
