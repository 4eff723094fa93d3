//! The phases in order. No other file knows the order.

use crate::{
    caller::Folder,
    check::{self, Application, Package},
    dependency, diagnostics,
    expand::{self, Found},
    folder_names,
    input::Input,
    placement,
    root::Root,
    scan,
    signature::State,
    strays, tree,
};
use proc_macro2::{Span, TokenStream};
use std::env;

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
        mut warnings,
    } = scan::scan(&folder.path, &name);
    problems.extend(hidden.map(|hidden| hidden.problem));
    strays::move_modules(&mut files, &mut others);
    let names = folder_names::check(&files, &name);
    problems.extend(names.errors);
    warnings.extend(names.warnings);
    if !names.twins.is_empty() {
        // Otherwise every URL below them would be reported again.
        files.retain(|file| !names.twins.iter().any(|it| file.path.starts_with(it)));
    }
    let public = scan::public(&Folder::find(scan::PUBLIC, None).path);
    let (tree, malformed) = tree::build(&files, &name, &input.runtime());
    problems.extend(malformed);
    let state = root.as_ref().and_then(|root| root.state(&input));
    let state = state.or_else(|| input.state_text().map(State::unknown));
    let module = input.module.to_string();
    let package = Package {
        input: &input,
        folder: &folder.path,
        root: root.as_ref(),
        files: &files,
        others: &others,
        has_public: public.is_some(),
        warnings,
    };
    let application = Application {
        shown_as: &name,
        tree: &tree,
        state: state.as_ref(),
        module: &module,
        public: public.as_deref().unwrap_or_default(),
        problems,
    };
    let checked = check::all(&package, application);
    let expansion = expand::expand(&Found {
        input: &input,
        folder: &folder.from_caller,
        files: &files,
        tree: &tree,
        checked: &checked,
        has_public: public.is_some(),
    });
    if env::var_os("ROUTER_MACROS_DEBUG").is_some_and(|value| value == "1") {
        eprintln!("{expansion}");
    }
    expansion
}
