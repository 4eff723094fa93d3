//! The phases in order. No other file knows the order.

use crate::{
    caller::Folder,
    check::{self, Application},
    diagnostics,
    expand::{self, Found},
    input::Input,
    placement, scan, tree, watch,
};
use proc_macro2::{Span, TokenStream};

/// Arguments → folder → files → tree → checks → code.
pub(crate) fn run(arguments: TokenStream) -> TokenStream {
    let input: Input = match syn::parse2(arguments) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    if let Some(problem) = placement::misplaced() {
        let text = diagnostics::render(&problem);
        return syn::Error::new(Span::call_site(), text).into_compile_error();
    }
    let name = input.folder_name();
    let folder = Folder::find(&name);

    let (files, mut problems) = scan::scan(&folder.path, &name);
    let public = scan::public(&Folder::find(scan::PUBLIC).path);
    let (tree, malformed) = tree::build(&files, &name);
    problems.extend(malformed);
    let checked = check::all(Application {
        shown_as: &name,
        tree: &tree,
        public: public.as_deref().unwrap_or_default(),
        problems,
    });
    let watched = public.as_ref().map(|_| scan::PUBLIC);
    let watched: Vec<&str> = [name.as_str()].into_iter().chain(watched).collect();
    let warning = checked
        .problems
        .is_empty()
        .then(|| watch::warning(&watched));

    let expansion = expand::expand(&Found {
        input: &input,
        folder: &folder.from_caller,
        files: &files,
        tree: &tree,
        checked: &checked,
        has_public: public.is_some(),
        warning: warning.flatten(),
    });
    if std::env::var_os("ROUTER_MACROS_DEBUG").is_some_and(|value| value == "1") {
        eprintln!("{expansion}");
    }
    expansion
}
